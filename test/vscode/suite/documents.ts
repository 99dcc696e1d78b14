import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** Opens a file of the workspace and shows it. */
export async function open(name: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'a folder is open');
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, name));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Asks again until the answer will do; the suite's time limit ends it otherwise. */
export async function until<T>(ask: () => PromiseLike<T> | T, good: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (good(answer)) return answer;
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
  for (const document of vscode.workspace.textDocuments) if (document.isDirty) await document.save();
}
