import * as l10n from '@vscode/l10n';
import { EVALUATION_PAGE, type Explained } from './explained.ts';

type RobustTerm =
  | 'expectedMargin'
  | 'anyRates'
  | 'reversal'
  | 'inseparableAt'
  | 'provenOnAverage'
  | 'falseNegative'
  | 'falsePositive'
  | 'upper'
  | 'meanErrorTrue'
  | 'meanErrorFalse'
  | 'noAnswer';

/** Of the proof under grader error. */
export function robustTerms(): Record<RobustTerm, Explained> {
  const page = `${EVALUATION_PAGE}#the-proof-under-grader-error`;
  return {
    expectedMargin: {
      name: l10n.t('expected margin'),
      meaning: l10n.t(
        'The margin on average over wrong grades, at the bounds of the error rates. Single completions may still be rewarded the wrong way round.',
      ),
      formula: l10n.t('least mean reward of the better class - greatest of the worse, over all combinations'),
      page,
    },
    anyRates: {
      name: l10n.t('at any rates'),
      meaning: l10n.t(
        'The expected margin at its least, whatever the error rates are between 0 and their bounds.',
      ),
      page,
    },
    reversal: {
      name: l10n.t('turned round'),
      meaning: l10n.t(
        'The largest probability that one completion of the worse class is rewarded more than one of the better, by wrong grades.',
      ),
      page,
    },
    inseparableAt: {
      name: l10n.t('alike after'),
      meaning: l10n.t(
        'After so many wrong grades two completions of the two classes look alike, so that no reward can tell them apart.',
      ),
      page,
    },
    provenOnAverage: {
      name: l10n.t('proven on average'),
      meaning: l10n.t('Whether the expected margin is above 0 for all combinations.'),
      page,
    },
    falseNegative: {
      name: l10n.t('no though true'),
      meaning: l10n.t('Of the completions labelled yes: those that are graded no.'),
      page,
    },
    falsePositive: {
      name: l10n.t('yes though false'),
      meaning: l10n.t('Of the completions labelled no: those that are graded yes.'),
      page,
    },
    upper: {
      name: l10n.t('at most'),
      meaning: l10n.t('Upper confidence bound of the rate, counted by prompts.'),
      page,
    },
    meanErrorTrue: {
      name: l10n.t('mean error if true, at most'),
      meaning: l10n.t(
        'By how much the probability of what is true is too low on average: its upper confidence bound.',
      ),
      page,
    },
    meanErrorFalse: {
      name: l10n.t('if false, at most'),
      meaning: l10n.t(
        'By how much the probability of what is false is too high on average: its upper confidence bound.',
      ),
      page,
    },
    noAnswer: {
      name: l10n.t('no answer'),
      meaning: l10n.t('Labelled completions that the grader did not answer.'),
      page,
    },
  };
}
