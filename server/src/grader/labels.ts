import * as l10n from '@vscode/l10n';
import type { Policy } from '../policy/model.ts';
import type { Grade, Grader, Grades } from './grader.ts';

/**
 * Human labels as probabilities: what a perfect grader would answer. What nobody labelled has no answer.
 * Propositions with a check are labelled by people too, and here the label is what counts.
 */
export function createLabelsGrader(policy: Policy): Grader {
  const all = [...policy.propositions.keys()];
  return {
    kind: 'labels',
    fingerprint: 'labels',
    async grade({ labels }, { propositions = all } = {}): Promise<Grades> {
      return Object.fromEntries(propositions.map((name) => [name, gradeOf(labels[name])]));
    },
  };
}

function gradeOf(label: boolean | undefined): Grade {
  if (label === undefined) return { p: null, mode: 'label', note: l10n.t('not labelled') };
  return { p: label ? 1 : 0, mode: 'label' };
}
