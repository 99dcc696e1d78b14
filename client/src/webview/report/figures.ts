import * as l10n from '@vscode/l10n';

/** Numbers as the report writes them. */

export function figure(value: number | null, digits = 3): string {
  return value === null ? '–' : value.toFixed(digits);
}

export function percent(value: number | null): string {
  return value === null ? '–' : `${(value * 100).toFixed(1)}%`;
}

/** The sign says without colour which way. */
export function signed(value: number | null, digits = 3): string {
  if (value === null) return '–';
  const size = Math.abs(value).toFixed(digits);
  return Number(size) === 0 ? size : `${value < 0 ? '−' : '+'}${size}`;
}

export function interval(range: readonly [number, number] | null | undefined, digits = 2): string {
  return range ? l10n.t('{0} to {1}', range[0].toFixed(digits), range[1].toFixed(digits)) : '';
}
