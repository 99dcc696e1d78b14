import type { ResponseTypeLogic } from '../../logic/response-type.ts';
import type { Policy } from '../../policy/model.ts';
import type { Feature } from '../features.ts';
import { CrispRewards, type Extreme } from './crisp-rewards.ts';
import { Prover } from './prove.ts';

/** `crisp`: of grades that are correct. `expected`: on average over grades that are wrong at given rates. */
export type OrderKind = 'crisp' | 'expected';

/** The combinations of two classes that come nearest to being the wrong way round. */
export interface ClosestPair {
  readonly up: Extreme;
  readonly down: Extreme;
  /** The cost decides, and it decides against the order. */
  readonly byCost?: true;
}

/** A sense in which a better class can be paid more, over all combinations of propositions of one response type. */
export interface ClassOrder {
  readonly kind: OrderKind;
  /** In the order of the values of a combination. */
  readonly features: readonly Feature[];
  has(className: string): boolean;
  /**
   * Under given weights, one a feature. `vacuous`: one of the classes can never hold; `by-cost`: the cost decides, as the order asks.
   */
  under(weights: Float64Array): (better: string, worse: string) => ClosestPair | 'vacuous' | 'by-cost';
}

/** Throws `NodeLimitError` where the classes do not fit into a decision diagram. */
export function crispOrder(policy: Policy, logic: ResponseTypeLogic): ClassOrder {
  const rewards = new CrispRewards(policy, logic);
  return {
    kind: 'crisp',
    features: rewards.features,
    has: (name) => rewards.has(name),
    under: (weights) => {
      const prover = new Prover(policy, rewards, weights);
      return (better, worse) => prover.closest(better, worse);
    },
  };
}

/**
 * The least margin of a better class over a worse one, of all pairs that are compared; null where none is. Features
 * without a weight weigh 0.
 */
export function leastMargin(
  order: ClassOrder,
  { classOrder }: Pick<Policy, 'classOrder'>,
  weights: ReadonlyMap<string, number>,
): number | null {
  const ordered = classOrder.map(({ text }) => text).filter((name) => order.has(name));
  const closest = order.under(Float64Array.from(order.features, ({ name }) => weights.get(name) ?? 0));
  const margins = ordered.flatMap((better, index) =>
    ordered.slice(index + 1).flatMap((worse) => {
      const pair = closest(better, worse);
      if (pair === 'vacuous' || pair === 'by-cost') return [];
      return pair.byCost ? Number.NEGATIVE_INFINITY : pair.up.reward - pair.down.reward;
    }),
  );
  return margins.length === 0 ? null : Math.min(...margins);
}
