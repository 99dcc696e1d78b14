/**
 * For tests: whether any w satisfies row · w >= least for all conditions, in whole numbers, so that nothing is rounded.
 * By Farkas' lemma none does where factors of 0 or more make the rows cancel and their least values add up to something
 * above 0; the largest such sum, with factors that add up to 1 at most, is found by the simplex method (Bland's
 * rule, so that it ends; Edmonds' pivots, which keep the numbers whole).
 */
export function canHoldExactly(
  conditions: readonly { readonly row: readonly number[]; readonly least: number }[],
): boolean {
  const size = conditions[0]?.row.length ?? 0;
  const columns = conditions.map(({ row, least }) => ({ row: row.map(BigInt), least: BigInt(least) }));
  const height = 2 * size + 1;
  const width = columns.length + height;
  // Rows: D^T x <= 0, -D^T x <= 0, sum x <= 1, each with its slack; then the objective; last, the right side.
  const tableau = Array.from({ length: height + 1 }, (_, line) =>
    Array.from({ length: width + 1 }, (_, at) => {
      if (at === width) return line === height - 1 ? 1n : 0n;
      if (at >= columns.length) return at - columns.length === line ? 1n : 0n;
      const { row, least } = columns[at] as (typeof columns)[number];
      if (line === height) return -least;
      if (line === height - 1) return 1n;
      return line < size ? (row[line] as bigint) : -(row[line - size] as bigint);
    }),
  );
  const basis = Array.from({ length: height }, (_, line) => columns.length + line);
  let previous = 1n;
  for (;;) {
    const objective = tableau[height] as bigint[];
    if ((objective[width] as bigint) > 0n) return false;
    const entering = objective.findIndex((value, at) => at < width && value < 0n);
    if (entering === -1) return true;
    let leaving = -1;
    for (let line = 0; line < height; line++) {
      const row = tableau[line] as bigint[];
      if ((row[entering] as bigint) <= 0n) continue;
      if (leaving === -1) leaving = line;
      else {
        const best = tableau[leaving] as bigint[];
        const [one, other] = [
          (row[width] as bigint) * (best[entering] as bigint),
          (best[width] as bigint) * (row[entering] as bigint),
        ];
        if (one < other || (one === other && (basis[line] as number) < (basis[leaving] as number)))
          leaving = line;
      }
    }
    if (leaving === -1) throw new Error('the sum is bounded, so this cannot be');
    const pivotRow = [...(tableau[leaving] as bigint[])];
    const pivot = pivotRow[entering] as bigint;
    tableau.forEach((row, line) => {
      if (line === leaving) return;
      const factor = row[entering] as bigint;
      for (let at = 0; at <= width; at++)
        row[at] = ((row[at] as bigint) * pivot - factor * (pivotRow[at] as bigint)) / previous;
    });
    basis[leaving] = entering;
    previous = pivot;
  }
}
