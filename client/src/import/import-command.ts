import * as vscode from 'vscode';
import {
  IMPORT_REQUEST,
  type ImportAnswer,
  type ImportSettings,
} from '../../../server/src/language/protocol-import.ts';
import type { Connection } from '../connection.ts';
import { exists } from '../start/template-files.ts';
import { nameInPolicy } from './name-in-policy.ts';
import { policyFor } from './policy-choice.ts';
import { preview } from './preview.ts';
import { type ReadSource, readSources, type Source } from './sources.ts';

/** Imports files: recognises them, shows what it made of them, writes what the user agrees to, opens it. */
export async function importSources(
  connection: Connection,
  sources: readonly Source[],
  into?: vscode.Uri,
): Promise<void> {
  const files = await readSources(sources);
  if (!files || files.length === 0) return;
  const isRelease = files.some(({ name }) => /\.ya?ml$/i.test(name));
  const forUri = into ?? (isRelease ? undefined : await policyFor());
  if (forUri === 'left') return;
  const folder = folderFor(forUri, files);
  let settings: ImportSettings = {};
  for (;;) {
    const answer = await connection.ask(IMPORT_REQUEST, {
      files: files.map(({ name, text, uri }) => ({ name, text, ...(uri && { uri: uri.toString() }) })),
      ...(forUri && { forUri: forUri.toString() }),
      ...(folder && { folderUri: `${folder.toString()}/` }),
      settings,
    });
    const target = await targetFor(answer, folder);
    const wish = await preview(answer, settings, whereTo(answer, target));
    if (wish === undefined) return;
    if (wish === 'write') {
      await write(connection, answer, target);
      return;
    }
    settings = wish;
  }
}

/** Beside the policy that it is for, else beside the file, else where the folder is. */
function folderFor(forUri: vscode.Uri | undefined, files: readonly ReadSource[]): vscode.Uri | undefined {
  const beside = forUri?.scheme === 'untitled' ? undefined : forUri;
  const at = beside ?? files.find(({ uri }) => uri)?.uri;
  return at ? vscode.Uri.joinPath(at, '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
}

/** A file that is not there yet; undefined: there is no folder to put it into, or nothing to put. */
async function targetFor(
  { result: { output } }: ImportAnswer,
  folder: vscode.Uri | undefined,
): Promise<vscode.Uri | undefined> {
  if (!folder || !('text' in output)) return undefined;
  const [stem = '', ...extensions] = output.name.split(/(?=\.(?:rbr|samples)\.)/);
  for (let count = 1; ; count++) {
    const name = `${stem}${count === 1 ? '' : `-${count}`}${extensions.join('')}`;
    const uri = vscode.Uri.joinPath(folder, name);
    if (!(await exists(uri))) return uri;
  }
}

function whereTo({ result: { output } }: ImportAnswer, target: vscode.Uri | undefined): string {
  if (output.kind === 'nothing') return vscode.l10n.t('No prompt was found.');
  if (output.kind === 'kept')
    return vscode.l10n.t('Too many for one file to read: the policy is to name {0}', output.files.join(', '));
  return target
    ? vscode.l10n.t('into {0}', vscode.workspace.asRelativePath(target))
    : vscode.l10n.t('into an unsaved file');
}

async function write(
  connection: Connection,
  { result: { output }, policyUri }: ImportAnswer,
  target: vscode.Uri | undefined,
): Promise<void> {
  const policy = policyUri === undefined ? undefined : vscode.Uri.parse(policyUri);
  if (output.kind === 'kept') {
    if (policy)
      for (const file of output.files)
        await nameInPolicy(connection, policy, vscode.Uri.joinPath(policy, '..', file));
    return;
  }
  if (output.kind === 'nothing') return;
  if (!target) {
    const language = output.kind === 'policy' ? 'rbr' : output.kind === 'lines' ? 'jsonl' : 'rbr-samples';
    const document = await vscode.workspace.openTextDocument({ language, content: output.text });
    await vscode.window.showTextDocument(document);
    return;
  }
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(output.text));
  await vscode.window.showTextDocument(target, { preview: false });
  if (policy && output.kind !== 'policy') await nameInPolicy(connection, policy, target);
}
