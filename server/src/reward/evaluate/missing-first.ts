import * as l10n from '@vscode/l10n';
import { reasonsInWords } from '../../grader/missing.ts';
import { missingIntervals } from './missing-intervals.ts';
import type { Evaluation, MacroQuality } from './quality.ts';

/** Where no more than this share of the answers, or of the verdicts, is there, nearly nothing was graded. */
const NEARLY_NOTHING = 0.1;

export interface MissingWords {
  /** A sentence each, the worst first; empty where nothing is missing. */
  readonly sentences: readonly string[];
  /** Whether (nearly) nothing could be graded, so that the figures are of hardly anything. */
  readonly isNearlyAll: boolean;
}

/** What a report of an evaluation says first: how much of what was asked for is not there, of how much, and why. */
export function missingFirst({
  missing,
  unreadable = 0,
  answers,
  n,
}: Pick<Evaluation, 'missing' | 'unreadable' | 'answers' | 'n'>): MissingWords {
  const there = Math.min(
    answers.of === 0 ? 1 : 1 - answers.missing / answers.of,
    n === 0 ? 1 : 1 - missing / n,
  );
  const isNearlyAll = there <= NEARLY_NOTHING;
  return {
    isNearlyAll,
    sentences: [
      ...(!isNearlyAll
        ? []
        : [
            there === 0
              ? l10n.t('Nothing could be graded.')
              : l10n.t('Nearly nothing could be graded: the figures are of very little.'),
          ]),
      ...(answers.missing === 0
        ? []
        : [
            l10n.t(
              '{0} of {1} answers are missing: {2}.',
              answers.missing,
              answers.of,
              reasonsInWords(answers.reasons),
            ),
          ]),
      ...(missing === 0
        ? []
        : [
            l10n.t(
              '{0} of {1} completions have no verdict; figures of classes, rewards and safety leave them out.',
              missing,
              n,
            ),
          ]),
      ...(unreadable === 0
        ? []
        : [
            unreadable === 1
              ? l10n.t('1 line of the input could not be read.')
              : l10n.t('{0} lines of the input could not be read.', unreadable),
          ]),
    ],
  };
}

/** Which propositions the mean is over, or why there is none. */
export function macroInWords({ propositions, of, minPositives }: MacroQuality): string {
  if (of === 0) return l10n.t('no macro: no proposition has {0} positives', minPositives);
  return propositions === of
    ? l10n.t('macro ({0} of {1} with {2}+ positives)', propositions, of, minPositives)
    : l10n.t('no macro: answers to {0} of {1} with {2}+ positives', propositions, of, minPositives);
}

/** Both, for a report that is shown elsewhere than here. */
export interface EvaluationWords {
  readonly missing: MissingWords;
  readonly macro: string;
  /** Why some figures have no interval, each reason once. */
  readonly noIntervals: readonly string[];
}

export function evaluationInWords(evaluation: Evaluation): EvaluationWords {
  return {
    missing: missingFirst(evaluation),
    macro: macroInWords(evaluation.macro),
    noIntervals: missingIntervals(evaluation),
  };
}
