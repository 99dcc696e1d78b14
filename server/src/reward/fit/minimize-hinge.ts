import { add } from './add.ts';
import { Cholesky } from './cholesky.ts';
import { Differences, dot } from './differences.ts';
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
}

export interface Optimum {
  /** One a feature. */
  readonly weights: Float64Array;
  /** trainLoss + l2/2 |w|^2 */
  readonly objective: number;
  /** Mean hinge over the pairs, by their weights. */
  readonly trainLoss: number;
  /** objective minus a lower bound of the optimum: how far from optimal it can be at most. Infinite: no bound found. */
  readonly dualityGap: number;
}

/** 5 to 20 are usual. */
const MOST_STEPS = 500;
/** Below this a gap is rounding, whatever the objective. */
const ROUNDING = 1e-12;
/** How exactly hard constraints hold, relative to 1 + |least|. */
const FEASIBLE = 1e-10;
const FIRST_WIDTH = 1;
/** Narrower at once takes more steps, and for small problems very many. */
const NARROWER = 0.4;
const FIRST_FORCE = 1;
const STRONGER = 30;
const MOST_FORCE = 1e9;

/**
 * Minimises over w the mean of max(0, target - w · difference) over the pairs, plus l2/2 |w|^2, under hard
 * constraints where there are any.
 *
 * Newton's method on a smoothed hinge, whose kink is a parabola of a given width (Chapelle 2007, "Training a Support
 * Vector Machine in the Primal"), with an exact line search; the width shrinks, and the minimum is followed. The slopes
 * of the hinges are a feasible dual solution, so every iterate has a certificate: the dual objective bounds the
 * optimum from below. With many pairs the kinks average out and a wide parabola is near enough; with few each step costs
 * nothing. The answer has no learning rate and no seed in it. A step costs rows x features + pairs, and
 * features^2 for each row with a pair in its kink.
 */
export function minimizeHinge(problem: HingeProblem, relativeGap = 1e-6): Optimum {
  const newton = new SmoothedNewton(problem);
  for (let steps = 0; ; ) {
    const { objective, loss, smoothing, distance, violation } = newton.certificate();
    const gap = smoothing + distance;
    const isNear = gap <= relativeGap * objective + ROUNDING;
    const isFeasible = violation <= FEASIBLE;
    if ((isNear && isFeasible) || steps >= MOST_STEPS) {
      const dualityGap = isFeasible ? gap : Number.POSITIVE_INFINITY;
      return { weights: newton.weights, objective, trainLoss: loss, dualityGap };
    }
    if (distance > Math.max(smoothing, isFeasible ? 0 : ROUNDING)) newton.descend();
    // At the minimum a hard constraint is broken where it is not steep enough, or where others begin before it.
    else if (isFeasible || !newton.strengthen()) newton.narrow();
    steps++;
  }
}

/** Arrays hold one number a pair, and then one a hard constraint. */
class SmoothedNewton {
  readonly weights: Float64Array;
  /**
   * How steep a hard constraint is where it is just broken. It is a parabola that begins a width before: where its
   * multiplier is less than this, it holds with room to spare.
   */
  #force = FIRST_FORCE;
  #strengthenedAt = Number.NaN;
  readonly #rows: Differences;
  readonly #l2: number;
  readonly #pairCount: number;
  readonly #targets: Float64Array;
  /** What each pair counts of the whole. */
  readonly #share: Float64Array;
  /** target - w · difference */
  readonly #short: Float64Array;
  /** direction · difference */
  readonly #gain: Float64Array;
  /** Slopes of the hinges, which are the dual variables; then their curvatures. */
  readonly #slope: Float64Array;
  /** D^T slopes: l2 w at the minimum. */
  readonly #pull: Float64Array;
  #width = FIRST_WIDTH;

  constructor({ data, pairs, l2, pairWeights, constraints = [] }: HingeProblem) {
    const total = pairWeights?.reduce((sum, weight) => sum + weight, 0) ?? Math.max(1, pairs.count);
    const length = pairs.count + constraints.length;
    this.#l2 = l2;
    this.#pairCount = pairs.count;
    this.#rows = new Differences(
      data,
      pairs,
      constraints.map(({ normal }) => normal),
    );
    this.weights = new Float64Array(data.features.length);
    this.#pull = new Float64Array(data.features.length);
    this.#targets = new Float64Array(length);
    this.#targets.set(pairs.targets);
    this.#share = new Float64Array(length).fill(1 / total);
    if (pairWeights) this.#share.set(pairWeights.map((weight) => weight / total));
    this.#share.fill(this.#force, pairs.count);
    constraints.forEach(({ least }, index) => {
      this.#targets[pairs.count + index] = least;
    });
    this.#short = this.#targets.slice();
    this.#gain = new Float64Array(length);
    this.#slope = new Float64Array(length);
  }

  /**
   * `smoothing` and `distance` add up to the duality gap: what the width of the kinks leaves open, and what a
   * step towards the minimum could still win. `violation`: of the hard constraint that holds least.
   */
  certificate() {
    const short = this.#short;
    let loss = 0;
    let smoothing = 0;
    let violation = 0;
    this.#setSlopes(this.#width);
    for (let index = 0; index < short.length; index++) {
      const z = short[index] as number;
      const slope = this.#slope[index] as number;
      if (index >= this.#pairCount) {
        violation = Math.max(violation, z / (1 + Math.abs(this.#targets[index] as number)));
        smoothing += slope * Math.max(0, -z);
      } else if (z > 0) {
        const share = this.#share[index] as number;
        loss += share * z;
        smoothing += (share - slope) * z;
      }
    }
    const lack = this.#lack();
    return {
      objective: loss + (this.#l2 / 2) * dot(this.weights, this.weights),
      loss,
      smoothing,
      distance: dot(lack, lack) / (2 * this.#l2),
      violation,
    };
  }

  /** A step towards the minimum at this width, from where the certificate was taken. */
  descend(): void {
    this.#step(this.#width);
  }

  /** A narrower kink. The minimum moves, to first order, so that the pairs in the kink stay in it. */
  narrow(): void {
    const before = this.#width;
    this.#width *= NARROWER;
    this.#setSlopes(before);
    this.#step(before);
  }

  /** Steeper hard constraints, once for each width; false where they have been made so. */
  strengthen(): boolean {
    if (this.#strengthenedAt === this.#width || this.#force > MOST_FORCE) return false;
    this.#strengthenedAt = this.#width;
    this.#force *= STRONGER;
    this.#share.fill(this.#force, this.#pairCount);
    return true;
  }

  /** Slopes by the present width; those beyond `kink` are as steep as they get. */
  #setSlopes(kink: number): void {
    const short = this.#short;
    const width = this.#width;
    for (let index = 0; index < short.length; index++) {
      const share = this.#share[index] as number;
      const isPair = index < this.#pairCount;
      const z = isPair ? (short[index] as number) : (short[index] as number) + width;
      this.#slope[index] = z <= 0 ? 0 : isPair && z >= kink ? share : (share * z) / width;
    }
    this.#rows.addTransposed(this.#slope, this.#pull.fill(0));
  }

  /** Minus the gradient. */
  #lack(): Float64Array {
    return this.#pull.map((pull, feature) => pull - this.#l2 * (this.weights[feature] as number));
  }

  #step(kink: number): void {
    const size = this.weights.length;
    const short = this.#short;
    const width = this.#width;
    const curvature = this.#slope;
    for (let index = 0; index < short.length; index++) {
      const isPair = index < this.#pairCount;
      const z = isPair ? (short[index] as number) : (short[index] as number) + width;
      const isCurved = z > 0 && (!isPair || z < kink);
      curvature[index] = isCurved ? (this.#share[index] as number) / width : 0;
    }
    const hessian = new Float64Array(size * size);
    for (let feature = 0; feature < size; feature++) hessian[feature * size + feature] = this.#l2;
    this.#rows.addGram(curvature, hessian);
    const direction = new Cholesky(hessian, size).solve(this.#lack());
    this.#rows.times(direction, this.#gain);
    const length = this.#lineSearch(direction);
    for (let feature = 0; feature < size; feature++)
      add(this.weights, feature, length * (direction[feature] as number));
    // Anew from the weights: what is added up would drift.
    this.#rows.times(this.weights, this.#gain);
    for (let index = 0; index < short.length; index++)
      short[index] = (this.#targets[index] as number) - (this.#gain[index] as number);
  }

  /** Where the smoothed objective stops falling along a direction; 0 where it does not fall. */
  #lineSearch(direction: Float64Array): number {
    const along = dot(this.weights, direction);
    const square = dot(direction, direction);
    const first = -this.#fallAt(0, along, square).slope;
    if (first <= 0) return 0;
    let low = 0;
    let high = Number.POSITIVE_INFINITY;
    let at = 1;
    for (let tries = 0; tries < 100; tries++) {
      const { slope, curvature } = this.#fallAt(at, along, square);
      if (Math.abs(slope) <= 0.1 * first) break;
      if (slope < 0) low = at;
      else high = at;
      const newton = at - slope / curvature;
      if (newton > low && newton < high) at = newton;
      else at = high === Number.POSITIVE_INFINITY ? 2 * at : (low + high) / 2;
    }
    return at;
  }

  #fallAt(at: number, along: number, square: number): { slope: number; curvature: number } {
    const short = this.#short;
    const width = this.#width;
    let slope = this.#l2 * (along + at * square);
    let curvature = this.#l2 * square;
    for (let index = 0; index < short.length; index++) {
      const gain = this.#gain[index] as number;
      const isPair = index < this.#pairCount;
      const z = (short[index] as number) - at * gain + (isPair ? 0 : width);
      if (z <= 0) continue;
      const share = this.#share[index] as number;
      if (isPair && z >= width) slope -= share * gain;
      else {
        slope -= (share * z * gain) / width;
        curvature += (share * gain * gain) / width;
      }
    }
    return { slope, curvature };
  }
}
