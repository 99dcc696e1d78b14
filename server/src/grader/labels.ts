import * as l10n from '@vscode/l10n';
import type { Policy } from '../policy/model.ts';
import { answerByCheck } from './embedded/grader.ts';
import type { Grade, Grader, Grades } from './grader.ts';

/**
 * Human labels as probabilities: what a perfect grader would answer. What nobody labelled has no answer, unless the
 * policy computes it. Propositions with a check are labelled by people too, and then the label is what counts.
 */
export function createLabelsGrader(policy: Policy): Grader {
  const all = [...policy.propositions.keys()];
  const checks = new Map(
    [...policy.propositions.values()].flatMap(({ name, check }) =>
      check ? [[name.text, answerByCheck(check)] as const] : [],
    ),
  );
  return {
    kind: 'labels',
    fingerprint: 'labels',
    async grade(completion, { propositions = all } = {}): Promise<Grades> {
      return Object.fromEntries(
        propositions.map((name) => [
          name,
          gradeOf(completion.labels[name]) ?? checks.get(name)?.(completion) ?? notLabelled(),
        ]),
      );
    },
  };
}

function gradeOf(label: boolean | undefined): Grade | undefined {
  return label === undefined ? undefined : { p: label ? 1 : 0, mode: 'label' };
}

function notLabelled(): Grade {
  return { p: null, mode: 'label', note: l10n.t('not labelled') };
}
