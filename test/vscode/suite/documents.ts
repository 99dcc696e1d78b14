import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import * as vscode from 'vscode';

/** Opens a file of the workspace and shows it. */
export async function open(name: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'a folder is open');
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, name));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Within the time limit of a test, so that what was waited for is said. */
const PATIENCE_MS = 50_000;

/** Asks again until the answer will do. */
export async function until<T>(ask: () => PromiseLike<T> | T, good: (answer: T) => boolean): Promise<T> {
  const begun = Date.now();
  for (;;) {
    const answer = await ask();
    if (good(answer)) return answer;
    if (Date.now() - begun > PATIENCE_MS)
      throw new Error(`Still not as expected: ${inspect(answer, { depth: 4 }).slice(0, 2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Where `text` stands first, a letter in. */
export function within(document: vscode.TextDocument, text: string): vscode.Position {
  const at = document.getText().indexOf(text);
  assert.notEqual(at, -1, `"${text}" is in ${document.fileName}`);
  return document.positionAt(at + 1);
}

/** Saves every changed document, those without an editor too, which `workspace.saveAll` passes over. */
export async function saveAll(): Promise<void> {
  const dirty = vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty);
  await Promise.all(dirty.map((document) => document.save()));
}
