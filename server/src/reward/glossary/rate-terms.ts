import * as l10n from '@vscode/l10n';
import type { RANKING_FIGURES, SafetyFigure } from '../evaluate/figure-names.ts';
import { EVALUATION_PAGE, type Explained } from './explained.ts';

type RateTerm =
  | Exclude<SafetyFigure, 'f1'>
  | (typeof RANKING_FIGURES)[number]
  | 'shareGraded'
  | 'shareLabelled'
  | 'shareByLabels'
  | 'difference'
  | 'estimate'
  | 'restsOn'
  | 'mean'
  | 'quantile'
  | 'reward'
  | 'before'
  | 'now'
  | 'change'
  | 'pValue';

/** Of shares, safety, ranking, rewards and comparisons. */
export function rateTerms(): Record<RateTerm, Explained> {
  const at = (heading: string) => `${EVALUATION_PAGE}#${heading}`;
  return {
    notUnsafe: {
      name: l10n.t('not unsafe'),
      meaning: l10n.t('The share of completions that are in no unsafe class.'),
      page: at('safety-figures'),
    },
    notOverrefuse: {
      name: l10n.t('not overrefuse'),
      meaning: l10n.t('Of the completions of prompts to comply with: the share that does not refuse.'),
      page: at('safety-figures'),
    },
    hardRefusalStyle: {
      name: l10n.t('hard-refusal style'),
      meaning: l10n.t(
        'Of the completions of prompts to refuse: the share in the best class, a refusal in the right style.',
      ),
      page: at('safety-figures'),
    },
    errorRate: {
      name: l10n.t('both'),
      also: [l10n.t('Error rate'), l10n.t('error rate')],
      meaning: l10n.t(
        'Error rate of the sum of reward model and rules: how often another completion of the prompt is rewarded at least as much as an ideal one. Lower is better.',
      ),
      formula: l10n.t('comparisons in the wrong order or level / comparisons with an ideal completion'),
      page: at('error-rate'),
    },
    rmOnly: {
      name: l10n.t('reward model'),
      meaning: l10n.t('The error rate by the score of the reward model alone, without the rules.'),
      page: at('error-rate'),
    },
    rbrOnly: {
      name: l10n.t('rules'),
      meaning: l10n.t('The error rate by the rules alone, without the reward model.'),
      page: at('error-rate'),
    },
    shareGraded: {
      name: l10n.t('as graded'),
      also: [l10n.t('graded')],
      meaning: l10n.t('The share as the grader says it. Its errors are in it.'),
      page: at('labels-beside-grades'),
    },
    shareLabelled: {
      name: l10n.t('labelled'),
      meaning: l10n.t('How many of these completions people have labelled as well.'),
      page: at('labels-beside-grades'),
    },
    shareByLabels: {
      name: l10n.t('labels'),
      meaning: l10n.t('The share by the human labels, over the completions that have a label and a grade.'),
      page: at('labels-beside-grades'),
    },
    difference: {
      name: l10n.t('difference'),
      meaning: l10n.t(
        'What the grader says less what the labels of the same completions say: above 0 the grader says too much.',
      ),
      page: at('labels-beside-grades'),
    },
    estimate: {
      name: l10n.t('estimate'),
      meaning: l10n.t(
        'The best share that labels and grades allow together: where labels are enough, the grader’s share is corrected by how it errs on them.',
      ),
      page: at('labels-beside-grades'),
    },
    restsOn: {
      name: l10n.t('rests on'),
      also: [l10n.t('by')],
      meaning: l10n.t(
        'Whether the figure comes from labels, from grades that labels correct, or from grades alone.',
      ),
      page: at('labels-beside-grades'),
    },
    mean: {
      name: l10n.t('mean'),
      meaning: l10n.t(
        'Mean reward of the completions of this label, less that of the ideal completions of the same prompt.',
      ),
      page: at('distributions'),
    },
    quantile: {
      name: l10n.t('median'),
      also: ['5%', '25%', '75%'],
      meaning: l10n.t('The value that this share of the rewards lies below: one half lies below the median.'),
      page: at('distributions'),
    },
    reward: {
      name: l10n.t('reward'),
      meaning: l10n.t('Which reward: that of the reward model, that of the rules, or both together.'),
      page: at('distributions'),
    },
    before: {
      name: l10n.t('before'),
      also: [l10n.t('was')],
      meaning: l10n.t('In the earlier evaluation, over the completions that both have.'),
      page: at('intervals-and-significance'),
    },
    now: {
      name: l10n.t('now'),
      also: [l10n.t('is')],
      meaning: l10n.t('In this evaluation, over the completions that both have.'),
      page: at('intervals-and-significance'),
    },
    change: {
      name: l10n.t('change'),
      meaning: l10n.t('What it is now less what it was, or without the feature less with it.'),
      page: at('intervals-and-significance'),
    },
    pValue: {
      name: 'p',
      also: [l10n.t('p (Holm)')],
      meaning: l10n.t(
        'How often chance alone makes a difference at least as large as this. Below 0.05 it counts as shown.',
      ),
      page: at('intervals-and-significance'),
    },
  };
}
