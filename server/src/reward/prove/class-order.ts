import type { ResponseTypeLogic } from '../../logic/response-type.ts';
import type { Policy } from '../../policy/model.ts';
import type { Feature } from '../features.ts';
import { CrispRewards, PROOF_LIMITS, type ProofLimits } from './crisp-rewards.ts';
import { Prover } from './prover.ts';
import type { Extreme } from './rewards.ts';

/** `crisp`: of grades that are correct. `expected`: on average over grades that are wrong at given rates. */
export type OrderKind = 'crisp' | 'expected';

/** What is known of how near the combinations of two classes come to being the wrong way round. */
export interface ClosestPair {
  /** The nearest that were found; not there where one of the classes was given up on. */
  readonly found?: {
    readonly up: Extreme;
    readonly down: Extreme;
    /** The cost decides, and it decides against the order. */
    readonly byCost?: true;
  };
  /** No two have a smaller difference of rewards; that of `found` itself, where the search for them was not cut short. */
  readonly atLeast: number;
}

/** A sense in which a better class can be paid more, over all combinations of propositions of one response type. */
export interface ClassOrder {
  readonly kind: OrderKind;
  /** In the order of the values of a combination. */
  readonly features: readonly Feature[];
  has(className: string): boolean;
  /**
   * Under given weights, one a feature. `vacuous`: one of the classes can never hold; `by-cost`: the cost decides, as the order asks.
   * Where it is costly to know more, no more than on which side of `margin` a pair is.
   */
  under(
    weights: Float64Array,
    margin: number,
  ): (better: string, worse: string) => ClosestPair | 'vacuous' | 'by-cost';
}

/** The limits hold for the pairs under one set of weights. */
export function crispOrder(
  policy: Policy,
  logic: ResponseTypeLogic,
  limits: Partial<ProofLimits> = LIMITS,
): ClassOrder {
  const rewards = new CrispRewards(policy, logic, limits);
  return {
    kind: 'crisp',
    features: rewards.features,
    has: (name) => rewards.has(name),
    under: (weights, margin) => {
      const prover = new Prover(policy, rewards, weights);
      return (better, worse) => {
        const closest = settled(prover, better, worse, margin);
        if (closest === 'vacuous' || closest === 'by-cost') return closest;
        const { found, byCost, low } = closest;
        return { ...(found && { found: { ...found, ...(byCost && { byCost }) } }), atLeast: low };
      };
    },
  };
}

/** A fit proves many sets of weights, one after the other. */
const LIMITS: ProofLimits = { ...PROOF_LIMITS, steps: PROOF_LIMITS.steps / 2 };

function settled(prover: Prover, better: string, worse: string, margin: number) {
  for (;;) {
    const closest = prover.closest(better, worse);
    if (closest === 'vacuous' || closest === 'by-cost') return closest;
    const isSettled = closest.low >= margin || closest.high < margin;
    if (isSettled || !prover.searchOn(better, worse)) return closest;
  }
}

/**
 * The least margin of a better class over a worse one, of all pairs that are compared, or what none is below; null where
 * none is. Features without a weight weigh 0.
 */
export function leastMargin(
  order: ClassOrder,
  { classOrder }: Pick<Policy, 'classOrder'>,
  weights: ReadonlyMap<string, number>,
): number | null {
  const ordered = classOrder.map(({ text }) => text).filter((name) => order.has(name));
  const inOrder = Float64Array.from(order.features, ({ name }) => weights.get(name) ?? 0);
  const closest = order.under(inOrder, 0);
  const margins = ordered.flatMap((better, index) =>
    ordered.slice(index + 1).flatMap((worse) => {
      const pair = closest(better, worse);
      if (pair === 'vacuous' || pair === 'by-cost') return [];
      return pair.found?.byCost ? Number.NEGATIVE_INFINITY : pair.atLeast;
    }),
  );
  return margins.length === 0 ? null : Math.min(...margins);
}
