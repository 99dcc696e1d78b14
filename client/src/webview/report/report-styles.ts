/** Where there is no room for the columns of a kind of table: its rows as blocks, each cell with its heading. */
const stacked = (kind: string, width: number): string => `
@container (max-width: ${width}px) {
  table.figures.${kind}, .${kind} thead, .${kind} tbody { display: block; }
  .${kind} thead tr { display: flex; flex-wrap: wrap; gap: 0 12px; }
  table.figures.${kind} thead th { padding: 2px 0; }
  .${kind} tbody tr { display: flex; flex-wrap: wrap; gap: 0 14px; padding: 4px 0; }
  table.figures.${kind} tbody th { flex: 0 0 100%; box-sizing: border-box; font-weight: bold; white-space: normal; padding-right: 0; }
  table.figures.${kind} tbody td { padding: 1px 0; text-align: left; white-space: normal; }
  .${kind} tbody td[data-heading]:not([data-heading=''])::before { content: attr(data-heading) ' '; color: var(--vscode-descriptionForeground); }
  .${kind} tbody td:empty { display: none; }
  table.figures.${kind} .text { min-width: 0; display: inline; }
  .${kind} .cell { min-width: 0; }
}`;

/** On top of the styles that all panels share. */
export const REPORT_STYLES = `
#root { padding-bottom: 32px; }
h3 { font-size: 1em; margin: 14px 0 4px; }
.missing { border-left: 3px solid var(--vscode-charts-yellow, var(--vscode-foreground)); padding: 2px 0 2px 10px; margin: 8px 0; }
.missing p { margin: 2px 0; }
.missing.nearly-all { border-left-color: var(--vscode-errorForeground); }
.missing.nearly-all p:first-child { font-weight: bold; font-size: 1.15em; }
p.actions { display: flex; flex-wrap: wrap; gap: 8px; }
ul, ol { padding-left: 20px; margin: 6px 0; }
figure { margin: 6px 0; }
figure svg { max-width: 100%; height: auto; }
.scroll { overflow-x: auto; max-width: 100%; container-type: inline-size; }
.scroll:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
table.figures { table-layout: auto; width: auto; min-width: 60%; font-variant-numeric: tabular-nums; }
table.figures th, table.figures td, table.figures th:first-child, table.figures td:last-child { width: auto; overflow-wrap: normal; }
table.figures td { text-align: right; padding: 2px 0 2px 14px; white-space: nowrap; }
table.figures .text { display: block; text-align: left; white-space: normal; min-width: 14em; max-width: 46em; }
table.figures tbody th { white-space: nowrap; }
table.figures thead th { text-align: right; padding: 2px 0 2px 14px; white-space: nowrap; }
table.figures thead th.left { text-align: left; }
table.figures thead th:first-child { text-align: left; padding-left: 0; }
table.figures tbody tr { border-top: 1px solid color-mix(in srgb, var(--vscode-foreground) 12%, transparent); }
.in-words ul { list-style: none; padding-left: 0; }
.in-words li { margin: 3px 0; }
.in-words ul li { padding-left: 1.5em; text-indent: -1.5em; }
.in-words .mark { text-indent: 0; }
.in-words .mark { display: inline-block; width: 1.2em; text-align: center; font-weight: bold; }
.in-words .fails .mark { color: var(--vscode-errorForeground); }
.in-words .holds .mark { color: var(--vscode-charts-green); }
a { color: var(--vscode-textLink-foreground); }
code.command { display: block; overflow-wrap: anywhere; white-space: pre-wrap; font-family: var(--vscode-editor-font-family, monospace); padding: 3px 8px; margin: 3px 0; background: var(--vscode-textCodeBlock-background, var(--vscode-input-background)); border: 1px solid var(--vscode-contrastBorder, transparent); }
ol.worst > li { margin: 8px 0; }
ol.worst strong { overflow-wrap: anywhere; }
ol.worst ul { margin: 2px 0; }
.term { all: unset; cursor: help; text-decoration: underline dotted; text-decoration-color: var(--vscode-descriptionForeground); text-underline-offset: 3px; }
.term:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
.explained { position: fixed; inset: auto; position-area: bottom span-right; position-try-fallbacks: flip-inline, flip-block, flip-block flip-inline; margin: 4px 0; width: max-content; max-width: min(34em, 90vw); padding: 8px 12px; box-sizing: border-box; text-align: left; white-space: normal; font-weight: normal; color: var(--vscode-editorHoverWidget-foreground, var(--vscode-foreground)); background: var(--vscode-editorHoverWidget-background, var(--vscode-editor-background)); border: 1px solid var(--vscode-contrastBorder, var(--vscode-editorHoverWidget-border, var(--vscode-panel-border))); }
@supports not (position-area: bottom) { .explained { inset: 0; margin: auto; height: max-content; } }
${stacked('medium', 845)}
${stacked('wide', 890)}
.cell { display: inline-block; min-width: 3.2em; padding: 1px 5px; text-align: right; background: color-mix(in srgb, var(--vscode-charts-blue) calc(var(--share) * 38%), transparent); }
`;
