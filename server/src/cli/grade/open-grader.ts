import { createEmbeddedGrader } from '../../grader/embedded/grader.ts';
import type { Grader } from '../../grader/grader.ts';
import { createLabelsGrader } from '../../grader/labels.ts';
import type { PolicyState, Workspace } from '../../workspace/workspace.ts';
import { learn, trainingCompletions, type Unread } from '../load.ts';
import { UsageError } from '../output.ts';

/** The graders that need no network. Throws `UsageError` where there is nothing to learn from. */
export async function openLocalGrader(
  workspace: Workspace,
  state: PolicyState,
  { grader, train }: { readonly grader: 'embedded' | 'labels'; readonly train?: readonly string[] },
  unread: Unread,
): Promise<Grader> {
  if (grader === 'labels') return createLabelsGrader(state.policy);
  const completions = await trainingCompletions(workspace, state, train, unread);
  if (completions.length === 0) {
    throw new UsageError(
      'The embedded grader learns from labelled samples: name some with --train, or under `samples` in the policy.',
    );
  }
  return createEmbeddedGrader(state.policy, await learn(state, completions));
}
