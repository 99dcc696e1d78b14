import { type FitRow, orderedPairs, type Pairs } from './pairs.ts';

export interface FitOptions {
  readonly l2: number;
  /** Stops where the duality gap is this share of the objective. */
  readonly relativeGap?: number;
  readonly maxEpochs?: number;
}

export interface Fit {
  /** One a feature. */
  readonly weights: Float64Array;
  /** trainLoss + l2/2 |w|^2 */
  readonly objective: number;
  /** Mean hinge over the pairs. */
  readonly trainLoss: number;
  /** objective minus a lower bound of the optimum: how far from optimal it can be at most. */
  readonly dualityGap: number;
  readonly pairs: number;
}

/**
 * Minimises over w the mean of max(0, m + R_total(worse) - R_total(better)) over all ordered pairs of
 * completions of one prompt, plus l2/2 |w|^2, where R_total = base reward + w · values (Mu et al. 2024,
 * section 4.3). Dual coordinate descent (Hsieh et al., "A Dual Coordinate Descent Method for Large-scale
 * Linear SVM", 2008): the problem is convex, the result has a certificate, and there is no learning rate
 * and no chance in it. Without pairs the weights are 0.
 */
export function fitWeights(
  rows: readonly FitRow[],
  featureCount: number,
  { l2, relativeGap = 1e-6, maxEpochs }: FitOptions,
): Fit {
  const problem = new Problem(rows, orderedPairs(rows), featureCount, l2);
  if (problem.count === 0) {
    return { weights: problem.weights, objective: 0, trainLoss: 0, dualityGap: 0, pairs: 0 };
  }
  const most = maxEpochs ?? Math.max(EPOCHS, Math.ceil(STEPS / problem.count));
  let certificate = problem.certificate();
  for (
    let epoch = 1;
    epoch <= most && certificate.gap > relativeGap * certificate.objective + ROUNDING;
    epoch++
  ) {
    problem.sweep(epoch);
    // The certificate costs a sweep; it need not be asked for after each.
    if (epoch % 5 === 0 || epoch === most) certificate = problem.certificate();
  }
  return {
    weights: problem.weights,
    objective: certificate.objective,
    trainLoss: certificate.loss,
    dualityGap: Math.max(0, certificate.gap),
    pairs: problem.count,
  };
}

/** With few pairs a sweep costs nothing, and nearly parallel differences need very many. */
const EPOCHS = 20_000;
const STEPS = 50_000_000;

/** Below this a gap is rounding, whatever the objective. */
const ROUNDING = 1e-13;

/** Primal weights and dual variables, flat in memory. */
class Problem {
  readonly count: number;
  readonly weights: Float64Array;
  readonly #l2: number;
  readonly #size: number;
  /** Difference of features, better minus worse, a row a pair. */
  readonly #difference: Float64Array;
  /** What w · difference must reach: margin plus the worse's lead in base reward. */
  readonly #target: Float64Array;
  readonly #norm: Float64Array;
  /** Between 0 and 1/count; the weights are their sum with the differences, over l2. */
  readonly #dual: Float64Array;
  readonly #order: Int32Array;

  constructor(rows: readonly FitRow[], { better, worse }: Pairs, size: number, l2: number) {
    this.count = better.length;
    this.weights = new Float64Array(size);
    this.#l2 = l2;
    this.#size = size;
    this.#difference = new Float64Array(this.count * size);
    this.#target = new Float64Array(this.count);
    this.#norm = new Float64Array(this.count);
    this.#dual = new Float64Array(this.count);
    this.#order = Int32Array.from({ length: this.count }, (_, index) => index);
    for (let pair = 0; pair < this.count; pair++) {
      const up = rows[better[pair] as number] as FitRow;
      const down = rows[worse[pair] as number] as FitRow;
      let norm = 0;
      for (let feature = 0; feature < size; feature++) {
        const difference = (up.values[feature] as number) - (down.values[feature] as number);
        this.#difference[pair * size + feature] = difference;
        norm += difference * difference;
      }
      this.#norm[pair] = norm;
      this.#target[pair] = down.margin + down.baseReward - up.baseReward;
    }
  }

  /** One step for each pair, each the exact optimum along its own dual variable. */
  sweep(epoch: number): void {
    this.#shuffle(epoch);
    const most = 1 / this.count;
    for (const pair of this.#order) {
      const norm = this.#norm[pair] as number;
      const before = this.#dual[pair] as number;
      // Twins in features: the weights can do nothing, and the dual goes to the bound that its sign asks for.
      const target = this.#target[pair] as number;
      const step = norm > 0 ? (this.#slack(pair) * this.#l2) / norm : target > 0 ? Infinity : -Infinity;
      const after = Math.min(most, Math.max(0, before + step));
      if (after === before) continue;
      this.#dual[pair] = after;
      const scale = (after - before) / this.#l2;
      const at = pair * this.#size;
      for (let feature = 0; feature < this.#size; feature++) {
        this.weights[feature] =
          (this.weights[feature] as number) + scale * (this.#difference[at + feature] as number);
      }
    }
  }

  /** The objective, and its distance from the dual's lower bound. */
  certificate(): { objective: number; loss: number; gap: number } {
    let loss = 0;
    let dual = 0;
    for (let pair = 0; pair < this.count; pair++) {
      loss += Math.max(0, this.#slack(pair));
      dual += (this.#dual[pair] as number) * (this.#target[pair] as number);
    }
    loss /= this.count;
    const penalty = (this.#l2 / 2) * this.weights.reduce((sum, weight) => sum + weight * weight, 0);
    return { objective: loss + penalty, loss, gap: loss + 2 * penalty - dual };
  }

  #slack(pair: number): number {
    const at = pair * this.#size;
    let product = 0;
    for (let feature = 0; feature < this.#size; feature++) {
      product += (this.weights[feature] as number) * (this.#difference[at + feature] as number);
    }
    return (this.#target[pair] as number) - product;
  }

  /** A new order each sweep makes it much faster; always the same orders make it repeatable. */
  #shuffle(epoch: number): void {
    let state = epoch >>> 0;
    const order = this.#order;
    for (let last = order.length - 1; last > 0; last--) {
      // A linear congruential generator (Numerical Recipes) will do to mix an order.
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const other = Math.floor((state / 2 ** 32) * (last + 1));
      const held = order[last] as number;
      order[last] = order[other] as number;
      order[other] = held;
    }
  }
}
