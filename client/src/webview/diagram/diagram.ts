import { html, render } from 'lit';
import { useStyles } from '../redraw.ts';
import { STYLES } from '../styles.ts';
import { useTranslation } from '../translation.ts';
import { diagramView } from './diagram-view.ts';
import type { DiagramMessage, DiagramRequest } from './messages.ts';

interface VSCodeApi {
  postMessage(message: DiagramRequest): void;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VSCodeApi;

const DIAGRAM_STYLES = `
.scroll { overflow-x: auto; }
.diagram { font-size: 12px; }
.node rect { fill: var(--vscode-editorWidget-background); stroke: var(--vscode-contrastBorder, var(--vscode-editorWidget-border, var(--vscode-foreground))); }
.node.end rect { stroke-width: 1.5; stroke: var(--vscode-foreground); }
.node.holds text { font-weight: bold; }
.node text { fill: var(--vscode-foreground); font-family: var(--vscode-editor-font-family, monospace); }
.edge { fill: none; stroke: var(--vscode-foreground); stroke-width: 1.4; }
.edge.no { stroke-dasharray: 5 4; opacity: 0.75; }
`;

const vscode = acquireVsCodeApi();
const root = document.getElementById('root') as HTMLElement;

window.addEventListener('message', ({ data }: MessageEvent<DiagramMessage>) => {
  if (data.type !== 'diagram') return;
  vscode.setState(data.params);
  const { answer } = data;
  render(
    'diagram' in answer
      ? diagramView(answer.diagram, (location) => vscode.postMessage({ type: 'open', location }))
      : html`<p role="status">${answer.reason}</p>`,
    root,
  );
});

useTranslation();
useStyles(STYLES + DIAGRAM_STYLES);
vscode.postMessage({ type: 'ready' });
