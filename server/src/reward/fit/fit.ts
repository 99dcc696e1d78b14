import { asWritten } from './as-written.ts';
import type { FitData } from './fit-data.ts';
import { withFixed } from './fixed.ts';
import type { HardConstraint, HingeProblem, Optimum } from './hinge-problem.ts';
import { minimizeHinge } from './minimize-hinge.ts';
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

/** The gap of a fit that is called one. */
export const RELATIVE_GAP = 1e-6;

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
    signs: Int8Array.from(reduced.data.features, (name) => signNumber(signs.get(name))),
  };
  const relativeGap = options.relativeGap ?? RELATIVE_GAP;
  const optimum = asWritten(problem, minimizeHinge(problem, relativeGap), relativeGap);
  return {
    ...optimum,
    weights: reduced.whole(optimum.weights),
    objective: optimum.objective + penalty,
    pairs: counted,
  };
}

/** Signs as conditions on the weights, for what takes no signs. */
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

const signNumber = (sign: Sign | undefined): number =>
  sign === undefined ? 0 : sign === 'positive' ? 1 : -1;

function weightsOfPairs({ count, promptStarts }: Pairs, promptWeights: Float64Array): Float64Array {
  const weights = new Float64Array(count);
  promptWeights.forEach((weight, prompt) => {
    weights.fill(weight, promptStarts[prompt], promptStarts[prompt + 1]);
  });
  return weights;
}
