import { createEmbeddedGrader } from '../../grader/embedded/grader.ts';
import type { Grader } from '../../grader/grader.ts';
import { createLabelsGrader } from '../../grader/labels.ts';
import { neededPropositions } from '../../reward/needed.ts';
import type { Weights } from '../../reward/weights.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { responseTypeOf } from '../../samples/names.ts';
import type { PolicyState, Workspace } from '../../workspace/workspace.ts';
import { learn, trainingCompletions } from '../load.ts';
import { UsageError } from '../output.ts';

/** The graders that need no network. Throws `UsageError` where there is nothing to learn from. */
export async function openLocalGrader(
  workspace: Workspace,
  state: PolicyState,
  { grader, train }: { readonly grader: 'embedded' | 'labels'; readonly train?: readonly string[] },
): Promise<Grader> {
  if (grader === 'labels') return createLabelsGrader(state.policy);
  const completions = await trainingCompletions(workspace, state, train);
  if (completions.length === 0) {
    throw new UsageError(
      'The embedded grader learns from labelled samples: name some with --train, or under `samples` in the policy.',
    );
  }
  return createEmbeddedGrader(state.policy, await learn(state, completions));
}

/** What a model need be asked of a completion: what its class and reward read. Without a response type, nothing. */
export function neededOf(
  { policy, logic }: PolicyState,
  weights: Weights | undefined,
  completion: SampleCompletion,
): readonly string[] {
  const responseType = responseTypeOf(completion, policy);
  const ofType = responseType === undefined ? undefined : logic.responseType(responseType);
  return ofType ? neededPropositions(policy, ofType, weights) : [];
}
