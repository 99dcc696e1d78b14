/** On top of the styles that all panels share. */
export const REPORT_STYLES = `
#root { padding-bottom: 32px; }
h3 { font-size: 1em; margin: 14px 0 4px; }
.missing { border-left: 3px solid var(--vscode-charts-yellow, var(--vscode-foreground)); padding: 2px 0 2px 10px; margin: 8px 0; }
.missing p { margin: 2px 0; }
.missing.nearly-all { border-left-color: var(--vscode-errorForeground); }
.missing.nearly-all p:first-child { font-weight: bold; font-size: 1.15em; }
p.actions { display: flex; flex-wrap: wrap; gap: 8px; }
ul { padding-left: 20px; margin: 6px 0; }
figure { margin: 6px 0; }
figure svg { max-width: 100%; height: auto; }
.scroll { overflow-x: auto; max-width: 100%; }
.scroll:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
table.figures { table-layout: auto; width: auto; min-width: 60%; font-variant-numeric: tabular-nums; }
table.figures th, table.figures td, table.figures th:first-child, table.figures td:last-child { width: auto; overflow-wrap: normal; }
table.figures td { text-align: right; padding: 2px 0 2px 14px; }
table.figures .text { display: block; text-align: left; min-width: 14em; max-width: 46em; }
table.figures tbody th { white-space: nowrap; }
table.figures thead th { text-align: right; padding: 2px 0 2px 14px; white-space: nowrap; }
table.figures thead th.left { text-align: left; }
table.figures thead th:first-child { text-align: left; padding-left: 0; }
table.figures tbody tr { border-top: 1px solid color-mix(in srgb, var(--vscode-foreground) 12%, transparent); }
.cell { display: inline-block; min-width: 3.2em; padding: 1px 5px; text-align: right; background: color-mix(in srgb, var(--vscode-charts-blue) calc(var(--share) * 38%), transparent); }
`;
