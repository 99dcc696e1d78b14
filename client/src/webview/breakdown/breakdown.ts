import { html, render } from 'lit';
import { breakdownView } from './breakdown-view.ts';
import type { HostMessage, PanelRequest, Place } from './messages.ts';
import { STYLES } from './styles.ts';

interface VSCodeApi {
  postMessage(message: PanelRequest): void;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VSCodeApi;

const vscode = acquireVsCodeApi();
const root = document.getElementById('root') as HTMLElement;
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLES);
document.adoptedStyleSheets = [sheet];

let shown: HostMessage | undefined;
const open = (location: Place) => vscode.postMessage({ type: 'open', location });

function show(): void {
  if (!shown) {
    render(html`<p role="status">Grading …</p>`, root);
    return;
  }
  const { answer } = shown;
  render(
    'breakdown' in answer
      ? breakdownView(answer.breakdown, root.clientWidth, open)
      : html`<p role="status">${answer.reason}</p>`,
    root,
  );
}

window.addEventListener('message', ({ data }: MessageEvent<HostMessage>) => {
  if (data.type !== 'show') return;
  shown = data;
  // What brings the same completion back after a reload.
  vscode.setState(data.params);
  show();
});

let width = root.clientWidth;
new ResizeObserver(() => {
  if (root.clientWidth === width) return;
  width = root.clientWidth;
  show();
}).observe(root);

show();
vscode.postMessage({ type: 'ready' });
