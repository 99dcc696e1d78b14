/** digits * 10^exponent, with at most 16 digits: a number as people write it. */
export interface Decimal {
  readonly digits: number;
  readonly exponent: number;
}

/** So many significant digits survive in a double, whatever they are. */
const DIGITS = 15;

/**
 * The decimal number that a double stands for, to 15 significant digits of `magnitude`: what is smaller is rounding.
 * `magnitude` is the largest of the numbers that the value was computed from; itself where it was not computed.
 */
export function decimalOf(value: number, magnitude = Math.abs(value)): Decimal {
  if (value === 0 || magnitude === 0) return { digits: 0, exponent: 0 };
  const exponent = powerOfTen(magnitude) - DIGITS + 1;
  // Powers of ten are exact in a double only up to 22; one rounding is below half of the last digit.
  const scaled = exponent >= 0 ? value / 10 ** exponent : value * 10 ** Math.min(-exponent, 300);
  const digits = Math.round(exponent < -300 ? scaled * 10 ** (-exponent - 300) : scaled);
  return { digits, exponent };
}

/** The exponent of a number above 0 in scientific notation. */
export function powerOfTen(value: number): number {
  return Number(value.toExponential(0).split('e')[1]);
}

/** The same numbers times one power of ten, as whole numbers. */
export function wholeNumbers(decimals: readonly Decimal[]): { whole: bigint[]; exponent: number } {
  const used = decimals.filter(({ digits }) => digits !== 0);
  const exponent = used.length === 0 ? 0 : Math.min(...used.map((each) => each.exponent));
  const whole = decimals.map(({ digits, exponent: own }) =>
    digits === 0 ? 0n : BigInt(digits) * 10n ** BigInt(own - exponent),
  );
  return { whole, exponent };
}

/** numerator / denominator to the nearest double but one, whatever their sizes; the denominator is above 0. */
export function quotient(numerator: bigint, denominator: bigint): number {
  if (numerator === 0n) return 0;
  const shift = 64 - bitLength(numerator) + bitLength(denominator);
  const scaled =
    shift >= 0 ? (numerator << BigInt(shift)) / denominator : numerator / (denominator << BigInt(-shift));
  // Two steps, since the power alone may be out of range.
  const half = Math.trunc(-shift / 2);
  return Number(scaled) * 2 ** half * 2 ** (-shift - half);
}

function bitLength(value: bigint): number {
  return (value < 0n ? -value : value).toString(16).length * 4;
}

/**
 * Solves A x = b exactly for a symmetric A of whole numbers (Bareiss 1968: elimination without fractions): x is
 * `numerators` over `denominator`, which is above 0 where A is positive definite. Undefined where A is singular in
 * one of its leading parts, which a positive definite one never is.
 */
export function solveWhole(
  matrix: readonly (readonly bigint[])[],
  right: readonly bigint[],
): { numerators: bigint[]; denominator: bigint } | undefined {
  const size = right.length;
  const rows = matrix.map((row, index) => [...row, right[index] as bigint]);
  let previous = 1n;
  for (let step = 0; step < size; step++) {
    const pivotRow = rows[step] as bigint[];
    const pivot = pivotRow[step] as bigint;
    if (pivot === 0n) return undefined;
    for (let index = 0; index < size; index++) {
      if (index === step) continue;
      const row = rows[index] as bigint[];
      const factor = row[step] as bigint;
      for (let column = step + 1; column <= size; column++)
        row[column] = ((row[column] as bigint) * pivot - factor * (pivotRow[column] as bigint)) / previous;
      row[step] = 0n;
    }
    previous = pivot;
  }
  // Jordan's elimination keeps every row over the last pivot.
  return { numerators: rows.map((row) => row[size] as bigint), denominator: previous };
}

export function product(a: readonly bigint[], b: readonly bigint[]): bigint {
  let sum = 0n;
  for (let at = 0; at < a.length; at++) sum += (a[at] as bigint) * (b[at] as bigint);
  return sum;
}

export const absolute = (value: bigint): bigint => (value < 0n ? -value : value);
