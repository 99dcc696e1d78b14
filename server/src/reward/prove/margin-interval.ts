import * as l10n from '@vscode/l10n';

/** As it goes into JSON, which has no infinity: null where nothing is known on that side. */
export function finiteInterval(
  low: number,
  high: number,
): readonly [low: number | null, high: number | null] {
  return [finite(low), finite(high)];
}

/** What is known of a margin, with its bounds rounded outwards. */
export function intervalInWords(low: number | null, high: number | null): string {
  const [least, most] = [low === null ? null : finite(low), high === null ? null : finite(high)];
  if (least !== null && most !== null)
    return l10n.t('its margin is between {0} and {1}', floor(least), ceiling(most));
  // Nothing was found of one of the classes.
  if (least !== null) return l10n.t('its margin is at least {0} if both classes can hold', floor(least));
  if (most !== null) return l10n.t('its margin is at most {0}', ceiling(most));
  return l10n.t('nothing is known of its margin');
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function floor(value: number): string {
  return (Math.floor(value * 1000) / 1000).toFixed(3);
}

function ceiling(value: number): string {
  return (Math.ceil(value * 1000) / 1000).toFixed(3);
}
