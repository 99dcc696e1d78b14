import type { Policy } from '../../policy/model.ts';
import { type FeatureRow, responseTypeNamed } from '../fit/feature-rows.ts';
import { LeftOut, type LeftOutCount } from '../left-out.ts';
import { rankingOf } from '../ranking.ts';
import type { Weights } from '../weights.ts';
import type { EvaluatedItem } from './items.ts';

/**
 * Completions whose features were computed elsewhere, as an evaluation reads them: their ranks and rewards. There are no answers, so
 * nothing is measured of propositions and classes. The reward of the rules is the sum of weight times feature; it is missing where a
 * feature with a weight other than 0 is, or the reward model's score. Of `sum` rewards alone: others need P(unsafe).
 */
export class FeatureItems {
  readonly items: EvaluatedItem[] = [];
  readonly #policy: Policy;
  readonly #weights: Weights;
  readonly #leftOut = new LeftOut();

  constructor(policy: Policy, weights: Weights) {
    if (policy.reward.combination !== 'sum')
      throw new RangeError(`rewards by "${policy.reward.combination}" need P(unsafe)`);
    this.#policy = policy;
    this.#weights = weights;
  }

  add({ id, promptId, responseType: written, label, baseReward, features }: FeatureRow): void {
    const responseType = responseTypeNamed(written, this.#policy);
    const rank = rankingOf(this.#policy, responseType)({ label, expectedClass: label });
    const fitted = this.#weights.responseTypes[responseType];
    const used = Object.entries(fitted?.weights ?? {}).filter(([, weight]) => weight !== 0);
    const absent = used.flatMap(([name]) => (features[name] === undefined ? [name] : []));
    if (rank === undefined) this.#leftOut.add({ why: 'label-not-in-ordering', label, responseType });
    else if (!fitted) this.#leftOut.add({ why: 'no-weights', responseType });
    else if (absent.length > 0) this.#leftOut.add({ why: 'no-grade', names: absent });
    else if (baseReward === undefined) this.#leftOut.add({ why: 'no-base-reward' });
    const rbr = used.reduce((sum, [name, weight]) => sum + weight * (features[name] ?? 0), 0);
    const isWhole = fitted !== undefined && absent.length === 0 && baseReward !== undefined;
    this.items.push({
      id,
      promptId,
      responseType,
      answers: {},
      ...(rank !== undefined && { rank, label }),
      ...(baseReward !== undefined && { base: baseReward }),
      ...(isWhole ? { reward: { rbr, total: baseReward + rbr, tier: 0 } } : { rewardMissing: true as const }),
    });
  }

  addWithoutFeatures(count: number): void {
    if (count > 0) this.#leftOut.add({ why: 'no-features' }, count);
  }

  get leftOut(): readonly LeftOutCount[] {
    return this.#leftOut.counts;
  }
}
