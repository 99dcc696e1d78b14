import * as vscode from 'vscode';
import type {
  FindFilesParams,
  FindFilesResult,
  ReadFileParams,
  ReadFileResult,
} from '../../../server/src/language/protocol-files.ts';
import { fits, MOST_FOLDERS, walk } from './walk.ts';

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
 * Finds files for the server. Below a folder at any depth the editor's own search is quick, but not every file system
 * can be searched; where it finds nothing, the folders are walked. `warn` is told once a folder where they are too many.
 */
export async function findFiles(
  { folder, pattern }: FindFilesParams,
  warn: (message: string) => void,
): Promise<FindFilesResult> {
  const base = vscode.Uri.parse(folder);
  if (/^https?$/.test(base.scheme)) return [];
  const found = pattern.includes('**') ? await search(base, pattern) : [];
  if (found.length > 0) return found;
  const walked = await walk(pattern, (path) => listFolder(vscode.Uri.joinPath(base, path)));
  if (!walked.isWhole && !cut.has(folder)) {
    cut.add(folder);
    warn(
      `Only ${MOST_FOLDERS} folders below ${folder} were looked through, for this file system cannot be searched: policies and samples further down are not known. Open a folder that is nearer to them.`,
    );
  }
  return walked.found.map((path) => vscode.Uri.joinPath(base, path).toString());
}

/** For a file system that brings no search the editor waits until one comes, which may be never. */
const SEARCH_MS = 5000;
const unsearchable = new Set<string>();
/** Folders below which not all was found. */
const cut = new Set<string>();

async function search(base: vscode.Uri, pattern: string): Promise<string[]> {
  if (unsearchable.has(base.scheme)) return [];
  const source = new vscode.CancellationTokenSource();
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, SEARCH_MS));
  const glob = new vscode.RelativePattern(base, pattern);
  const searched = vscode.workspace.findFiles(glob, '**/node_modules/**', undefined, source.token);
  const found = await Promise.race([searched, late]).catch(() => []);
  if (found === undefined) unsearchable.add(base.scheme);
  source.cancel();
  source.dispose();
  const start = base.path.endsWith('/') ? base.path : `${base.path}/`;
  return (found ?? [])
    .filter(({ path }) => path.startsWith(start) && fits(path.slice(start.length), pattern))
    .map(String);
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
