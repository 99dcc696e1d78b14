import * as l10n from '@vscode/l10n';
import type { QualityFigure } from '../evaluate/figure-names.ts';
import { EVALUATION_PAGE, type Explained } from './explained.ts';

/** What a table of propositions or classes has beside its figures. */
type CountTerm =
  | 'n'
  | 'prompts'
  | 'missing'
  | 'positives'
  | 'interval'
  | 'macro'
  | 'calibration'
  | 'meanProbability'
  | 'labelledYes'
  | 'classAccuracy'
  | 'confusion'
  | 'recall';

/** Of propositions and classes. */
export function qualityTerms(): Record<QualityFigure | CountTerm, Explained> {
  const at = (heading: string) => `${EVALUATION_PAGE}#${heading}`;
  return {
    n: {
      name: 'n',
      also: [l10n.t('completions')],
      meaning: l10n.t('How many completions, or comparisons of two, the figure beside it is over.'),
      page: at('reading-a-report'),
    },
    prompts: {
      name: l10n.t('prompts'),
      meaning: l10n.t(
        'How many prompts these are of. Completions of one prompt hang together, so intervals count prompts.',
      ),
      page: at('intervals-and-significance'),
    },
    missing: {
      name: l10n.t('missing'),
      meaning: l10n.t(
        'Labelled completions that were asked about and have no answer. No figure counts them as a no.',
      ),
      page: at('reading-a-report'),
    },
    positives: {
      name: l10n.t('yes'),
      also: ['positives'],
      meaning: l10n.t('Of the labelled completions with an answer: those that people labelled yes.'),
      page: at('figures-and-their-formulas'),
    },
    interval: {
      name: l10n.t('95% interval'),
      also: ['AUROC 95%', '95%'],
      meaning: l10n.t(
        'Where the true figure is expected to lie, from how it differs between prompts: right in 95 of 100 such intervals.',
      ),
      page: at('intervals-and-significance'),
    },
    accuracy: {
      name: l10n.t('accuracy'),
      meaning: l10n.t(
        'The share of labelled completions that are graded as they are labelled. Where one answer is rare it is high even if that answer is never given.',
      ),
      formula: l10n.t('graded as labelled / labelled'),
      page: at('accuracy'),
    },
    balancedAccuracy: {
      name: l10n.t('balanced'),
      meaning: l10n.t(
        'Accuracy where yes and no count the same, however rare one of them is. A coin gets 0.5.',
      ),
      formula: l10n.t(
        'mean of two shares: of those labelled yes that are graded yes, of those labelled no that are graded no',
      ),
      page: at('balanced-accuracy'),
    },
    f1: {
      name: 'F1',
      meaning: l10n.t(
        'High only where most of what is graded yes is labelled yes and most of what is labelled yes is found. Of safety: where few completions are unsafe and few refuse without need.',
      ),
      formula: l10n.t('harmonic mean of the two shares'),
      page: at('f1'),
    },
    auroc: {
      name: 'AUROC',
      meaning: l10n.t(
        'How often a completion labelled yes gets a higher probability than one labelled no. 1 is a perfect order, 0.5 is chance.',
      ),
      formula: l10n.t('share of pairs of a yes and a no that are in order, ties counting half'),
      page: at('auroc'),
    },
    brier: {
      name: 'Brier',
      meaning: l10n.t(
        'How far the probabilities are from the labels. 0 is perfect, always saying 0.5 gets 0.25; lower is better.',
      ),
      formula: l10n.t('mean of (probability - label)²'),
      page: at('brier-score'),
    },
    ece: {
      name: 'ECE',
      meaning: l10n.t(
        'Expected calibration error: how far probabilities are from how often they come true. 0 is perfect; with few completions it is above 0 by chance.',
      ),
      formula: l10n.t(
        'in ten bins of probability: mean distance of mean probability and share labelled yes, weighted by completions',
      ),
      page: at('ece'),
    },
    macro: {
      name: l10n.t('macro'),
      meaning: l10n.t(
        'The mean of the column over the propositions with labels enough, each counting the same.',
      ),
      page: at('macro'),
    },
    calibration: {
      name: l10n.t('Calibration'),
      also: [l10n.t('probability from'), l10n.t('to')],
      meaning: l10n.t(
        'Whether probabilities mean what they say: of the completions that get 0.7, 70 % should be labelled yes.',
      ),
      page: at('ece'),
    },
    meanProbability: {
      name: l10n.t('mean probability'),
      meaning: l10n.t('What the completions of this bin were given on average.'),
      page: at('ece'),
    },
    labelledYes: {
      name: l10n.t('labelled yes'),
      meaning: l10n.t(
        'The share of the completions of this bin that people labelled yes. Calibrated: the same as the mean probability.',
      ),
      page: at('ece'),
    },
    classAccuracy: {
      name: l10n.t('Classes'),
      also: ['class accuracy'],
      meaning: l10n.t(
        'Class accuracy: the share of completions whose likeliest class is the one that people expect.',
      ),
      formula: l10n.t('in the expected class / with an expected and a predicted class'),
      page: at('class-accuracy'),
    },
    confusion: {
      name: l10n.t('expected'),
      meaning: l10n.t(
        'The class that people expect. A row says into which classes its completions were graded.',
      ),
      page: at('class-accuracy'),
    },
    recall: {
      name: l10n.t('right'),
      meaning: l10n.t('Of the completions expected in this class: the share that is graded so.'),
      page: at('class-accuracy'),
    },
  };
}
