import type { Policy } from '../../policy/model.ts';
import { type Fit, type FitOptions, fitWeights, signConstraints } from '../fit/fit.ts';
import type { FitData } from '../fit/fit-data.ts';
import { withFixed } from '../fit/fixed.ts';
import type { HardConstraint } from '../fit/hinge-problem.ts';
import { leastNorm } from '../fit/least-norm.ts';
import { nonNegativeLeastSquares } from '../fit/non-negative.ts';
import type { ClassOrder, OrderKind } from './class-order.ts';
import type { Extreme } from './rewards.ts';

/** The least reward of one combination over another one that the class order asks for. */
export interface OrderDemand {
  readonly order: OrderKind;
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
  | {
      readonly impossible: readonly OrderDemand[];
      readonly signs: readonly string[];
      /** Weights that prove it would have to be so large that rounding decides. */
      readonly nearly?: true;
    }
  /** The best weights that nothing was found against, but the search ended before it was certain of these pairs. */
  | { readonly undecided: readonly UndecidedPair[]; readonly weights: Float64Array };

/** The least reward of the better class minus the greatest of the worse is not below `low` and not above `high`. */
export interface UndecidedPair {
  readonly better: string;
  readonly worse: string;
  readonly low: number;
  readonly high: number;
}

/** A little more than is asked for, so that what is asked for is proven of the rounded weights too. */
const SPARE = 1e-7;
const MOST_ROUNDS = 1000;
/** Decimals of the values of features, which are between 0 and 1; means of them are exact to more than these. */
const DECIMALS = 1e12;
/** Weights that are this many times the margin are of no use: values would have to be exact to as many digits. */
const ENORMOUS = 1e7;

/**
 * Fits under the condition that the class order is proven with a margin, in each of the senses of `orders`. There are as
 * many conditions as pairs of combinations; only those are added that the weights at hand break worst, until none is
 * broken (cutting planes, Kelley 1960). Each round ends at a pair that was not there before, and there are finitely many.
 * `known`: demands to begin with, as an earlier fit of the same policy ended with; they do not depend on the data.
 * Throws `StrangeFeatures` where the data have features that are not the policy's; `NotConverged` where the demands can be met, if at all, only by weights too large to be found; and what `orders` throw.
 */
export function fitProven(
  policy: Policy,
  orders: readonly ClassOrder[],
  data: FitData,
  options: FitOptions,
  margin: number,
  known: readonly OrderDemand[] = [],
): ProvenFit {
  const columns = columnsOf(orders, data.features);
  const classes = policy.classOrder.map(({ text }) => text);
  const demands: OrderDemand[] = [...known];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const constraints = demands.map((demand) => constraintOf(demand, columns, margin));
    // Those that are known come from a fit that kept to them all, with the same signs and given weights.
    const broken =
      demands.length > known.length ? findImpossible(data, options, demands, constraints) : undefined;
    if (broken) return broken;
    const fit = fitWeights(data, { ...options, constraints });
    const all = ofPolicy(fit.weights, columns);
    const found = orders.map((order) => brokenDemands(order, classes, all, margin));
    const more = found.flatMap(({ broken }) => broken);
    const undecided = found.flatMap((each) => each.undecided);
    const hopeless = more.find(({ byCost }) => byCost);
    if (hopeless) return { impossible: [hopeless], signs: [] };
    // What is undecided now may be decided of other weights.
    if (more.length === 0)
      return undecided.length > 0 ? { undecided, weights: fit.weights } : { fit, demands };
    const fresh = more.filter((demand) => !demands.some((each) => isSame(each, demand)));
    if (fresh.length === 0) throw new NotConverged();
    demands.push(...fresh);
  }
  throw new NotConverged();
}

/** For each feature of the data, which it is among those of the policy. The data may have fewer, in another order. */
interface Columns {
  readonly of: readonly number[];
  /** How many features the policy has. */
  readonly size: number;
}

function columnsOf([order]: readonly ClassOrder[], features: readonly string[]): Columns {
  const names = order?.features.map(({ name }) => name) ?? [];
  const of = features.map((name) => names.indexOf(name));
  const strange = features.filter((_, index) => of[index] === -1);
  if (strange.length > 0) throw new StrangeFeatures(strange);
  return { of, size: names.length };
}

/** The data have features that the policy does not have: what they do to its order is not known. */
export class StrangeFeatures extends Error {
  readonly features: readonly string[];

  constructor(features: readonly string[]) {
    super(`the policy does not have these features: ${features.join(', ')}`);
    this.features = features;
  }
}

/** A feature that the data do not have weighs nothing. */
function ofPolicy(weights: Float64Array, { of, size }: Columns): Float64Array {
  const all = new Float64Array(size);
  of.forEach((feature, column) => {
    all[feature] = weights[column] as number;
  });
  return all;
}

interface Broken {
  readonly broken: readonly OrderDemand[];
  readonly undecided: readonly UndecidedPair[];
}

/** Of each pair of classes the worst that the weights leave below the margin, or what is known where that is not. */
function brokenDemands(
  order: ClassOrder,
  classes: readonly string[],
  weights: Float64Array,
  margin: number,
): Broken {
  const broken: OrderDemand[] = [];
  const undecided: UndecidedPair[] = [];
  const ordered = classes.filter((name) => order.has(name));
  const closest = order.under(weights, margin);
  for (const [index, better] of ordered.entries()) {
    for (const worse of ordered.slice(index + 1)) {
      const pair = closest(better, worse);
      if (pair === 'vacuous' || pair === 'by-cost') continue;
      const { found, atLeast } = pair;
      const high = found ? found.up.reward - found.down.reward : Number.POSITIVE_INFINITY;
      if (found && (found.byCost || high < margin))
        broken.push({ order: order.kind, better, worse, ...found });
      else if (atLeast < margin) undecided.push({ better, worse, low: atLeast, high });
    }
  }
  return { broken, undecided };
}

/** Of the same classes and the same values: as a condition on weights the same. */
function isSame(a: OrderDemand, b: OrderDemand): boolean {
  const sameValues = (x: Extreme, y: Extreme) =>
    x.values.every((value, feature) => value === y.values[feature]);
  return (
    a.order === b.order &&
    a.better === b.better &&
    a.worse === b.worse &&
    sameValues(a.up, b.up) &&
    sameValues(a.down, b.down)
  );
}

/** The demands of the order contradict each other to within rounding, or could be met only by enormous weights. */
export class NotConverged extends Error {
  constructor() {
    super(
      'the order is neither proven nor shown to be impossible: its demands all but contradict each other',
    );
  }
}

function constraintOf({ up, down }: OrderDemand, { of }: Columns, margin: number): HardConstraint {
  return {
    normal: Float64Array.from(of, (feature) => {
      // To whole units of the last decimal, so that differences that should cancel do, to the last digit.
      const of = ({ values }: Extreme) => Math.round((values[feature] as number) * DECIMALS);
      return (of(up) - of(down)) / DECIMALS;
    }),
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
  const least = Float64Array.from(all, (condition) => condition.least);
  const row = (index: number) => (all[index] as HardConstraint).normal;
  const result = leastNorm({ size: features.length, least, row });
  // Where it is not known, the fit itself tells.
  if ('unknown' in result) return undefined;
  const largest = (numbers: Float64Array) =>
    numbers.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  const nearly = 'weights' in result;
  if (nearly && largest(result.weights) <= ENORMOUS * largest(least)) return undefined;
  const indexes = nearly
    ? nonNegativeLeastSquares(all.map(asColumn)).passive
    : result.contradiction.map(({ index }) => index);
  return {
    impossible: indexes.flatMap((index) => demands[index] ?? []),
    signs: indexes.flatMap((index) => kept[index - demands.length]?.[0] ?? []),
    ...(nearly && { nearly }),
  };
}

/** Row and least value, of length 1. */
function asColumn({ normal, least }: HardConstraint): Float64Array {
  const column = Float64Array.of(...normal, least);
  const length = Math.hypot(...column) || 1;
  return column.map((value) => value / length);
}
