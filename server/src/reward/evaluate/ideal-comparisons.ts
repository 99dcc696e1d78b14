import { compareRewards } from '../combination.ts';
import type { EvaluatedItem } from './items.ts';

/** An ideal completion and another one of its prompt. */
interface Comparison {
  readonly prompt: number;
  /** The other one is ranked at or above the ideal one. */
  readonly wrong: boolean;
  /** Undefined without scores of a reward model. */
  readonly wrongByBase: boolean | undefined;
  readonly wrongByRules: boolean;
}

export interface TypeComparisons {
  readonly responseType: string;
  readonly comparisons: readonly Comparison[];
  /** How many comparisons the ranking has, with those in which a reward is missing for want of an answer. */
  readonly of: number;
}

/** Mu et al. 2024, section 5: all comparisons that involve an ideal completion. */
export function idealComparisons(items: readonly EvaluatedItem[], promptOf: Int32Array): TypeComparisons[] {
  const groups = new Map<string, EvaluatedItem[]>();
  const prompts = new Map<string, number>();
  items.forEach((item, index) => {
    if (item.rank === undefined || !(item.reward || item.rewardMissing)) return;
    const key = JSON.stringify([item.responseType, item.promptId]);
    groups.set(key, [...(groups.get(key) ?? []), item]);
    prompts.set(key, promptOf[index] as number);
  });
  const byType = new Map<string, { comparisons: Comparison[]; of: number }>();
  for (const [key, group] of groups) {
    const responseType = group[0]?.responseType as string;
    const known = byType.get(responseType) ?? { comparisons: [], of: 0 };
    byType.set(responseType, known);
    const others = group.filter(({ rank }) => rank !== 0);
    for (const ideal of group.filter(({ rank }) => rank === 0))
      for (const other of others) {
        known.of++;
        if (ideal.reward && other.reward)
          known.comparisons.push(comparison(ideal, other, prompts.get(key) as number));
      }
  }
  return [...byType]
    .filter(([, { of }]) => of > 0)
    .map(([responseType, found]) => ({ responseType, ...found }));
}

function comparison(ideal: EvaluatedItem, other: EvaluatedItem, prompt: number): Comparison {
  const [a, b] = [ideal.reward, other.reward] as [Reward, Reward];
  const hasBase = ideal.base !== undefined && other.base !== undefined;
  return {
    prompt,
    wrong: compareRewards(b, a) <= 0,
    wrongByBase: hasBase ? (other.base as number) >= (ideal.base as number) : undefined,
    wrongByRules: compareRewards({ tier: b.tier, total: b.rbr }, { tier: a.tier, total: a.rbr }) <= 0,
  };
}

type Reward = NonNullable<EvaluatedItem['reward']>;
