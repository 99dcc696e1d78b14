import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { activate as activateIn } from './extension.ts';
import { CLIENT_ID, CLIENT_NAME, type Host } from './host.ts';

export { deactivate } from './extension.ts';

let server: Worker | undefined;

/** The server is a web worker, a new one with each start: a worker does not end by itself. */
const host: Host = {
  languageClient({ extensionUri }, options) {
    const script = vscode.Uri.joinPath(extensionUri, 'dist', 'web', 'server.js').toString(true);
    const start = async () => {
      server?.terminate();
      server = new Worker(script);
      return server;
    };
    return new LanguageClient(CLIENT_ID, CLIENT_NAME, start, options);
  },
  environment: () => undefined,
};

export function activate(context: vscode.ExtensionContext): Promise<void> {
  return activateIn(context, host);
}
