import * as vscode from 'vscode';
import type { Report } from '../../../server/src/language/protocol-report.ts';
import { type ReportMessage, readReportRequest } from '../webview/report/messages.ts';
import { webviewHtml } from '../webview-html.ts';

/** What a report offers to write: the weights of a fit. */
export interface Offer {
  readonly uri: string;
  readonly text: string;
}

/** The report panel: one, that shows the fit or the evaluation asked for last, and comes back after a reload. */
export class ReportPanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  static readonly viewType = 'rbr.report';
  readonly #extension: vscode.Uri;
  #panel: vscode.WebviewPanel | undefined;
  #shown: ReportMessage | undefined;
  #offer: Offer | undefined;

  constructor(extension: vscode.Uri) {
    this.#extension = extension;
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  async show(report: Report, offer: Offer | undefined): Promise<void> {
    this.#shown = { type: 'report', report, canSave: offer !== undefined };
    this.#offer = offer;
    if (this.#panel) this.#panel.reveal(undefined, true);
    else {
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      this.#adopt(
        vscode.window.createWebviewPanel(ReportPanel.viewType, report.title, column, this.#options()),
      );
    }
    await this.#post();
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    panel.webview.options = this.#options();
    // The panel itself keeps what it has shown.
    this.#adopt(panel);
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
    const script = vscode.Uri.joinPath(this.#extension, 'dist', 'webview', 'report.js');
    panel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = undefined;
    });
    panel.webview.onDidReceiveMessage(async (message: unknown) => {
      const request = readReportRequest(message);
      if (request?.type === 'ready') await this.#post();
      if (request?.type === 'save') await this.#save();
    });
    panel.webview.html = webviewHtml({
      script: panel.webview.asWebviewUri(script).toString(),
      cspSource: panel.webview.cspSource,
      title: vscode.l10n.t('Report'),
    });
  }

  async #post(): Promise<void> {
    if (!this.#panel || !this.#shown) return;
    this.#panel.title = this.#shown.report.title;
    await this.#panel.webview.postMessage(this.#shown);
  }

  async #save(): Promise<void> {
    const offer = this.#offer;
    if (!offer) return;
    const uri = vscode.Uri.parse(offer.uri, true);
    try {
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(offer.text));
      const name = vscode.workspace.asRelativePath(uri);
      void vscode.window.showInformationMessage(vscode.l10n.t('Weights saved as {0}.', name));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(vscode.l10n.t('The weights could not be saved: {0}', why));
    }
  }
}
