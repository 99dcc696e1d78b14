import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Report } from '../../reward/report.ts';
import { UsageError } from '../output.ts';

/** What the build has put beside this file. */
const VIEW = new URL('./webview/report.js', import.meta.url);

/**
 * A report as one file that needs nothing else: the panel's view, and the data as text that it reads. Nothing else runs:
 * the page allows only the script with this hash, and what comes from files is data, never markup.
 */
export async function reportHtml(report: Report): Promise<string> {
  const script = await readFile(VIEW, 'utf8').catch(() => {
    throw new UsageError('The view of the report is missing beside this program: install it again.');
  });
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; img-src data:`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeHtml(report.title)}</title>
<style>${THEME}</style>
</head>
<body>
<main id="root"></main>
<script type="application/json" id="report">${JSON.stringify(report).replace(/</g, '\\u003c')}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** The colours that VS Code would give, for a browser in its light, dark or high-contrast mode. */
const THEME = `
:root { color-scheme: light dark; font-family: system-ui, sans-serif; font-size: 14px;
  --vscode-foreground: light-dark(#3b3b3b, #cccccc); --vscode-editor-background: light-dark(#ffffff, #1f1f1f);
  --vscode-descriptionForeground: light-dark(#5c5c5c, #a5a5a5); --vscode-panel-border: light-dark(#d5d5d5, #454545);
  --vscode-textLink-foreground: light-dark(#005fb8, #4daafc); --vscode-focusBorder: light-dark(#005fb8, #0078d4);
  --vscode-errorForeground: light-dark(#b01011, #f88070); --vscode-input-background: light-dark(#ececec, #313131);
  --vscode-charts-blue: light-dark(#1a6fc4, #3794ff); --vscode-charts-green: light-dark(#388a34, #89d185);
  --vscode-charts-red: light-dark(#c72e0f, #f48771); --vscode-charts-purple: light-dark(#652d90, #b180d7);
  --vscode-font-size: 14px; --vscode-font-family: system-ui, sans-serif; }
@media (forced-colors: active) { :root { --vscode-foreground: CanvasText; --vscode-editor-background: Canvas;
  --vscode-descriptionForeground: CanvasText; --vscode-panel-border: CanvasText; --vscode-contrastBorder: CanvasText;
  --vscode-errorForeground: CanvasText; --vscode-input-background: Canvas; --vscode-charts-blue: Highlight;
  --vscode-charts-purple: CanvasText; --vscode-charts-green: CanvasText; --vscode-charts-red: CanvasText; } }
body { background: var(--vscode-editor-background); margin: 0 auto; }
`;

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
