import type * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';

/** What differs between the hosts that an extension runs in: Node, on a machine, and a browser's web worker. */
export interface Host {
  /** A client of the language server as it runs here, not yet started. Its library is loaded when this is called. */
  languageClient(
    context: vscode.ExtensionContext,
    options: LanguageClientOptions,
  ): Promise<BaseLanguageClient>;
  /** A variable of the environment that the editor was started in; a browser has none. */
  environment(variable: string): string | undefined;
}

export const CLIENT_ID = 'rbr';
export const CLIENT_NAME = 'Rule Based Rewards';
