import type { Policy } from '../policy/model.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { expectedClassOf, sameName } from '../samples/names.ts';

/** Where a completion stands in the order of its response type; 0 is best. Undefined: not ranked. */
export type RankOf = (completion: Pick<SampleCompletion, 'label' | 'expectedClass'>) => number | undefined;

/** By label where the policy orders the labels of this response type; else by expected class. */
export function rankingOf(policy: Policy, responseType: string): RankOf {
  const ordered = [...policy.orderings].find(([name]) => sameName(name, responseType));
  const tiers = ordered?.[1];
  if (tiers) {
    const ranks = new Map(tiers.flatMap((labels, rank) => labels.map((label) => [label, rank])));
    return ({ label }) => (label === undefined ? undefined : ranks.get(label));
  }
  const ranks = new Map(policy.classOrder.map((name, rank) => [name.text, rank]));
  return (completion) => {
    const expected = expectedClassOf(completion, policy);
    return expected === undefined ? undefined : ranks.get(expected);
  };
}
