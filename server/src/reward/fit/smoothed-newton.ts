import { add } from './add.ts';
import { Cholesky } from './cholesky.ts';
import { Differences, dot } from './differences.ts';
import { FEASIBLE, type HardConstraint, type HingeProblem, type Optimum } from './hinge-problem.ts';

/** Narrower at once takes more steps, and for small problems very many. */
const NARROWER = 0.4;
const FIRST_FORCE = 1;
const STRONGER = 30;
const MOST_FORCE = 1e9;
/** Of rounding once, relative. */
const UNIT = Number.EPSILON / 2;

/** Arrays hold one number a pair, and then one a hard constraint. */
export class SmoothedNewton {
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
  #width: number;
  readonly #signs: Int8Array;
  readonly #constraints: readonly HardConstraint[];
  #found = { loss: 0, smoothing: 0, distance: 0, violation: 0 };

  constructor({ data, pairs, l2, pairWeights, constraints = [], signs }: HingeProblem) {
    const total = pairWeights?.reduce((sum, weight) => sum + weight, 0) ?? Math.max(1, pairs.count);
    const length = pairs.count + constraints.length;
    this.#l2 = l2;
    this.#signs = signs ?? new Int8Array(data.features.length);
    this.#constraints = constraints;
    this.#pairCount = pairs.count;
    // Of the size of the targets, so that rewards of any size are alike.
    this.#width = pairs.targets.reduce((sum, target) => sum + Math.abs(target), 0) / pairs.count || 1;
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
   * step towards the minimum could still win. `violation`: of the hard constraint that holds least, relative to its terms.
   */
  certificate(): { smoothing: number; distance: number; violation: number } {
    const short = this.#short;
    let loss = 0;
    let smoothing = 0;
    let violation = 0;
    this.#setSlopes(this.#width);
    for (let index = 0; index < short.length; index++) {
      const z = short[index] as number;
      const slope = this.#slope[index] as number;
      if (index >= this.#pairCount) {
        if (z > 0) violation = Math.max(violation, z / this.#termsOf(index));
        smoothing += slope * Math.max(0, -z);
      } else if (z > 0) {
        const share = this.#share[index] as number;
        loss += share * z;
        smoothing += (share - slope) * z;
      }
    }
    this.#found = { loss, smoothing, distance: this.#distance(), violation };
    return this.#found;
  }

  /** Where the certificate was taken, before rounding is counted. */
  optimum(): Optimum {
    const { loss, smoothing, distance } = this.#found;
    const objective = loss + (this.#l2 / 2) * dot(this.weights, this.weights);
    return { weights: this.weights, objective, trainLoss: loss, dualityGap: smoothing + distance };
  }

  /**
   * The same with a bound on what rounding can have hidden: every sum is off by at most its number of terms times the
   * rounding of one, of the sum of its absolute terms (Higham 2002, section 3.1).
   */
  certified(): Optimum {
    const optimum = this.optimum();
    const short = this.#rows.absoluteTimes(this.weights);
    const size = this.weights.length + 4;
    let open = 0;
    for (let index = 0; index < this.#short.length; index++) {
      const terms = (short[index] as number) + Math.abs(this.#targets[index] as number);
      const isPair = index < this.#pairCount;
      open +=
        (isPair ? (this.#share[index] as number) : (this.#slope[index] as number)) * terms * size * UNIT;
    }
    const off = this.#rows.absoluteTransposed(this.#slope);
    const sums = 2 * this.#rows.longestSum + 4;
    let distance = 0;
    this.weights.forEach((weight, feature) => {
      const lack = Math.abs(this.#lackOf(feature));
      const error = sums * UNIT * ((off[feature] as number) + this.#l2 * Math.abs(weight));
      distance += (2 * lack + error) * error;
    });
    const rounding = open + distance / (2 * this.#l2) + optimum.dualityGap * this.#short.length * UNIT;
    const dualityGap =
      this.#found.violation <= FEASIBLE ? optimum.dualityGap + rounding : Number.POSITIVE_INFINITY;
    return { ...optimum, dualityGap };
  }

  /** Pairs, and then constraints, whose parabola they are in. */
  kinks(): number[] {
    this.#setSlopes(this.#width);
    const kinks: number[] = [];
    this.#slope.forEach((slope, index) => {
      const isPair = index < this.#pairCount;
      if (slope > 0 && (!isPair || slope < (this.#share[index] as number))) kinks.push(index);
    });
    return kinks;
  }

  #termsOf(index: number): number {
    const { normal, least } = this.#constraints[index - this.#pairCount] as HardConstraint;
    return normal.reduce(
      (sum, value, feature) => sum + Math.abs(value * (this.weights[feature] as number)),
      Math.abs(least),
    );
  }

  /** |lack|^2 / (2 l2), with a sign: what the dual loses where l2 w is not the pull, or 0 where the sign cuts it off. */
  #distance(): number {
    let sum = 0;
    this.weights.forEach((weight, feature) => {
      const pull = this.#pull[feature] as number;
      const lack = pull - this.#l2 * weight;
      const isCut = (this.#signs[feature] as number) * pull < 0;
      sum += isCut ? weight * (this.#l2 * weight - 2 * pull) * this.#l2 : lack * lack;
    });
    return sum / (2 * this.#l2);
  }

  /** A step towards the minimum at this width, from where the certificate was taken; its length, 1 being Newton's. */
  descend(): number {
    return this.#step(this.#width);
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

  /** Minus the gradient; 0 where a sign holds the weight on 0 against it. */
  #lackOf(feature: number): number {
    const weight = this.weights[feature] as number;
    const lack = (this.#pull[feature] as number) - this.#l2 * weight;
    return weight === 0 && (this.#signs[feature] as number) * lack < 0 ? 0 : lack;
  }

  #step(kink: number): number {
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
    const direction = this.#direction(hessian);
    this.#rows.times(direction, this.#gain);
    const { length, ends } = this.#upToSigns(direction, this.#lineSearch(direction));
    for (let feature = 0; feature < size; feature++)
      add(this.weights, feature, length * (direction[feature] as number));
    for (const feature of ends) this.weights[feature] = 0;
    // One that was stopped just before its end may have been rounded past it.
    this.#signs.forEach((sign, feature) => {
      if (sign * (this.weights[feature] as number) < 0) this.weights[feature] = 0;
    });
    // Anew from the weights: what is added up would drift.
    this.#rows.times(this.weights, this.#gain);
    for (let index = 0; index < short.length; index++)
      short[index] = (this.#targets[index] as number) - (this.#gain[index] as number);
    return length;
  }

  /** Newton's, in which weights stay on 0 that would leave it against their sign. */
  #direction(hessian: Float64Array): Float64Array {
    const size = this.weights.length;
    const lack = this.weights.map((_, feature) => this.#lackOf(feature));
    const isBound = (feature: number) => this.#signs[feature] !== 0 && this.weights[feature] === 0;
    const held = new Set<number>();
    lack.forEach((value, feature) => {
      if (isBound(feature) && value === 0) held.add(feature);
    });
    for (;;) {
      const matrix = hessian.slice();
      const right = lack.slice();
      for (const feature of held) {
        right[feature] = 0;
        for (let other = 0; other < size; other++) {
          matrix[feature * size + other] = 0;
          matrix[other * size + feature] = 0;
        }
        matrix[feature * size + feature] = 1;
      }
      const direction = new Cholesky(matrix, size).solve(right);
      const against = direction.findIndex(
        (value, feature) => isBound(feature) && value * (this.#signs[feature] as number) < 0,
      );
      if (against === -1) return direction;
      held.add(against);
    }
  }

  /** The length at most, and the weights that end on 0 there. */
  #upToSigns(direction: Float64Array, most: number): { length: number; ends: number[] } {
    let length = most;
    let ends: number[] = [];
    direction.forEach((value, feature) => {
      const weight = this.weights[feature] as number;
      if (this.#signs[feature] === 0 || weight * value >= 0) return;
      const limit = -weight / value;
      if (limit < length) ends = [];
      if (limit <= length) {
        length = limit;
        ends.push(feature);
      }
    });
    return { length, ends };
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
