import * as vscode from 'vscode';
import { COMPARE_RUNS_COMMAND, type Report } from '../../../server/src/language/protocol-report.ts';
import { PanelHost } from '../panel-host.ts';
import { type ReportAction, type ReportMessage, readReportRequest } from '../webview/report/messages.ts';
import { keepRun, saveWeights } from './write.ts';

/** What a report is about, and what of it may be written. */
export interface ReportOffer {
  readonly policyUri: string;
  /** The weights of a fit. */
  readonly weights?: { readonly uri: string; readonly text: string } | undefined;
  /** An evaluation. */
  readonly kept?: { readonly name: string; readonly text: string } | undefined;
}

/** The report panel: one, that shows the fit or the evaluation asked for last, and comes back after a reload. */
export class ReportPanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  static readonly viewType = 'rbr.report';
  readonly #host: PanelHost;
  #shown: ReportMessage | undefined;
  #offer: ReportOffer | undefined;

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

  async show(report: Report, offer: ReportOffer): Promise<void> {
    this.#shown = { type: 'report', report, actions: actionsOf(offer) };
    this.#offer = offer;
    this.#host.reveal();
    await this.#post();
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    // The panel itself keeps what it has shown.
    this.#host.adopt(panel);
  }

  async #receive(message: unknown): Promise<void> {
    const { policyUri, weights, kept } = this.#offer ?? {};
    switch (readReportRequest(message)?.type) {
      case 'ready':
        return this.#post();
      case 'save':
        return weights && saveWeights(weights);
      case 'keep':
        return kept && policyUri !== undefined ? keepRun(policyUri, kept) : undefined;
      case 'compare':
        if (policyUri !== undefined) await vscode.commands.executeCommand(COMPARE_RUNS_COMMAND, policyUri);
    }
  }

  async #post(): Promise<void> {
    if (this.#shown) await this.#host.post(this.#shown, this.#shown.report.title);
  }
}

function actionsOf({ weights, kept }: ReportOffer): ReportAction[] {
  return [...(weights ? (['save'] as const) : []), ...(kept ? (['keep', 'compare'] as const) : [])];
}
