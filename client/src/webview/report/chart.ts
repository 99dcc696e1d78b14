import * as Plot from '@observablehq/plot';

/** What all charts have in common: the theme's colours and font, nothing behind them. */
export function chart(options: Plot.PlotOptions): Element {
  return Plot.plot({
    style: {
      background: 'transparent',
      color: 'var(--vscode-foreground)',
      fontSize: '12px',
      fontFamily: 'inherit',
      overflow: 'visible',
    },
    ...options,
  });
}

export const INK = 'var(--vscode-foreground)';
/** Behind the data: axes, zero lines, ranges. */
export const FAINT = 'var(--vscode-descriptionForeground)';
export const FILL = 'var(--vscode-charts-blue)';
/** Around filled shapes: what high-contrast themes draw instead of fills. */
export const EDGE = 'var(--vscode-contrastBorder, transparent)';

/** Room for labels of this many letters at 12 px, but never more than a share of the width. */
export function labelMargin(labels: readonly string[], width: number, share = 0.45): number {
  const longest = Math.max(0, ...labels.map((label) => label.length));
  return Math.min(longest * 7 + 14, width * share);
}

/** Cut to the room that `labelMargin` gives. */
export function cut(label: string, margin: number): string {
  const length = Math.max(3, Math.floor((margin - 14) / 7));
  return label.length > length ? `${label.slice(0, length - 1)}…` : label;
}
