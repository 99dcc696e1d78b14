import * as l10n from '@vscode/l10n';
import { MIN_PROMPTS, type NoInterval } from './statistics/interval.ts';

/** Why a figure has no interval, a sentence. */
export function noIntervalInWords(why: NoInterval): string {
  switch (why) {
    case 'few-prompts':
      return l10n.t('fewer than {0} prompts have what the figure reads', MIN_PROMPTS);
    case 'few-of-a-kind':
      return l10n.t(
        'fewer than {0} prompts have a completion labelled yes, or fewer than {0} one labelled no',
        MIN_PROMPTS,
      );
    case 'biased':
      return l10n.t('chance alone raises this figure, so an interval around it would be too high');
    case 'not-defined':
      return l10n.t('the figure is not defined for these completions');
  }
}

/** Each reason once; that a figure is not defined is said by the figure. */
export function noIntervalsInWords(whys: readonly (NoInterval | undefined)[]): string[] {
  const found = new Set(whys.filter((why) => why !== undefined && why !== 'not-defined'));
  return [...found].map((why) => noIntervalInWords(why as NoInterval));
}
