import { dot } from './differences.ts';
import type { FitData } from './fit-data.ts';
import type { Pairs } from './pairs.ts';

/** What the weights must satisfy whatever the loss: normal · w >= least. */
export interface HardConstraint {
  /** One number a feature. */
  readonly normal: Float64Array;
  readonly least: number;
}

export interface HingeProblem {
  readonly data: FitData;
  readonly pairs: Pairs;
  /** Above 0. */
  readonly l2: number;
  /** How much each pair counts, 0 or more; 1 where left out. */
  readonly pairWeights?: Float64Array | undefined;
  /** Some w satisfies all of them with room to spare: `leastNorm` tells whether any does at all. */
  readonly constraints?: readonly HardConstraint[] | undefined;
  /** One a feature: 1 or -1 where its weight may not be below or above 0, else 0. */
  readonly signs?: Int8Array | undefined;
}

export interface Optimum {
  /** One a feature; all finite. */
  readonly weights: Float64Array;
  /** trainLoss + l2/2 |w|^2 */
  readonly objective: number;
  /** Mean hinge over the pairs, by their weights. */
  readonly trainLoss: number;
  /**
   * objective minus a lower bound of the optimum: how far from optimal it can be at most, rounding included. Infinite:
   * no bound found, or a hard constraint is broken.
   */
  readonly dualityGap: number;
  /**
   * What the last digit of the weights changes in the loss: no doubles come nearer where pairs that ask for opposite things
   * leave a single point between them.
   */
  readonly resolution?: number;
}

/** How exactly hard constraints hold, relative to their terms. */
export const FEASIBLE = 1e-10;

/** The certified gap is the stated share of the objective, or less; or no doubles come nearer. */
export function isClosed(
  { objective, dualityGap, resolution = 0 }: Omit<Optimum, 'weights' | 'trainLoss'>,
  relativeGap: number,
): boolean {
  return Number.isFinite(objective) && dualityGap <= relativeGap * objective + resolution;
}

/** Of the sum of absolute terms: one rounding of each of the weights, and one of the sum. */
export const RESOLUTION = 2 * Number.EPSILON;

export function isFeasible({ normal, least }: HardConstraint, weights: Float64Array): boolean {
  let terms = Math.abs(least);
  normal.forEach((value, feature) => {
    terms += Math.abs(value * (weights[feature] as number));
  });
  return dot(normal, weights) >= least - FEASIBLE * terms;
}
