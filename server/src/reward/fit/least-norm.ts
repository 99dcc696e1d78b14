import { Cholesky } from './cholesky.ts';
import { dot } from './differences.ts';

/** Linear conditions row · w >= least on `size` numbers w. */
export interface Conditions {
  readonly size: number;
  readonly least: Float64Array;
  /** One number a row: row · x. */
  times(x: Float64Array, into: Float64Array): void;
  row(index: number): Float64Array;
}

export type LeastNorm =
  | { readonly weights: Float64Array }
  /**
   * No w satisfies all. These conditions cannot hold together, and any of them left out the others can; with
   * `factors` above 0 their rows add up to 0 and their least values to 1.
   */
  | { readonly contradiction: readonly { readonly index: number; readonly factor: number }[] };

/** A residual below this, of one that starts at 1, is none. */
const ZERO = 1e-9;

/**
 * The smallest w that satisfies all conditions, or conditions that contradict each other. Least distance programming
 * by non-negative least squares (Lawson and Hanson 1974, chapter 23): finite, and exact but for rounding. The
 * conditions of a contradiction come with linearly independent rows, so the set is irreducible (Gleeson and Ryan 1990).
 */
export function leastNorm(conditions: Conditions): LeastNorm {
  const { size } = conditions;
  const solution = nonNegativeLeastSquares(conditions);
  const residual = solution.residual;
  // residual = target - E u; the target is the last unit vector.
  if (Math.sqrt(dot(residual, residual)) <= ZERO || (residual[size] as number) <= ZERO ** 2) {
    const chosen = solution.passive
      .map((index, at) => ({ index, factor: solution.values[at] as number }))
      .filter(({ factor }) => factor > ZERO);
    return { contradiction: chosen };
  }
  const last = residual[size] as number;
  return { weights: Float64Array.from({ length: size }, (_, index) => -(residual[index] as number) / last) };
}

interface Solution {
  readonly passive: readonly number[];
  readonly values: readonly number[];
  readonly residual: Float64Array;
}

/** Minimises |E u - e| over u >= 0, where the columns of E are (row, least) and e is the last unit vector. */
function nonNegativeLeastSquares({ size, least, times, row }: Conditions): Solution {
  const count = least.length;
  const column = (index: number): Float64Array => {
    const all = new Float64Array(size + 1);
    all.set(row(index));
    all[size] = least[index] as number;
    return all;
  };
  let passive: { index: number; column: Float64Array; value: number }[] = [];
  let residual = new Float64Array(size + 1);
  residual[size] = 1;
  const gradient = new Float64Array(count);
  const barred = new Set<number>();
  // Each round adds a column; more rounds than this are rounding at work.
  for (let round = 0; round < 30 * (size + 1) + 100; round++) {
    times(residual.subarray(0, size), gradient);
    let entering = -1;
    let steepest = ZERO;
    for (let index = 0; index < count; index++) {
      const slope = (gradient[index] as number) + (least[index] as number) * (residual[size] as number);
      if (slope > steepest && !barred.has(index) && !passive.some((each) => each.index === index)) {
        steepest = slope;
        entering = index;
      }
    }
    if (entering === -1) break;
    passive.push({ index: entering, column: column(entering), value: 0 });
    for (let tries = 0; tries <= size + 2; tries++) {
      const target = leastSquares(passive.map((each) => each.column));
      if (tries === 0 && (target[passive.length - 1] as number) <= 0) {
        // It came in by rounding alone.
        barred.add(entering);
        passive.pop();
        break;
      }
      let step = 1;
      passive.forEach(({ value }, at) => {
        const aim = target[at] as number;
        if (aim <= 0) step = Math.min(step, value / (value - aim));
      });
      passive = passive
        .map((each, at) => ({ ...each, value: each.value + step * ((target[at] as number) - each.value) }))
        .filter(({ value }, at) => (target[at] as number) > 0 || value > ZERO * ZERO);
      if (step === 1) {
        barred.clear();
        break;
      }
    }
    residual = new Float64Array(size + 1);
    residual[size] = 1;
    for (const { column: each, value } of passive)
      for (let at = 0; at <= size; at++)
        residual[at] = (residual[at] as number) - value * (each[at] as number);
    if (dot(residual, residual) <= ZERO * ZERO) break;
  }
  return { passive: passive.map(({ index }) => index), values: passive.map(({ value }) => value), residual };
}

/** Coefficients of the columns that come nearest to the last unit vector. */
function leastSquares(columns: readonly Float64Array[]): Float64Array {
  const count = columns.length;
  const scale = columns.map((column) => Math.sqrt(dot(column, column)) || 1);
  const gram = new Float64Array(count * count);
  const right = new Float64Array(count);
  columns.forEach((column, i) => {
    for (let j = 0; j <= i; j++)
      gram[i * count + j] =
        dot(column, columns[j] as Float64Array) / ((scale[i] as number) * (scale[j] as number));
    right[i] = (column[column.length - 1] as number) / (scale[i] as number);
  });
  return new Cholesky(gram, count).solve(right).map((value, i) => value / (scale[i] as number));
}
