/**
 * For tests: the least value of a strictly convex quadratic problem in exact fractions, by complementary pivoting on its
 * dual (Lemke 1965; Cottle, Pang, Stone 1992, section 4.4), which shares nothing with the fit but the problem.
 *
 * Over w: the sum of share * max(0, target - row · w) plus half the sum of curvature w^2, where row · w >= target
 * for those without a share. All numbers are whole.
 */
export interface WholeHinge {
  readonly row: readonly bigint[];
  readonly target: bigint;
  /** Undefined: a condition. */
  readonly share?: bigint | undefined;
}

export interface Fraction {
  readonly n: bigint;
  /** Above 0. */
  readonly d: bigint;
}

export function leastExactly(hinges: readonly WholeHinge[], curvature: readonly bigint[]): Fraction {
  // 1 / curvature = inverse / common
  const common = curvature.reduce((all, value) => all * value, 1n);
  const inverse = curvature.map((value) => common / value);
  const count = hinges.length;
  const shared = hinges.flatMap(({ share }, index) => (share === undefined ? [] : [index]));
  const size = count + shared.length;
  // Slack = M z + q: [common-scaled gram, 1; -1, 0], with the multipliers of the upper bounds below.
  const matrix = Array.from({ length: size }, () => new Array<bigint>(size).fill(0n));
  const constant = new Array<bigint>(size).fill(0n);
  hinges.forEach((a, i) => {
    hinges.forEach((b, j) => {
      (matrix[i] as bigint[])[j] = a.row.reduce(
        (sum, value, f) => sum + value * (b.row[f] as bigint) * (inverse[f] as bigint),
        0n,
      );
    });
    constant[i] = -a.target * common;
  });
  shared.forEach((index, at) => {
    (matrix[index] as bigint[])[count + at] = common;
    (matrix[count + at] as bigint[])[index] = -common;
    constant[count + at] = (hinges[index]?.share as bigint) * common;
  });
  const factors = lemke(matrix, constant);
  // Dual: target · factors - half |rows^T factors|^2 by curvature.
  const { values, of } = factors;
  const pull = inverse.map((_, f) =>
    hinges.reduce((sum, { row }, index) => sum + (row[f] as bigint) * (values[index] as bigint), 0n),
  );
  const gain = hinges.reduce((sum, { target }, index) => sum + target * (values[index] as bigint), 0n);
  const square = pull.reduce((sum, value, f) => sum + value * value * (inverse[f] as bigint), 0n);
  return { n: 2n * common * of * gain - square, d: 2n * common * of * of };
}

/** z >= 0 with M z + q >= 0 and complementary, for a positive semidefinite M. Pivots keep the numbers whole. */
function lemke(
  matrix: readonly (readonly bigint[])[],
  constant: readonly bigint[],
): { values: bigint[]; of: bigint } {
  const size = constant.length;
  if (constant.every((value) => value >= 0n)) return { values: constant.map(() => 0n), of: 1n };
  // Columns: slacks, z, the covering variable, the right side; slack - M z - cover = q.
  const cover = 2 * size;
  const right = cover + 1;
  const rows = matrix.map((line, i) => [
    ...line.map((_, j) => (i === j ? 1n : 0n)),
    ...line.map((value) => -value),
    -1n,
    constant[i] as bigint,
  ]);
  const basis = rows.map((_, i) => i);
  let of = 1n;
  const pivot = (at: number, column: number) => {
    const line = rows[at] as bigint[];
    const by = line[column] as bigint;
    rows.forEach((row, i) => {
      if (i === at) return;
      const factor = row[column] as bigint;
      for (let j = 0; j <= right; j++) row[j] = ((row[j] as bigint) * by - factor * (line[j] as bigint)) / of;
    });
    basis[at] = column;
    of = by;
    if (of < 0n) {
      of = -of;
      for (const row of rows) for (let j = 0; j <= right; j++) row[j] = -(row[j] as bigint);
    }
  };
  /** Of two rows, the one whose right side, then its slack columns, over the entering column are first smaller. */
  const isSmaller = (a: bigint[], b: bigint[], column: number): boolean => {
    for (const j of [right, ...constant.keys()]) {
      const difference = (a[j] as bigint) * (b[column] as bigint) - (b[j] as bigint) * (a[column] as bigint);
      if (difference !== 0n) return difference < 0n;
    }
    return false;
  };
  let leaving = 0;
  rows.forEach((row, i) => {
    if ((row[right] as bigint) <= ((rows[leaving] as bigint[])[right] as bigint)) leaving = i;
  });
  let entering = cover;
  for (;;) {
    const left = basis[leaving] as number;
    pivot(leaving, entering);
    if (left === cover) break;
    entering = left < size ? left + size : left - size;
    leaving = -1;
    rows.forEach((row, i) => {
      if ((row[entering] as bigint) <= 0n) return;
      if (leaving === -1 || isSmaller(row, rows[leaving] as bigint[], entering)) leaving = i;
    });
    if (leaving === -1) throw new Error('the conditions cannot hold together');
    // The covering variable leaves as soon as it can.
    const covering = basis.indexOf(cover);
    const [row, best] = [rows[covering] as bigint[], rows[leaving] as bigint[]];
    if (
      (row[entering] as bigint) > 0n &&
      (row[right] as bigint) * (best[entering] as bigint) ===
        (best[right] as bigint) * (row[entering] as bigint)
    )
      leaving = covering;
  }
  const values = constant.map(() => 0n);
  basis.forEach((variable, i) => {
    if (variable >= size && variable < cover)
      values[variable - size] = (rows[i] as bigint[])[right] as bigint;
  });
  return { values, of };
}
