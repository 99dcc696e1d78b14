import * as l10n from '@vscode/l10n';
import { inList } from '../../../policy/lists.ts';
import { noIntervalInWords } from '../no-interval-in-words.ts';
import type { Interval, NoInterval } from '../statistics/interval.ts';

/** More names than these are counted. */
const NAMES_SHOWN = 4;

export function percent(share: number): string {
  return l10n.t('{0} %', (share * 100).toFixed(1));
}

/** A share with its 95 % interval, or why it has none. */
export function shareWithInterval(
  share: number,
  range: Interval | null,
  noInterval: NoInterval | undefined,
): string {
  if (range)
    return l10n.t(
      '{0} (95 % interval {1} to {2} %)',
      percent(share),
      (range[0] * 100).toFixed(1),
      (range[1] * 100).toFixed(1),
    );
  return noInterval === undefined || noInterval === 'not-defined'
    ? percent(share)
    : l10n.t('{0} (no interval: {1})', percent(share), noIntervalInWords(noInterval));
}

/** `a, b, c, d and 3 more` */
export function someOf(names: readonly string[]): string {
  const shown = inList(names.slice(0, NAMES_SHOWN));
  const more = names.length - NAMES_SHOWN;
  return more > 0 ? l10n.t('{0} and {1} more', shown, more) : shown;
}
