import * as l10n from '@vscode/l10n';
import { html, render } from 'lit';
import { redrawOnResize, useStyles } from '../redraw.ts';
import { STYLES } from '../styles.ts';
import { useTranslation } from '../translation.ts';
import { breakdownView, type PanelActions } from './breakdown-view.ts';
import type { HostMessage, PanelRequest, PanelState } from './messages.ts';

interface VSCodeApi {
  postMessage(message: PanelRequest): void;
  setState(state: PanelState | undefined): void;
}
declare function acquireVsCodeApi(): VSCodeApi;

const vscode = acquireVsCodeApi();
const root = document.getElementById('root') as HTMLElement;
let shown: HostMessage | undefined;

const actions: PanelActions = {
  open: (location) => vscode.postMessage({ type: 'open', location }),
  show: (completionId) => {
    const uri = shown?.state?.params.uri;
    if (uri !== undefined) vscode.postMessage({ type: 'show', params: { uri, completionId } });
  },
  switched: (switched) => vscode.postMessage({ type: 'switch', switched }),
  follow: (follows) => vscode.postMessage({ type: 'follow', follows }),
};

function draw(): void {
  if (!shown) {
    render(html`<p role="status">${l10n.t('Grading …')}</p>`, root);
    return;
  }
  const { answer, state, history } = shown;
  render(
    'breakdown' in answer
      ? breakdownView(
          { breakdown: answer.breakdown, history, follows: state?.follows ?? false },
          root.clientWidth,
          actions,
        )
      : html`<p role="status">${answer.reason}</p>`,
    root,
  );
}

window.addEventListener('message', ({ data }: MessageEvent<HostMessage>) => {
  if (data.type !== 'show') return;
  shown = data;
  vscode.setState(data.state);
  draw();
});

useTranslation();
useStyles(STYLES);
redrawOnResize(root, draw);
vscode.postMessage({ type: 'ready' });
