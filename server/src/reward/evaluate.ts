import type { Policy } from '../policy/model.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { expectedClassOf, responseTypeOf } from '../samples/names.ts';
import { rankingOf } from './ranking.ts';
import type { Score } from './score.ts';

export interface ScoredCompletion {
  readonly completion: SampleCompletion;
  readonly score: Score;
}

export interface ClassQuality {
  /** Completions with an expected class and a predicted one. */
  readonly n: number;
  /** Null where n is 0. */
  readonly accuracy: number | null;
  /** Expected class -> predicted class -> how many. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export function evaluateClasses(policy: Policy, scored: readonly ScoredCompletion[]): ClassQuality {
  const confusion: Record<string, Record<string, number>> = {};
  let n = 0;
  let right = 0;
  for (const { completion, score } of scored) {
    const expected = expectedClassOf(completion, policy);
    const { predictedClass: predicted } = score;
    if (expected === undefined || predicted === null) continue;
    n++;
    if (expected === predicted) right++;
    const row = confusion[expected] ?? {};
    row[predicted] = (row[predicted] ?? 0) + 1;
    confusion[expected] = row;
  }
  return { n, accuracy: n === 0 ? null : right / n, confusion };
}

export interface RankingQuality {
  /** Comparisons of an ideal completion with another one of its prompt. */
  readonly comparisons: number;
  /** The share of them in which the other one is ranked at or above the ideal one. Null without comparisons. */
  readonly errorRate: number | null;
  readonly rmOnly: { readonly errorRate: number | null };
  readonly rbrOnly: { readonly errorRate: number | null };
}

/** Error rates of the total, of the reward model alone and of the rules alone. Mu et al. 2024, section 5. */
export function evaluateRanking(policy: Policy, scored: readonly ScoredCompletion[]): RankingQuality {
  const groups = new Map<string, { rank: number; total: number; base: number; rbr: number }[]>();
  for (const { completion, score } of scored) {
    const responseType = responseTypeOf(completion, policy);
    const rank = responseType === undefined ? undefined : rankingOf(policy, responseType)(completion);
    if (rank === undefined || !score.reward) continue;
    const { total, rbr, base = 0 } = score.reward;
    const key = `${responseType} ${completion.promptId}`;
    const group = groups.get(key);
    if (group) group.push({ rank, total, base, rbr });
    else groups.set(key, [{ rank, total, base, rbr }]);
  }
  let comparisons = 0;
  const errors = { total: 0, base: 0, rbr: 0 };
  for (const group of groups.values()) {
    for (const ideal of group.filter(({ rank }) => rank === 0)) {
      for (const other of group.filter(({ rank }) => rank > 0)) {
        comparisons++;
        for (const reward of ['total', 'base', 'rbr'] as const)
          if (other[reward] >= ideal[reward]) errors[reward]++;
      }
    }
  }
  const rate = (count: number) => (comparisons === 0 ? null : count / comparisons);
  return {
    comparisons,
    errorRate: rate(errors.total),
    rmOnly: { errorRate: rate(errors.base) },
    rbrOnly: { errorRate: rate(errors.rbr) },
  };
}
