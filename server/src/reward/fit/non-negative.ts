import { Cholesky } from './cholesky.ts';
import { dot } from './differences.ts';

export interface NonNegative {
  /** Columns with a factor above 0, and their factors. */
  readonly passive: readonly number[];
  readonly values: readonly number[];
}

/** A slope below this share of the residual is rounding. */
const ZERO = 1e-10;
/** A residual below this, of one that starts at 1, is rounding. */
const NO_RESIDUAL = 1e-13;

/**
 * The columns, times factors of 0 or more, that come nearest to the last unit vector, in doubles (Lawson and Hanson
 * 1974, chapter 23): near the truth, and proven by nothing. The columns have length 1.
 */
export function nonNegativeLeastSquares(columns: readonly Float64Array[]): NonNegative {
  const length = columns[0]?.length ?? 1;
  let passive: { index: number; value: number }[] = [];
  let residual = new Float64Array(length);
  residual[length - 1] = 1;
  const barred = new Set<number>();
  // Each round adds a column; more rounds than this are rounding at work.
  for (let round = 0; round < 30 * length + 100; round++) {
    let entering = -1;
    let steepest = ZERO * Math.sqrt(dot(residual, residual));
    columns.forEach((column, index) => {
      const slope = dot(column, residual);
      if (slope > steepest && !barred.has(index) && !passive.some((each) => each.index === index)) {
        steepest = slope;
        entering = index;
      }
    });
    if (entering === -1) break;
    passive.push({ index: entering, value: 0 });
    for (let tries = 0; tries <= length + 1; tries++) {
      const target = leastSquares(passive.map(({ index }) => columns[index] as Float64Array));
      const isNumber = target.every((value) => Number.isFinite(value));
      if (!isNumber || (tries === 0 && (target[passive.length - 1] as number) <= 0)) {
        // It came in by rounding alone.
        barred.add(entering);
        passive = passive.filter(({ index }) => index !== entering);
        break;
      }
      let step = 1;
      passive.forEach(({ value }, at) => {
        const aim = target[at] as number;
        if (aim <= 0) step = Math.min(step, value / (value - aim));
      });
      passive = passive
        .map((each, at) => ({ ...each, value: each.value + step * ((target[at] as number) - each.value) }))
        .filter(({ value }, at) => (target[at] as number) > 0 || value > ZERO ** 2);
      if (step === 1) {
        barred.clear();
        break;
      }
    }
    residual = new Float64Array(length);
    residual[length - 1] = 1;
    for (const { index, value } of passive)
      for (let at = 0; at < length; at++)
        residual[at] = (residual[at] as number) - value * ((columns[index] as Float64Array)[at] as number);
    if (Math.sqrt(dot(residual, residual)) <= NO_RESIDUAL) break;
  }
  return { passive: passive.map(({ index }) => index), values: passive.map(({ value }) => value) };
}

/** Coefficients of the columns that come nearest to the last unit vector. */
function leastSquares(columns: readonly Float64Array[]): Float64Array {
  const count = columns.length;
  const gram = new Float64Array(count * count);
  columns.forEach((column, i) => {
    for (let j = 0; j <= i; j++) gram[i * count + j] = dot(column, columns[j] as Float64Array);
  });
  const right = Float64Array.from(columns, (column) => column[column.length - 1] as number);
  return new Cholesky(gram, count).solve(right);
}
