/** Colours come from the theme alone, so that light, dark and high contrast each look like VS Code. */
export const STYLES = `
body { padding: 0 16px 16px; min-width: 268px; background: var(--vscode-editor-background); color: var(--vscode-foreground); font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); }
#root { max-width: 900px; }
h1 { font-size: 1.25em; margin: 12px 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 1em; margin: 20px 0 6px; padding-bottom: 3px; border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder)); }
h2 strong { float: right; }
p { margin: 4px 0; }
small, .quiet, footer { color: var(--vscode-descriptionForeground); }
.verdict .quiet { margin-left: 8px; }
footer { margin-top: 20px; font-style: italic; }
figure { margin: 0; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { text-align: left; padding: 2px 8px 2px 0; font-weight: normal; vertical-align: baseline; overflow-wrap: anywhere; }
thead th { color: var(--vscode-descriptionForeground); font-size: 0.9em; overflow-wrap: normal; }
th:first-child { width: 45%; }
td:last-child, thead th:last-child { width: 22%; }
tr.chosen th, tr.sum th, tr.sum td { font-weight: bold; }
tr.disagrees td { color: var(--vscode-errorForeground); }
details { margin-top: 6px; }
summary { cursor: pointer; color: var(--vscode-descriptionForeground); }
summary:focus-visible, .link:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
.link { all: unset; cursor: pointer; color: var(--vscode-textLink-foreground); overflow-wrap: anywhere; }
.link:hover { color: var(--vscode-textLink-activeForeground); text-decoration: underline; }
.bar { display: flex; align-items: center; gap: 6px; }
.track { flex: 1; height: 9px; min-width: 24px; background: var(--vscode-input-background); border: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent)); }
.fill { display: block; height: 100%; background: var(--vscode-charts-blue); }
.faint { opacity: 0.5; }
.number { flex: none; font-variant-numeric: tabular-nums; width: 2.4em; text-align: right; white-space: nowrap; }
table.propositions th, table.propositions td { vertical-align: top; }
table.propositions th:first-child { width: 36%; }
table.propositions td:nth-child(3), table.propositions th:nth-child(3) { width: 14%; }
table.propositions td:last-child, table.propositions thead th:last-child { width: 17%; }
table.rivals th:first-child { width: 38%; }
table.rivals thead th:nth-child(2) { width: 30%; }
table.rivals td:last-child, table.rivals thead th:last-child { width: 16%; }
.block { display: block; }
.what-if { position: sticky; bottom: 4px; display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: center; justify-content: space-between; margin: 8px 0; padding: 6px 10px; border: 1px solid var(--vscode-inputValidation-infoBorder, var(--vscode-contrastBorder)); background: var(--vscode-inputValidation-infoBackground); }
@media (max-width: 400px) {
  body { padding: 0 10px 10px; min-width: 280px; }
  th, td { padding-right: 5px; }
  thead th { font-size: 0.8em; }
  .bar { gap: 3px; }
  .track { min-width: 16px; }
  table.rivals th, table.rivals td { vertical-align: top; }
  table.rivals tbody { font-size: 0.9em; }
  table.rivals th:first-child { width: 32%; }
  table.rivals thead th:nth-child(2) { width: 30%; }
  table.rivals td:last-child, table.rivals thead th:last-child { width: 19%; }
}
.number-cell { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.turn { margin: 8px 0; }
.role { color: var(--vscode-descriptionForeground); font-size: 0.9em; }
.said { white-space: pre-wrap; overflow-wrap: anywhere; border-left: 2px solid var(--vscode-textBlockQuote-border); padding-left: 8px; }
`;
