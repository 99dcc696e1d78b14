import { dot } from './differences.ts';
import { nonNegativeLeastSquares } from './non-negative.ts';
import {
  type Decimal,
  decimalOf,
  powerOfTen,
  product,
  quotient,
  solveWhole,
  wholeNumbers,
} from './whole-numbers.ts';

/** Linear conditions row · w >= least on `size` numbers w. */
export interface Conditions {
  readonly size: number;
  readonly least: Float64Array;
  row(index: number): Float64Array;
  /** The row and then its least value, exactly; their doubles to 15 significant digits where left out. */
  exact?(index: number): readonly Decimal[];
}

export type LeastNorm =
  /** They satisfy all conditions; rounded to doubles. */
  | { readonly weights: Float64Array }
  /**
   * No w satisfies all. These conditions cannot hold together, and any of them left out the others can; with
   * `factors` above 0 their rows add up to 0 and their least values to 1.
   */
  | { readonly contradiction: readonly { readonly index: number; readonly factor: number }[] }
  /** Neither is proven: it would take too much work in exact arithmetic. */
  | { readonly unknown: true };

/** In multiplications of the elimination; some seconds. */
const MOST_WORK = 3e6;

/**
 * The smallest w that satisfies all conditions (each number measured by the largest one of its column), or conditions
 * that contradict each other. Least distance programming by non-negative least squares (Lawson and Hanson 1974,
 * chapter 23): doubles find the conditions that decide, and whole numbers go on from there, so what is claimed is
 * proven: of a contradiction, that its rows cancel to the last digit (Farkas); of the weights, that every condition
 * holds. The conditions of a contradiction come with linearly independent columns, so the set is irreducible
 * (Gleeson and Ryan 1990).
 */
export function leastNorm(conditions: Conditions): LeastNorm {
  const problem = new ScaledConditions(conditions);
  const guess = nonNegativeLeastSquares(problem.columns);
  let passive = guess.passive.map((index, at) => ({
    index,
    value: (guess.values[at] as number) / problem.length(index),
  }));
  for (let work = 0; work < MOST_WORK; ) {
    // The point of least squares over these columns, and back to what is not negative (their inner loop).
    const solved = problem.leastSquares(passive.map(({ index }) => index));
    work += passive.length ** 3 + conditions.least.length;
    if (!solved) {
      passive = without(passive, Math.min(...passive.map(({ value }) => value)));
      continue;
    }
    const aims = solved.numerators.map((numerator) => quotient(numerator, solved.denominator));
    if (solved.numerators.some((numerator) => numerator <= 0n)) {
      passive = towards(passive, aims, solved.numerators);
      continue;
    }
    passive = passive.map(({ index }, at) => ({ index, value: aims[at] as number }));
    const residual = problem.residual(passive, solved);
    if (residual.every((value) => value === 0n))
      return {
        contradiction: passive.map(({ index, value }) => ({ index, factor: value * problem.factor(index) })),
      };
    const entering = problem.steepest(residual, new Set(passive.map(({ index }) => index)));
    if (entering === undefined) return { weights: problem.weights(residual) };
    passive.push({ index: entering, value: 0 });
  }
  return { unknown: true };
}

interface Passive {
  readonly index: number;
  readonly value: number;
}

/** As far as possible towards the aims without passing below 0; what gets there first drops out. */
function towards(passive: readonly Passive[], aims: readonly number[], exact: readonly bigint[]): Passive[] {
  const steps = passive.map(({ value }, at) =>
    (exact[at] as bigint) <= 0n ? value / (value - Math.min(0, aims[at] as number) || 1) : 1,
  );
  const step = Math.min(...steps.filter((_, at) => (exact[at] as bigint) <= 0n));
  return passive.flatMap(({ index, value }, at) =>
    (exact[at] as bigint) <= 0n && (steps[at] as number) <= step
      ? []
      : [{ index, value: Math.max(0, value + step * ((aims[at] as number) - value)) }],
  );
}

function without(passive: readonly Passive[], value: number): Passive[] {
  const at = passive.findIndex((each) => each.value === value);
  return passive.filter((_, index) => index !== at);
}

/**
 * The columns (row, least), one a condition. Each coordinate is divided by a power of ten, so that its largest number
 * is between 1 and 10; a column as whole numbers is its own multiple of that.
 */
class ScaledConditions {
  /** Of length 1 each. */
  readonly columns: readonly Float64Array[];
  readonly #conditions: Conditions;
  /** Exponents of the powers of ten; the last one is that of the least values. */
  readonly #scale: readonly number[];
  readonly #whole = new Map<number, { whole: bigint[]; exponent: number }>();

  constructor(conditions: Conditions) {
    this.#conditions = conditions;
    const { size, least, row } = conditions;
    const largest = new Float64Array(size + 1);
    const rows = Array.from(least, (value, index) => Float64Array.of(...row(index), value));
    for (const each of rows)
      for (let at = 0; at <= size; at++)
        largest[at] = Math.max(largest[at] as number, Math.abs(each[at] as number));
    this.#scale = Array.from(largest, (value) => (value === 0 ? 0 : powerOfTen(value)));
    const powers = this.#scale.map((exponent) => 10 ** exponent);
    this.columns = rows.map((each) => {
      for (let at = 0; at <= size; at++) each[at] = (each[at] as number) / (powers[at] as number);
      const length = Math.sqrt(dot(each, each)) || 1;
      return each.map((value) => value / length);
    });
  }

  /** Of a column as whole numbers. */
  length(index: number): number {
    const { whole } = this.#column(index);
    return Math.sqrt(Number(product(whole, whole)));
  }

  /** By the normal equations; undefined where the columns depend on each other. */
  leastSquares(indexes: readonly number[]) {
    const columns = indexes.map((index) => this.#column(index).whole);
    const gram = columns.map((a) => columns.map((b) => product(a, b)));
    return solveWhole(
      gram,
      columns.map((column) => column[column.length - 1] as bigint),
    );
  }

  /** The last unit vector less the columns, times the denominator. */
  residual(
    passive: readonly Passive[],
    { numerators, denominator }: { numerators: readonly bigint[]; denominator: bigint },
  ): bigint[] {
    const { size } = this.#conditions;
    const residual = Array.from({ length: size + 1 }, (_, at) => (at === size ? denominator : 0n));
    passive.forEach(({ index }, at) => {
      this.#column(index).whole.forEach((value, coordinate) => {
        residual[coordinate] = (residual[coordinate] as bigint) - (numerators[at] as bigint) * value;
      });
    });
    return residual;
  }

  /** The condition that is broken most by the weights of this residual; undefined where all hold, exactly. */
  steepest(residual: readonly bigint[], passive: ReadonlySet<number>): number | undefined {
    const { size } = this.#conditions;
    const last = residual[size] as bigint;
    const direction = Float64Array.from(residual, (value) => quotient(value, last));
    const spread = direction.map(Math.abs);
    // Of products and their sum, of the column and of the direction, with room to spare.
    const rounding = (size + 10) * Number.EPSILON;
    let steepest = 0;
    let entering: number | undefined;
    const near: number[] = [];
    this.columns.forEach((column, index) => {
      if (passive.has(index)) return;
      const slope = dot(column, direction);
      const error = rounding * dot(column.map(Math.abs), spread);
      if (slope > error && slope > steepest) {
        steepest = slope;
        entering = index;
      } else if (slope >= -error) near.push(index);
    });
    return entering ?? near.find((index) => product(this.#column(index).whole, residual) > 0n);
  }

  weights(residual: readonly bigint[]): Float64Array {
    const { size } = this.#conditions;
    const last = residual[size] as bigint;
    const target = this.#scale[size] as number;
    return Float64Array.from({ length: size }, (_, at) =>
      timesPowerOfTen(-quotient(residual[at] as bigint, last), target - (this.#scale[at] as number)),
    );
  }

  /** What a condition itself is multiplied by where its column as whole numbers is multiplied by 1. */
  factor(index: number): number {
    return timesPowerOfTen(1, -this.#column(index).exponent - (this.#scale[this.#conditions.size] as number));
  }

  #column(index: number): { whole: bigint[]; exponent: number } {
    let found = this.#whole.get(index);
    if (!found) {
      const { least, row, exact } = this.#conditions;
      const decimals =
        exact?.(index) ?? [...row(index), least[index] as number].map((value) => decimalOf(value));
      found = wholeNumbers(
        decimals.map(({ digits, exponent }, at) => ({
          digits,
          exponent: exponent - (this.#scale[at] as number),
        })),
      );
      this.#whole.set(index, found);
    }
    return found;
  }
}

function timesPowerOfTen(value: number, exponent: number): number {
  return exponent >= 0 ? value * 10 ** exponent : value / 10 ** -exponent;
}
