import * as l10n from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, render, type TemplateResult } from 'lit';
import type { Report } from '../../../../server/src/language/protocol-report.ts';
import { redrawOnResize, useStyles } from '../redraw.ts';
import { STYLES } from '../styles.ts';
import { useTranslation } from '../translation.ts';
import type { ReportAction, ReportMessage, ReportRequest } from './messages.ts';
import { REPORT_STYLES } from './report-styles.ts';
import { reportView } from './report-view.ts';

/** Runs in the report panel, and in a report that was written as a file, where there is no editor to talk to. */
interface VSCodeApi {
  postMessage(message: ReportRequest): void;
  getState(): unknown;
  setState(state: ReportMessage): void;
}
declare const acquireVsCodeApi: (() => VSCodeApi) | undefined;

const vscode = typeof acquireVsCodeApi === 'function' ? acquireVsCodeApi() : undefined;
const root = document.getElementById('root') as HTMLElement;

const written = document.getElementById('report');
let shown: Pick<ReportMessage, 'report' | 'actions'> | undefined = written
  ? { report: JSON.parse(written.textContent ?? '{}') as Report, actions: [] }
  : (vscode?.getState() as ReportMessage | undefined);

function show(): void {
  if (!shown) {
    render(html`<p role="status">${l10n.t('Measuring …')}</p>`, root);
    return;
  }
  const { report, actions = [] } = shown;
  render(
    reportView(report, root.clientWidth, actions.length > 0 && vscode ? buttons(actions) : nothing),
    root,
  );
}

function buttons(actions: readonly ReportAction[]): TemplateResult {
  return html`<p class="actions">
    ${actions.map(
      (
        type,
        index,
      ) => html`<vscode-button ?secondary=${index > 0} @click=${() => vscode?.postMessage({ type })}>
        ${titleOf(type)}
      </vscode-button>`,
    )}
  </p>`;
}

function titleOf(action: ReportAction): string {
  switch (action) {
    case 'save':
      return l10n.t('Save these weights');
    case 'keep':
      return l10n.t('Keep this evaluation …');
    case 'compare':
      return l10n.t('Compare with a kept one …');
  }
}

window.addEventListener('message', ({ data }: MessageEvent<ReportMessage>) => {
  if (data.type !== 'report') return;
  shown = data;
  // What brings the report back after a reload; what could be written is gone by then.
  vscode?.setState({ ...data, actions: [] });
  show();
});

useTranslation();
useStyles(STYLES + REPORT_STYLES);
redrawOnResize(root, show);
vscode?.postMessage({ type: 'ready' });
