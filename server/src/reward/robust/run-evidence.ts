import * as l10n from '@vscode/l10n';
import type { Policy } from '../../policy/model.ts';
import type { Run } from '../evaluate/compare.ts';
import { wordingsOf } from '../evaluate/wordings.ts';
import { type GraderErrors, measuredErrors } from './error-rates.ts';

/** What a saved run says of its grader, and what there is to know of the run. */
export interface RunEvidence {
  readonly run: string;
  readonly errors: GraderErrors;
  /** Propositions that the run asked about in other words than the policy does now. */
  readonly otherWording: readonly string[];
  /** Whether the run tells in which words it asked. */
  readonly wordingKnown: boolean;
  /** Propositions of which the grader itself said that it is not to be relied on. */
  readonly unreliable: readonly string[];
}

/** `reason`: why a run says nothing of how its grader errs. */
export function evidenceOf(policy: Policy, run: Run): RunEvidence | { readonly reason: string } {
  if (run.grader.kind === 'labels')
    return { reason: l10n.t('it was graded by human labels, which are what a grader is measured against') };
  if (!run.items.every(({ answers }) => Object.values(answers).every(isAnswer)))
    return { reason: l10n.t('it has answers that are no probability and label') };
  const errors = measuredErrors(policy, run);
  const measured = [...errors.propositions.values()].some(
    ({ answers: { falseNegative, falsePositive }, isCheck }) =>
      !isCheck && falseNegative.n + falsePositive.n > 0,
  );
  if (!measured)
    return {
      reason: l10n.t(
        'none of its completions has both an answer and a human label of a proposition of this policy',
      ),
    };
  const now = wordingsOf(policy);
  const names = [...policy.propositions.keys()];
  return {
    run: run.name,
    errors,
    otherWording: names.filter(
      (name) => run.wordings?.[name] !== undefined && run.wordings[name] !== now[name],
    ),
    wordingKnown: run.wordings !== undefined,
    unreliable: names.filter((name) => run.items.some((item) => item.unreliable?.includes(name))),
  };
}

/** A run may have been written by anybody. */
function isAnswer(answer: unknown): boolean {
  return (
    Array.isArray(answer) &&
    typeof answer[0] === 'number' &&
    answer[0] >= 0 &&
    answer[0] <= 1 &&
    typeof answer[1] === 'boolean'
  );
}
