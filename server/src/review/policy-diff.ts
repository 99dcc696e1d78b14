import type { PolicyLogic } from '../logic/classes.ts';
import { diffLogic, type ResponseTypeDiff } from '../logic/diff.ts';
import type { Policy } from '../policy/model.ts';
import type { Weights } from '../reward/weights.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { type MovedSample, movedSamples } from './moved-samples.ts';
import { type Reordered, reorderedPairs } from './reordered.ts';
import { type StaleProposition, stalePropositions } from './stale.ts';

/** Names that one of two policies has and the other has not. */
export interface NameChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What a new version of a policy means to whoever works with it. */
export interface PolicyDiff {
  readonly responseTypes: readonly ResponseTypeDiff[];
  readonly propositions: NameChanges;
  readonly classes: NameChanges;
  /** The class order of both, best first, where it differs. */
  readonly classOrder?: { readonly before: readonly string[]; readonly after: readonly string[] };
  readonly moved: readonly MovedSample[];
  readonly stale: readonly StaleProposition[];
  /** Undefined without weights. */
  readonly reordered?: readonly Reordered[];
  /** Nothing of the above. Texts that nobody is asked, and comments, may differ. */
  readonly isSame: boolean;
}

export interface DiffedData {
  readonly completions: readonly SampleCompletion[];
  readonly weights?: Weights | undefined;
}

export async function diffPolicies(
  before: PolicyLogic,
  after: PolicyLogic,
  { completions, weights }: DiffedData,
): Promise<PolicyDiff> {
  const responseTypes = diffLogic(before, after);
  const propositions = nameChanges(before.policy.propositions, after.policy.propositions);
  const classes = nameChanges(before.policy.classes, after.policy.classes);
  const [orderBefore, orderAfter] = [orderOf(before.policy), orderOf(after.policy)];
  const isReordered = orderBefore.join('\n') !== orderAfter.join('\n');
  const moved = movedSamples(before, after, completions);
  const stale = stalePropositions(before.policy, after.policy);
  const reordered = weights && (await reorderedPairs(before, after, weights, completions));
  const isSame =
    responseTypes.every((each) => each.equivalent) &&
    [propositions, classes].every(({ added, removed }) => added.length + removed.length === 0) &&
    !isReordered &&
    moved.length + stale.length + (reordered?.length ?? 0) === 0;
  return {
    responseTypes,
    propositions,
    classes,
    ...(isReordered && { classOrder: { before: orderBefore, after: orderAfter } }),
    moved,
    stale,
    ...(reordered && { reordered }),
    isSame,
  };
}

function orderOf({ classOrder }: Policy): string[] {
  return classOrder.map((name) => name.text);
}

function nameChanges(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): NameChanges {
  return {
    added: [...after.keys()].filter((name) => !before.has(name)),
    removed: [...before.keys()].filter((name) => !after.has(name)),
  };
}
