import type { FitData } from './fit-data.ts';
import { withFixed } from './fixed.ts';
import { type HardConstraint, type HingeProblem, minimizeHinge, type Optimum } from './minimize-hinge.ts';
import { orderedPairs, type Pairs } from './pairs.ts';

export interface FitOptions {
  /** Strength of the L2 penalty, above 0. */
  readonly l2: number;
  /** Of pairs whose labels ask for none. */
  readonly margin: number;
  /** One a prompt: how much its pairs count; 1 where left out. */
  readonly promptWeights?: Float64Array | undefined;
  /** Features whose weight may not be negative, or not positive. */
  readonly signs?: ReadonlyMap<string, Sign> | undefined;
  /** Features whose weight is given. */
  readonly fixed?: ReadonlyMap<string, number> | undefined;
  /** Over all features of the data, in their order; must be satisfiable together with `signs` and `fixed`. */
  readonly constraints?: readonly HardConstraint[] | undefined;
  /** Stops where the duality gap is this share of the objective. */
  readonly relativeGap?: number | undefined;
}

export type Sign = 'positive' | 'negative';

export interface Fit extends Optimum {
  readonly pairs: number;
}

const RELATIVE_GAP = 1e-6;

/**
 * Minimises over w the mean of max(0, m + R_total(worse) - R_total(better)) over all ordered pairs of
 * completions of one prompt, plus l2/2 |w|^2, where R_total = base reward + w · values (Mu et al. 2024,
 * section 4.3). The problem is convex: the result comes with a certificate, and is the same each time.
 */
export function fitWeights(data: FitData, options: FitOptions): Fit {
  const { l2, margin, promptWeights, fixed = new Map(), signs = new Map(), constraints = [] } = options;
  const reduced = withFixed(data, fixed);
  const pairs = orderedPairs(reduced.data, margin);
  const pairWeights = promptWeights && weightsOfPairs(pairs, promptWeights);
  const counted = pairWeights ? pairWeights.filter((weight) => weight > 0).length : pairs.count;
  const held = reduced.whole(new Float64Array(reduced.data.features.length));
  const penalty = (l2 / 2) * held.reduce((sum, weight) => sum + weight ** 2, 0);
  if (counted === 0 && constraints.length === 0)
    return { weights: held, objective: penalty, trainLoss: 0, dualityGap: 0, pairs: 0 };
  const problem: HingeProblem = {
    data: reduced.data,
    pairs,
    l2,
    pairWeights,
    constraints: constraints.map(reduced.constraint),
  };
  const optimum = withSigns(problem, signs, options.relativeGap ?? RELATIVE_GAP);
  return {
    ...optimum,
    weights: reduced.whole(optimum.weights),
    objective: optimum.objective + penalty,
    pairs: counted,
  };
}

/** Signs as hard constraints over the features. */
export function signConstraints(
  features: readonly string[],
  signs: ReadonlyMap<string, Sign>,
): HardConstraint[] {
  return [...signs].flatMap(([name, sign]) => {
    const index = features.indexOf(name);
    if (index === -1) return [];
    const normal = new Float64Array(features.length);
    normal[index] = sign === 'positive' ? 1 : -1;
    return [{ normal, least: 0 }];
  });
}

/**
 * A weight that its sign holds back belongs on 0, where the method only comes near. It is put there and the rest is
 * fitted again: the bound from below still stands, since that only takes freedom away.
 */
function withSigns(problem: HingeProblem, signs: ReadonlyMap<string, Sign>, relativeGap: number): Optimum {
  const { data, constraints = [] } = problem;
  const { features } = data;
  const bounds = signConstraints(features, signs);
  if (bounds.length === 0) return minimizeHinge(problem, relativeGap);
  const near = minimizeHinge({ ...problem, constraints: [...constraints, ...bounds] }, relativeGap / 2);
  const largest = Math.max(...near.weights.map(Math.abs));
  const zeros = [...signs.keys()].filter((name) => {
    const index = features.indexOf(name);
    return index !== -1 && Math.abs(near.weights[index] as number) <= NEAR_ZERO * largest;
  });
  if (zeros.length === 0) return near;
  const reduced = withFixed(data, new Map(zeros.map((name) => [name, 0])));
  const left = [...signs].filter(([name]) => !zeros.includes(name));
  const again = minimizeHinge(
    {
      ...problem,
      data: reduced.data,
      constraints: [
        ...constraints.map(reduced.constraint),
        ...signConstraints(reduced.data.features, new Map(left)),
      ],
    },
    relativeGap / 2,
  );
  const dualityGap = again.objective - (near.objective - near.dualityGap);
  if (dualityGap > relativeGap * again.objective + 1e-12) return near;
  return {
    ...again,
    weights: reduced.whole(again.weights),
    dualityGap: Math.max(dualityGap, again.dualityGap),
  };
}

/** Of the largest weight. Whether it was near enough is then seen by the objective. */
const NEAR_ZERO = 0.01;

function weightsOfPairs({ count, promptStarts }: Pairs, promptWeights: Float64Array): Float64Array {
  const weights = new Float64Array(count);
  promptWeights.forEach((weight, prompt) => {
    weights.fill(weight, promptStarts[prompt], promptStarts[prompt + 1]);
  });
  return weights;
}
