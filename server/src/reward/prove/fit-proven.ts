import type { ResponseTypeLogic } from '../../logic/response-type.ts';
import type { Policy } from '../../policy/model.ts';
import { type Fit, type FitOptions, fitWeights, signConstraints } from '../fit/fit.ts';
import type { FitData } from '../fit/fit-data.ts';
import { withFixed } from '../fit/fixed.ts';
import type { HardConstraint } from '../fit/hinge-problem.ts';
import { leastNorm } from '../fit/least-norm.ts';
import { CrispRewards, type Extreme } from './crisp-rewards.ts';
import { Prover } from './prove.ts';

/** The least reward of one combination over another one that the class order asks for. */
export interface OrderDemand {
  readonly better: string;
  readonly worse: string;
  readonly up: Extreme;
  readonly down: Extreme;
  /** The cost decides, and it decides against the order: no weights can help. */
  readonly byCost?: true;
}

export type ProvenFit =
  /** `demands`: those that the fit was held to. */
  | { readonly fit: Fit; readonly demands: readonly OrderDemand[] }
  /** No weights prove the order with this margin; none of these demands can be left out. */
  | { readonly impossible: readonly OrderDemand[]; readonly signs: readonly string[] };

/** A little more than is asked for, so that what is asked for is proven of the rounded weights too. */
const SPARE = 1e-7;
const MOST_ROUNDS = 1000;

/**
 * Fits under the condition that the class order is proven with a margin. There are as many conditions as pairs
 * of combinations; only those are added that the weights at hand break worst, until none is broken (cutting planes,
 * Kelley 1960). Each round ends at a pair that was not there before, and there are finitely many.
 * `known`: demands to begin with, as an earlier fit of the same policy ended with; they do not depend on the data.
 * Throws `NodeLimitError` where the classes do not fit into a decision diagram.
 */
export function fitProven(
  policy: Policy,
  logic: ResponseTypeLogic,
  data: FitData,
  options: FitOptions,
  margin: number,
  known: readonly OrderDemand[] = [],
): ProvenFit {
  const rewards = new CrispRewards(policy, logic);
  const ordered = policy.classOrder.map(({ text }) => text).filter((name) => rewards.has(name));
  const demands: OrderDemand[] = [...known];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const constraints = demands.map((demand) => constraintOf(demand, margin));
    const broken = findImpossible(data, options, demands, constraints);
    if (broken) return broken;
    const fit = fitWeights(data, { ...options, constraints });
    const prover = new Prover(policy, rewards, fit.weights);
    const more: OrderDemand[] = [];
    for (const [index, better] of ordered.entries()) {
      for (const worse of ordered.slice(index + 1)) {
        const closest = prover.closest(better, worse);
        if (closest === 'vacuous' || closest === 'by-cost') continue;
        if (closest.byCost) return { impossible: [{ better, worse, ...closest }], signs: [] };
        if (closest.up.reward - closest.down.reward < margin) more.push({ better, worse, ...closest });
      }
    }
    if (more.length === 0) return { fit, demands };
    demands.push(...more);
  }
  throw new Error(`no proven order after ${MOST_ROUNDS} rounds`);
}

function constraintOf({ up, down }: OrderDemand, margin: number): HardConstraint {
  return {
    normal: up.values.map((value, feature) => value - (down.values[feature] as number)),
    least: margin + SPARE * (1 + margin),
  };
}

function findImpossible(
  data: FitData,
  { signs = new Map(), fixed = new Map() }: FitOptions,
  demands: readonly OrderDemand[],
  constraints: readonly HardConstraint[],
): Extract<ProvenFit, { impossible: unknown }> | undefined {
  const reduced = withFixed(data, fixed);
  const { features } = reduced.data;
  const kept = [...signs].filter(([name]) => features.includes(name));
  const all = [...constraints.map(reduced.constraint), ...signConstraints(features, new Map(kept))];
  const result = leastNorm({
    size: features.length,
    least: Float64Array.from(all, ({ least }) => least),
    row: (index) => (all[index] as HardConstraint).normal,
  });
  // Where it is not known, the fit itself tells.
  if (!('contradiction' in result)) return undefined;
  const indexes = result.contradiction.map(({ index }) => index);
  return {
    impossible: indexes.flatMap((index) => demands[index] ?? []),
    signs: indexes.flatMap((index) => kept[index - demands.length]?.[0] ?? []),
  };
}
