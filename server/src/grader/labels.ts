import * as l10n from '@vscode/l10n';
import { fingerprint } from '../policy/fingerprint.ts';
import type { Policy } from '../policy/model.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { answerByCheck } from './check-grade.ts';
import type { Grade, Grader, Grades } from './grader.ts';
import { judgedFingerprint, judgedPartOf } from './judged.ts';

/**
 * Human labels as probabilities: what a perfect grader would answer. What nobody labelled has no answer, unless the
 * policy computes it. Propositions with a check are labelled by people too, and then the label is what counts.
 */
export function createLabelsGrader(policy: Policy): Grader {
  const all = [...policy.propositions.keys()];
  const checks = checksOf(policy);
  return {
    kind: 'labels',
    fingerprint: `labels:${fingerprint(judgedFingerprint(policy))}`,
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
  return { p: null, mode: 'label', missing: 'unlabelled', note: l10n.t('not labelled') };
}

/** What is true of completions without asking anybody: what the policy computes, and, before that, their labels. */
export function knownBy(policy: Policy): (completion: SampleCompletion) => Readonly<Record<string, boolean>> {
  const checks = checksOf(policy);
  return (completion) => {
    const computed = [...checks].flatMap(([name, check]) => {
      const { p } = check(completion);
      return p === null ? [] : [[name, p === 1] as const];
    });
    return { ...Object.fromEntries(computed), ...completion.labels };
  };
}

function checksOf(policy: Policy): Map<string, (completion: SampleCompletion) => Grade> {
  return new Map(
    [...policy.propositions.values()].flatMap((proposition) => {
      const { name, check } = proposition;
      return check ? [[name.text, answerByCheck(check, judgedPartOf(policy, proposition))] as const] : [];
    }),
  );
}
