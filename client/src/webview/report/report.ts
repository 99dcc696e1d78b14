import * as l10n from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, render } from 'lit';
import type { Report } from '../../../../server/src/language/protocol-report.ts';
import { redrawOnResize, useStyles } from '../redraw.ts';
import { STYLES } from '../styles.ts';
import { useTranslation } from '../translation.ts';
import type { ReportMessage, ReportRequest } from './messages.ts';
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
let shown: { report: Report; canSave: boolean } | undefined = written
  ? { report: JSON.parse(written.textContent ?? '{}') as Report, canSave: false }
  : (vscode?.getState() as ReportMessage | undefined);

function show(): void {
  if (!shown) {
    render(html`<p role="status">${l10n.t('Measuring …')}</p>`, root);
    return;
  }
  const save = html`<p><vscode-button @click=${() => vscode?.postMessage({ type: 'save' })}>${l10n.t('Save these weights')}</vscode-button></p>`;
  render(reportView(shown.report, root.clientWidth, shown.canSave && vscode ? save : nothing), root);
}

window.addEventListener('message', ({ data }: MessageEvent<ReportMessage>) => {
  if (data.type !== 'report') return;
  shown = data;
  // What brings the report back after a reload; its weights are gone by then.
  vscode?.setState({ ...data, canSave: false });
  show();
});

useTranslation();
useStyles(STYLES + REPORT_STYLES);
redrawOnResize(root, show);
vscode?.postMessage({ type: 'ready' });
