import { type Loophole, loopholesOf } from '../review/loopholes.ts';
import { diffPolicies, type PolicyDiff } from '../review/policy-diff.ts';
import type { SampleCompletion } from '../samples/model.ts';
import type { PolicyState, Workspace } from './workspace.ts';

type Loopholes = ReadonlyMap<string, readonly Loophole[]>;

const known = new WeakMap<PolicyState, { completions: readonly SampleCompletion[]; found: Loopholes }>();

/** The loopholes of a policy with its own labelled completions; looked for once per version of both. */
export async function loopholesIn(workspace: Workspace, state: PolicyState): Promise<Loopholes> {
  const completions = await workspace.completionsOf(state);
  const before = known.get(state);
  if (before?.completions === completions) return before.found;
  const found = loopholesOf(state, completions);
  known.set(state, { completions, found });
  return found;
}

/**
 * What a policy changes against the texts of an earlier version; files that are not in `base` are as they
 * are now. Undefined where the policy cannot be read now or was not there then.
 */
export async function diffAgainst(
  workspace: Workspace,
  uri: string,
  base: ReadonlyMap<string, string>,
): Promise<PolicyDiff | undefined> {
  const [before, after] = await Promise.all([workspace.withTexts(base).policy(uri), workspace.policy(uri)]);
  if (!before || !after) return undefined;
  const [completions, weights] = await Promise.all([
    workspace.completionsOf(after),
    workspace.weightsOf(after),
  ]);
  return diffPolicies(before.logic, after.logic, { completions, weights });
}
