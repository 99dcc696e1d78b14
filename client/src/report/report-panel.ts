import * as vscode from 'vscode';
import type { Report } from '../../../server/src/language/protocol-report.ts';
import { PanelHost } from '../panel-host.ts';
import { type ReportMessage, readReportRequest } from '../webview/report/messages.ts';

/** What a report offers to write: the weights of a fit. */
export interface Offer {
  readonly uri: string;
  readonly text: string;
}

/** The report panel: one, that shows the fit or the evaluation asked for last, and comes back after a reload. */
export class ReportPanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  static readonly viewType = 'rbr.report';
  readonly #host: PanelHost;
  #shown: ReportMessage | undefined;
  #offer: Offer | undefined;

  constructor(extension: vscode.Uri) {
    this.#host = new PanelHost(extension, {
      viewType: ReportPanel.viewType,
      title: vscode.l10n.t('Report'),
      script: 'report.js',
      receive: (message) => this.#receive(message),
    });
  }

  dispose(): void {
    this.#host.dispose();
  }

  async show(report: Report, offer: Offer | undefined): Promise<void> {
    this.#shown = { type: 'report', report, canSave: offer !== undefined };
    this.#offer = offer;
    this.#host.reveal();
    await this.#post();
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    // The panel itself keeps what it has shown.
    this.#host.adopt(panel);
  }

  async #receive(message: unknown): Promise<void> {
    const request = readReportRequest(message);
    if (request?.type === 'ready') await this.#post();
    if (request?.type === 'save') await this.#save();
  }

  async #post(): Promise<void> {
    if (this.#shown) await this.#host.post(this.#shown, this.#shown.report.title);
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
