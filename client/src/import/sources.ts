import * as vscode from 'vscode';

/** A file to import: of the editor's file systems, or dropped from outside without a place of its own. */
export interface Source {
  readonly name: string;
  readonly uri?: vscode.Uri;
  readonly data: () => Thenable<Uint8Array>;
}

export interface ReadSource {
  readonly name: string;
  readonly text: string;
  readonly uri?: vscode.Uri;
}

/** What goes to the server in one message, and is held there whole. */
const LARGEST = 16 * 1024 * 1024;
const IMPORTED = /\.(csv|tsv|jsonl|ndjson|json)$|proposition_prompts\.ya?ml$/i;

export function sourceOf(uri: vscode.Uri): Source {
  return {
    name: uri.path.slice(uri.path.lastIndexOf('/') + 1),
    uri,
    data: () => vscode.workspace.fs.readFile(uri),
  };
}

/** The text of each; undefined, with the reason said, where one is too large or cannot be read. */
export async function readSources(sources: readonly Source[]): Promise<ReadSource[] | undefined> {
  const read: ReadSource[] = [];
  for (const { name, uri, data } of sources) {
    try {
      const size = uri ? (await vscode.workspace.fs.stat(uri)).size : 0;
      const bytes = size > LARGEST ? undefined : await data();
      if (bytes === undefined || bytes.length > LARGEST) {
        void vscode.window.showErrorMessage(
          vscode.l10n.t(
            '{0} is larger than {1} MB. JSONL is read as it is: name it under `samples` of the policy. For a table, run `rbr import` on the command line.',
            name,
            LARGEST / 1024 / 1024,
          ),
        );
        return undefined;
      }
      read.push({ name, text: new TextDecoder().decode(bytes), ...(uri && { uri }) });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(vscode.l10n.t('{0} could not be read: {1}', name, reason));
      return undefined;
    }
  }
  return read;
}

/** The files of a drop that can be imported, from the explorer or from outside. */
export async function dropped(data: vscode.DataTransfer): Promise<Source[]> {
  const list = (await data.get('text/uri-list')?.asString()) ?? '';
  const uris = list
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => vscode.Uri.parse(line));
  const files: Source[] = [];
  if (uris.length === 0) {
    for (const [, item] of data) {
      const file = item.asFile();
      if (file) files.push({ name: file.name, ...(file.uri && { uri: file.uri }), data: () => file.data() });
    }
  }
  return [...uris.map(sourceOf), ...files].filter(({ name }) => IMPORTED.test(name));
}
