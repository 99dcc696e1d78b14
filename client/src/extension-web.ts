import * as vscode from 'vscode';
import { activate as activateIn } from './extension.ts';
import { CLIENT_ID, CLIENT_NAME, type Host } from './host.ts';

export { deactivate } from './extension.ts';

let server: Worker | undefined;

/** The server is a web worker, a new one with each start: a worker does not end by itself. */
const host: Host = {
  async languageClient({ extensionUri }, options) {
    const { BrowserMessageReader, BrowserMessageWriter, LanguageClient } = await import(
      'vscode-languageclient/browser'
    );
    const uri = vscode.Uri.joinPath(extensionUri, 'dist', 'web', 'server.js');
    const start = async () => {
      server?.terminate();
      server = new Worker(await scriptAt(uri));
      // Not the worker itself: the extension host's `Worker` makes what is no instance of it.
      return { reader: new BrowserMessageReader(server), writer: new BrowserMessageWriter(server) };
    };
    return new LanguageClient(CLIENT_ID, CLIENT_NAME, start, options);
  },
  environment: () => undefined,
};

/** Where a browser can load a script from. One that lies on a remote machine it gets from the editor. */
async function scriptAt(uri: vscode.Uri): Promise<string> {
  if (uri.scheme !== 'vscode-remote') return uri.toString(true);
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  return URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
}

export function activate(context: vscode.ExtensionContext): Promise<void> {
  return activateIn(context, host);
}
