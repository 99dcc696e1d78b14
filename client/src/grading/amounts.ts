import * as vscode from 'vscode';

/** US dollars for people; a price that is not known is said to be. */
export function cost(usd: number | null): string {
  if (usd !== null && usd > 0 && usd < 0.00005) return '< $0.0001';
  return usd === null ? vscode.l10n.t('price unknown') : `$${usd.toFixed(usd >= 0.1 ? 2 : 4)}`;
}

export function duration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 90) return vscode.l10n.t('{0} s', whole);
  return vscode.l10n.t('{0} min', Math.round(whole / 60));
}

/** 276,482, as the language of the editor writes it. */
export function count(n: number): string {
  return new Intl.NumberFormat(vscode.env.language).format(n);
}
