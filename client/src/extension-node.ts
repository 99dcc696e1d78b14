import * as vscode from 'vscode';
import { activate as activateIn } from './extension.ts';
import { CLIENT_ID, CLIENT_NAME, type Host } from './host.ts';

export { deactivate } from './extension.ts';

/** The server is a process of its own. */
const host: Host = {
  async languageClient({ extensionUri }, options) {
    const { LanguageClient, TransportKind } = await import('vscode-languageclient/node');
    const module = vscode.Uri.joinPath(extensionUri, 'dist', 'server.cjs').fsPath;
    return new LanguageClient(CLIENT_ID, CLIENT_NAME, { module, transport: TransportKind.ipc }, options);
  },
  environment: (variable) => process.env[variable],
};

export function activate(context: vscode.ExtensionContext): Promise<void> {
  return activateIn(context, host);
}
