import type { Policy } from '../../policy/model.ts';
import { type FeatureRow, responseTypeNamed } from '../fit/feature-rows.ts';
import { LeftOut, type LeftOutCount } from '../left-out.ts';
import { rankingOf } from '../ranking.ts';
import type { FittedWeights, Weights } from '../weights.ts';
import type { EvaluatedItem } from './items.ts';

/**
 * Completions whose features were computed elsewhere, as an evaluation reads them: their ranks and rewards. There are no answers, so
 * nothing is measured of propositions and classes. The reward of the rules is the sum of weight times feature; it is missing where a
 * feature with a weight other than 0 is, or the reward model's score. `alone`: weights whose reward stands for the rules alone, in
 * place of the rules' part of `weights`. Of `sum` rewards alone: others need P(unsafe).
 */
export class FeatureItems {
  readonly items: EvaluatedItem[] = [];
  readonly #policy: Policy;
  readonly #weights: Weights;
  readonly #alone: Weights;
  readonly #leftOut = new LeftOut();

  constructor(policy: Policy, weights: Weights, alone = weights) {
    if (policy.reward.combination !== 'sum')
      throw new RangeError(`rewards by "${policy.reward.combination}" need P(unsafe)`);
    this.#policy = policy;
    this.#weights = weights;
    this.#alone = alone;
  }

  add({ id, promptId, responseType: written, label, baseReward, features }: FeatureRow): void {
    const responseType = responseTypeNamed(written, this.#policy);
    const rank = rankingOf(this.#policy, responseType)({ label, expectedClass: label });
    const fitted = this.#weights.responseTypes[responseType];
    const fittedAlone = this.#alone.responseTypes[responseType];
    const [used, usedAlone] = [usedOf(fitted), usedOf(fittedAlone)];
    const names = new Set([...used, ...usedAlone].map(([name]) => name));
    const absent = [...names].filter((name) => features[name] === undefined);
    if (rank === undefined) this.#leftOut.add({ why: 'label-not-in-ordering', label, responseType });
    else if (!fitted || !fittedAlone) this.#leftOut.add({ why: 'no-weights', responseType });
    else if (absent.length > 0) this.#leftOut.add({ why: 'no-grade', names: absent });
    else if (baseReward === undefined) this.#leftOut.add({ why: 'no-base-reward' });
    const sumOf = (weights: typeof used) =>
      weights.reduce((sum, [name, weight]) => sum + weight * (features[name] ?? 0), 0);
    const isWhole =
      fitted !== undefined && fittedAlone !== undefined && absent.length === 0 && baseReward !== undefined;
    this.items.push({
      id,
      promptId,
      responseType,
      answers: {},
      ...(rank !== undefined && { rank, label }),
      ...(baseReward !== undefined && { base: baseReward }),
      ...(isWhole
        ? { reward: { rbr: sumOf(usedAlone), total: baseReward + sumOf(used), tier: 0 } }
        : { rewardMissing: true as const }),
    });
  }

  addWithoutFeatures(count: number): void {
    if (count > 0) this.#leftOut.add({ why: 'no-features' }, count);
  }

  get leftOut(): readonly LeftOutCount[] {
    return this.#leftOut.counts;
  }
}

/** Feature -> its weight, for those that weigh anything. */
function usedOf(fitted: FittedWeights | undefined): [feature: string, weight: number][] {
  return Object.entries(fitted?.weights ?? {}).filter(([, weight]) => weight !== 0);
}
