import * as vscode from 'vscode';
import type {
  FindFilesParams,
  FindFilesResult,
  ReadFileParams,
  ReadFileResult,
} from '../../../server/src/language/protocol-files.ts';
import { fits, walk } from './walk.ts';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Reads a file for the server, on whatever file system it is, but fetches nothing from the web that is not the
 * extension's own: a policy from a stranger may name any address. Rejects where it is there and unreadable.
 */
export async function readFile(
  { uri: text, atMost, known }: ReadFileParams,
  extension: vscode.Uri,
): Promise<ReadFileResult> {
  const uri = vscode.Uri.parse(text);
  if (/^https?$/.test(uri.scheme) && !isIn(extension, uri)) return null;
  const { fs } = vscode.workspace;
  const info = await fs.stat(uri).then(undefined, () => undefined);
  if (!info || (info.type & vscode.FileType.File) === 0) return null;
  if (atMost !== undefined && info.size > atMost) return null;
  const stamp = `${info.mtime} ${info.size}`;
  if (stamp === known) return { unchanged: true };
  return { stamp, text: utf8.decode(await fs.readFile(uri)) };
}

/**
 * Finds files for the server. The editor's own search is quick where it has an index, but not every file system
 * can be searched; where it finds nothing, the folders are walked.
 */
export async function findFiles({ folder, pattern }: FindFilesParams): Promise<FindFilesResult> {
  const base = vscode.Uri.parse(folder);
  if (/^https?$/.test(base.scheme)) return [];
  const found = await vscode.workspace
    .findFiles(new vscode.RelativePattern(base, pattern), '**/node_modules/**')
    .then(undefined, () => []);
  const start = base.path.endsWith('/') ? base.path : `${base.path}/`;
  const below = found.filter(({ path }) => path.startsWith(start) && fits(path.slice(start.length), pattern));
  if (below.length > 0) return below.map(String);
  const walked = await walk(pattern, (path) => listFolder(vscode.Uri.joinPath(base, path)));
  return walked.map((path) => vscode.Uri.joinPath(base, path).toString());
}

function isIn(folder: vscode.Uri, { scheme, authority, path }: vscode.Uri): boolean {
  const isAt = scheme === folder.scheme && authority === folder.authority;
  return isAt && path.startsWith(folder.path.replace(/\/?$/, '/')) && !path.includes('/../');
}

async function listFolder(folder: vscode.Uri): Promise<{ files: string[]; folders: string[] }> {
  const entries = await vscode.workspace.fs.readDirectory(folder).then(undefined, () => []);
  const named = (wanted: (type: vscode.FileType) => boolean) =>
    entries.filter(([, type]) => wanted(type)).map(([name]) => name);
  return {
    files: named((type) => (type & vscode.FileType.File) !== 0),
    // A link to a folder may lead back to where it stands.
    folders: named((type) => type === vscode.FileType.Directory),
  };
}
