/** Completions whose ranking labels to look at first, where pairs contradict each other. */
export interface Relabel {
  /** Rows, and in how many of the contradictions each takes part. */
  readonly first: readonly { readonly row: number; readonly of: number }[];
  /** Without the pairs of these completions some weights satisfy all that are left. */
  readonly isEnough: boolean;
}

interface RankedPair {
  readonly better: number;
  readonly worse: number;
}

/** More than these nobody relabels at once. */
const MOST = 8;

/**
 * The completion that takes part in most contradictions, then the one in most of those without it, and so on: a greedy
 * hitting set (Chvátal 1979), which is small but not always the smallest. `furtherWithout`: pairs that still contradict each
 * other where these completions are left out; undefined where none do, `unknown` where that is not known.
 */
export function relabelFirst(
  contradictions: readonly (readonly RankedPair[])[],
  furtherWithout: (rows: ReadonlySet<number>) => readonly RankedPair[] | 'unknown' | undefined,
): Relabel {
  const all = [...contradictions];
  const chosen = new Set<number>();
  const takesPart = (row: number, pairs: readonly RankedPair[]) =>
    pairs.filter(({ better, worse }) => better === row || worse === row).length;
  let isEnough = false;
  while (chosen.size < MOST) {
    const open = all.filter((pairs) => ![...chosen].some((row) => takesPart(row, pairs) > 0));
    if (open.length === 0) {
      const further = furtherWithout(chosen);
      isEnough = further === undefined;
      if (further === undefined || further === 'unknown') break;
      all.push(further);
      continue;
    }
    const rows = [...new Set(open.flat().flatMap(({ better, worse }) => [better, worse]))];
    const weigh = (row: number) => ({
      sets: open.filter((pairs) => takesPart(row, pairs) > 0).length,
      pairs: open.reduce((sum, pairs) => sum + takesPart(row, pairs), 0),
    });
    const best = rows
      .map((row) => ({ row, ...weigh(row) }))
      .reduce((a, b) =>
        b.sets > a.sets ||
        (b.sets === a.sets && (b.pairs > a.pairs || (b.pairs === a.pairs && b.row < a.row)))
          ? b
          : a,
      );
    chosen.add(best.row);
  }
  return {
    first: [...chosen].map((row) => ({
      row,
      of: all.filter((pairs) => takesPart(row, pairs) > 0).length,
    })),
    isEnough,
  };
}
