import * as l10n from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, render, type TemplateResult } from 'lit';
import type { NextAction, Report } from '../../../../server/src/language/protocol-report.ts';
import { redrawOnResize, useStyles } from '../redraw.ts';
import { STYLES } from '../styles.ts';
import { useTranslation } from '../translation.ts';
import type { ReportAction, ReportMessage, ReportRequest, ReportStep } from './messages.ts';
import { REPORT_STYLES } from './report-styles.ts';
import { type ReportControls, reportView } from './report-view.ts';

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
  render(reportView(report, root.clientWidth, vscode ? controls(vscode, actions) : {}), root);
}

function controls(editor: VSCodeApi, actions: readonly ReportAction[]): ReportControls {
  return {
    actions: actions.length > 0 ? buttons(actions) : nothing,
    stepButton: (action) => {
      const type = stepOf(action, actions);
      return type === undefined
        ? nothing
        : html`<button type="button" class="link" @click=${() => editor.postMessage({ type })}>${stepTitle(type)}</button>`;
    },
    goTo: ({ uri, line }) => {
      const start = { line: (line ?? 1) - 1, character: 0 };
      if (uri !== undefined)
        editor.postMessage({ type: 'open', location: { uri, range: { start, end: start } } });
    },
    openPage: (page) => editor.postMessage({ type: 'explain', page }),
  };
}

/** What the panel can do of a next step; after a reload nothing is there to be kept. */
function stepOf(action: NextAction, actions: readonly ReportAction[]): ReportStep | 'keep' | undefined {
  switch (action) {
    case 'fit':
      return 'fit';
    case 'ask':
      return 'doctor';
    case 'inspect':
    case 'check':
      return 'problems';
    case 'keep':
      return actions.includes('keep') ? 'keep' : undefined;
    default:
      return undefined;
  }
}

function stepTitle(type: ReportStep | 'keep'): string {
  switch (type) {
    case 'fit':
      return l10n.t('Fit the Reward');
    case 'doctor':
      return l10n.t('Check the grader');
    case 'problems':
      return l10n.t('Show the findings');
    case 'keep':
      return titleOf('keep');
  }
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
