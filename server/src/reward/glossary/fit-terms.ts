import * as l10n from '@vscode/l10n';
import type { OrderProof } from '../prove/prove.ts';
import type { ReportedFit, ReportedWeight } from '../report.ts';
import { EVALUATION_PAGE, type Explained, REWARD_PAGE } from './explained.ts';

type FitTerm =
  | Exclude<keyof ReportedFit, 'weights' | 'remarks' | 'completions'>
  | Exclude<keyof ReportedWeight, 'feature' | 'interval' | 'noInterval'>;

type ProofTerm = Exclude<
  keyof OrderProof,
  // Parts of the answer and of the sentence that says why.
  'better' | 'worse' | 'counterexample' | 'reason' | 'vacuous' | 'decidedBy'
>;

/** Of fitted weights. */
export function fitTerms(): Record<FitTerm, Explained> {
  const at = (heading: string) => `${REWARD_PAGE}#${heading}`;
  return {
    weight: {
      name: l10n.t('weight'),
      meaning: l10n.t(
        'How much the reward rises when the feature is certain; its probability is multiplied by this.',
      ),
      page: at('fit'),
    },
    prompts: {
      name: l10n.t('prompts that differ'),
      meaning: l10n.t(
        'The prompts whose ranked pairs differ in the feature: what the interval of its weight rests on. Below 10 there is none.',
      ),
      page: `${EVALUATION_PAGE}#intervals-of-weights`,
    },
    pairs: {
      name: l10n.t('pairs'),
      meaning: l10n.t(
        'Pairs of completions of one prompt, a better and a worse one, that the weights were fitted on.',
      ),
      page: at('fit'),
    },
    trainLoss: {
      name: l10n.t('mean hinge'),
      meaning: l10n.t(
        'By how much, on average, a better completion falls short of being rewarded more by its margin. 0: nowhere.',
      ),
      formula: l10n.t('mean over pairs of max(0, margin - (reward of the better - reward of the worse))'),
      page: at('fit'),
    },
    objective: {
      name: l10n.t('objective'),
      meaning: l10n.t(
        'What the fit makes as small as it can: the mean hinge and the penalty on large weights.',
      ),
      formula: l10n.t('mean hinge + l2 / 2 · sum of squared weights'),
      page: at('fit'),
    },
    dualityGap: {
      name: l10n.t('duality gap'),
      meaning: l10n.t('An upper bound on how far the fit is from the best possible one: its certificate.'),
      page: at('fit'),
    },
    l2: {
      name: 'l2',
      meaning: l10n.t('How strongly large weights are penalised.'),
      page: at('fit'),
    },
    provenMargin: {
      name: l10n.t('proven margin'),
      meaning: l10n.t(
        'The margin between classes that the fit had to keep, over all combinations of propositions.',
      ),
      page: at('prove'),
    },
    heldOut: {
      name: l10n.t('held out'),
      meaning: l10n.t('Measured on prompts that the weights were not fitted on.'),
      page: `${EVALUATION_PAGE}#held-out`,
    },
  };
}

/** Of the proof for grades without errors. */
export function proofTerms(): Record<ProofTerm, Explained> {
  const page = `${REWARD_PAGE}#prove`;
  return {
    margin: {
      name: l10n.t('margin'),
      meaning: l10n.t(
        'The least reward of the better class less the greatest of the worse: so much favour of the reward model the pair can bear. Above 0 the order holds.',
      ),
      page,
    },
    marginBetween: {
      name: l10n.t('margin … margin'),
      meaning: l10n.t(
        'Where the search ended before the margin was certain: it lies between these two. The pair is open where they hold 0.',
      ),
      page,
    },
    gradedFrom: {
      name: l10n.t('from probability'),
      meaning: l10n.t(
        'With graded probabilities the order holds for completions that are in their classes with at least this probability.',
      ),
      page,
    },
    proven: {
      name: l10n.t('proven'),
      meaning: l10n.t(
        'Whether every completion of the better class is rewarded more than any of the worse, if every grade is right; otherwise a case in which it is not.',
      ),
      page,
    },
  };
}
