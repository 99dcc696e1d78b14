import * as vscode from 'vscode';
import {
  COMPARE_RUNS_COMMAND,
  FIT_COMMAND,
  type Report,
} from '../../../server/src/language/protocol-report.ts';
import { openPlace } from '../open-place.ts';
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
  readonly #extension: vscode.Uri;
  readonly #host: PanelHost;
  #shown: ReportMessage | undefined;
  #offer: ReportOffer | undefined;

  constructor(extension: vscode.Uri) {
    this.#extension = extension;
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
    const request = readReportRequest(message);
    switch (request?.type) {
      case 'ready':
        return this.#post();
      case 'save':
        return weights && saveWeights(weights);
      case 'keep':
        return kept && policyUri !== undefined ? keepRun(policyUri, kept) : undefined;
      case 'compare':
        if (policyUri !== undefined) await vscode.commands.executeCommand(COMPARE_RUNS_COMMAND, policyUri);
        return;
      case 'fit':
        if (policyUri !== undefined) await vscode.commands.executeCommand(FIT_COMMAND, policyUri);
        return;
      case 'doctor':
        await vscode.commands.executeCommand('rbr.doctor');
        return;
      case 'problems':
        await vscode.commands.executeCommand('workbench.actions.view.problems');
        return;
      case 'open':
        return openPlace(request.location);
      case 'explain':
        return this.#explain(request.page);
    }
  }

  async #explain(page: string): Promise<void> {
    const [file = '', fragment = ''] = page.split('#');
    const uri = vscode.Uri.joinPath(this.#extension, 'docs', file).with({ fragment });
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
  }

  async #post(): Promise<void> {
    if (this.#shown) await this.#host.post(this.#shown, this.#shown.report.title);
  }
}

function actionsOf({ weights, kept }: ReportOffer): ReportAction[] {
  return [...(weights ? (['save'] as const) : []), ...(kept ? (['keep', 'compare'] as const) : [])];
}
