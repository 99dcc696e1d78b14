import * as vscode from 'vscode';
import type { BreakdownParams } from '../../server/src/language/protocol.ts';
import type { Connection } from './connection.ts';
import type { HostMessage } from './webview/messages.ts';
import { readParams, readRequest } from './webview/messages.ts';
import { webviewHtml } from './webview-html.ts';

/** Several changes in a row are asked about once. */
const SETTLE_MS = 150;

/**
 * The breakdown panel: one, beside the editor, that shows the completion asked for last. It asks again when
 * grades, weights or policies change, and comes back after a reload.
 */
export class BreakdownPanels implements vscode.Disposable, vscode.WebviewPanelSerializer {
  static readonly viewType = 'rbr.breakdown';
  readonly #extension: vscode.Uri;
  readonly #connection: Connection;
  readonly #subscription: vscode.Disposable;
  #panel: vscode.WebviewPanel | undefined;
  #shown: BreakdownParams | undefined;
  #asked = 0;
  #settling: NodeJS.Timeout | undefined;

  constructor(extension: vscode.Uri, connection: Connection) {
    this.#extension = extension;
    this.#connection = connection;
    this.#subscription = connection.onChanged(() => {
      clearTimeout(this.#settling);
      this.#settling = setTimeout(() => void this.#refresh(), SETTLE_MS);
    });
  }

  dispose(): void {
    clearTimeout(this.#settling);
    this.#subscription.dispose();
    this.#panel?.dispose();
  }

  /** What the code lens asks for, or else the completion at the cursor. */
  async show(asked: unknown): Promise<void> {
    const params = readParams(asked) ?? atCursor();
    if (!params) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Open a *.samples.yaml file and put the cursor on a completion.'),
      );
      return;
    }
    this.#shown = params;
    if (this.#panel) this.#panel.reveal(undefined, true);
    else {
      this.#adopt(
        vscode.window.createWebviewPanel(
          BreakdownPanels.viewType,
          vscode.l10n.t('Score Breakdown'),
          { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
          this.#options(),
        ),
      );
    }
    await this.#refresh();
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    this.#shown = readParams(state);
    panel.webview.options = this.#options();
    this.#adopt(panel);
    await this.#refresh();
  }

  #options(): vscode.WebviewOptions {
    return {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(this.#extension, 'dist', 'webview')],
    };
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = panel;
    const script = vscode.Uri.joinPath(this.#extension, 'dist', 'webview', 'breakdown.js');
    panel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = undefined;
    });
    panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    panel.webview.html = webviewHtml({
      script: panel.webview.asWebviewUri(script).toString(),
      cspSource: panel.webview.cspSource,
      title: vscode.l10n.t('Score Breakdown'),
    });
  }

  async #refresh(): Promise<void> {
    const panel = this.#panel;
    const params = this.#shown;
    if (!panel || !params) return;
    const asked = ++this.#asked;
    const answer = await this.#connection.breakdown(params).catch((error: unknown) => ({
      reason: `${vscode.l10n.t('The language server did not answer')}: ${error instanceof Error ? error.message : error}`,
    }));
    // A newer question is under way: its answer is the one to show.
    if (asked !== this.#asked || panel !== this.#panel) return;
    if ('breakdown' in answer)
      panel.title = `${answer.breakdown.completion.id} – ${vscode.l10n.t('Breakdown')}`;
    const message: HostMessage = { type: 'show', params, answer };
    await panel.webview.postMessage(message);
  }

  async #receive(message: unknown): Promise<void> {
    const request = readRequest(message);
    if (request?.type === 'ready') await this.#refresh();
    else if (request?.type === 'open') {
      const { uri, range } = request.location;
      const { start, end } = range;
      await vscode.window.showTextDocument(vscode.Uri.parse(uri, true), {
        viewColumn: vscode.ViewColumn.One,
        selection: new vscode.Range(start.line, start.character, end.line, end.character),
      });
    }
  }
}

function atCursor(): BreakdownParams | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== 'rbr-samples') return undefined;
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}
