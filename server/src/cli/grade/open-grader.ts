import { type CrossValidation, crossValidate } from '../../grader/embedded/cross-validate.ts';
import { createEmbeddedGrader } from '../../grader/embedded/grader.ts';
import { gradeHeldOut, type HonestGrades } from '../../grader/embedded/held-out.ts';
import { LearntFrom } from '../../grader/embedded/learnt-from.ts';
import type { Grader } from '../../grader/grader.ts';
import { createLabelsGrader } from '../../grader/labels.ts';
import { fingerprint } from '../../policy/fingerprint.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import type { PolicyState, Workspace } from '../../workspace/workspace.ts';
import { learn, trainingCompletions, type Unread } from '../load.ts';
import { UsageError } from '../output.ts';

export interface LocalGrader extends Grader {
  /** Whether it has learnt from a completion, its prompt or its text. Then another one grades it, which has not. */
  isLearnt?(completion: SampleCompletion): boolean;
}

/** Changes when the same completion may be graded by another of the models. */
const METHOD = 1;

/** The graders that need no network. Throws `UsageError` where there is nothing to learn from. */
export async function openLocalGrader(
  workspace: Workspace,
  state: PolicyState,
  { grader, train }: { readonly grader: 'embedded' | 'labels'; readonly train?: readonly string[] },
  unread: Unread,
): Promise<LocalGrader> {
  const { policy } = state;
  if (grader === 'labels') return createLabelsGrader(policy);
  const completions = await trainingCompletions(workspace, state, train, unread);
  if (completions.length === 0) {
    throw new UsageError(
      'The embedded grader learns from labelled samples: name some with --train, or under `samples` in the policy.',
    );
  }
  const full = createEmbeddedGrader(policy, await learn(state, completions));
  const learntFrom = new LearntFrom(policy, completions);
  const isLearnt = (completion: SampleCompletion) => learntFrom.relationOf(completion) !== undefined;
  // Most completions are others than those that it has learnt from, so folds are learnt when they are needed.
  let folds: Promise<CrossValidation> | undefined;
  return {
    kind: 'embedded',
    fingerprint: fingerprint([full.fingerprint, METHOD]),
    isLearnt,
    async grade(completion, { propositions } = {}) {
      if (isLearnt(completion)) folds ??= crossValidate(policy, completions, { learntFrom });
      const crossValidation = await folds;
      const graders = { grader: full, learntFrom, ...(crossValidation && { crossValidation }) };
      const { grades } = (await gradeHeldOut(graders, completion)) as HonestGrades;
      if (!propositions) return grades;
      return Object.fromEntries(Object.entries(grades).filter(([name]) => propositions.includes(name)));
    },
  };
}
