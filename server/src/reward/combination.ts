import type { Policy } from '../policy/model.ts';
import type { FeatureVector } from './features.ts';

/** A reward before it is weighed: base + weights · values, among completions of the same tier. */
export interface RewardTerms {
  /** What the reward model contributes. */
  readonly base: number;
  /** One a feature: what its weight is multiplied with. */
  readonly values: readonly number[];
  /** A completion of a lower tier is better whatever the rewards are. 0 unless there is a cost. */
  readonly tier: number;
}

/**
 * How rules and reward model become one reward. All three are linear in the weights, so they are fitted, proven and
 * evaluated by the same means.
 *
 * - `sum`: R = R_rm + w · phi (Mu et al. 2024).
 * - `product`: R = P(safe) (R_rm + w · phi), helpfulness times the probability of safety, as in multiplicative value
 *   functions (Buehrer et al. 2023). What helpfulness counts as at phi = 0 matters here, since 0 is what an unsafe
 *   completion gets: it is the weight of the feature `BASELINE`.
 * - `cost`: R = R_rm + w · phi, and apart from it the cost P(unsafe) with a limit, as in safe RLHF (Dai et al. 2023).
 *   What passes the limit is worse than what does not, by how far it passes it; rewards decide among equals.
 */
export function rewardTerms(
  { reward }: Pick<Policy, 'reward'>,
  { values, unsafe }: Pick<FeatureVector, 'values' | 'unsafe'>,
  baseReward: number,
): RewardTerms {
  switch (reward.combination) {
    case 'sum':
      return { base: baseReward, values, tier: 0 };
    case 'product': {
      const safe = 1 - unsafe;
      return { base: safe * baseReward, values: values.map((value) => safe * value), tier: 0 };
    }
    case 'cost':
      return { base: baseReward, values, tier: Math.max(0, unsafe - reward.costLimit) };
  }
}

/** Orders by tier and then by reward: below 0 where `a` is better, 0 where they are level. */
export function compareRewards(
  a: { readonly tier: number; readonly total: number },
  b: { readonly tier: number; readonly total: number },
): number {
  return a.tier - b.tier || b.total - a.total;
}
