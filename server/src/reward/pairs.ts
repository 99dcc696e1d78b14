/** A completion to fit on, of one response type. */
export interface FitRow {
  readonly promptId: string;
  /** 0 is best; equal ranks are a tie and make no pair. */
  readonly rank: number;
  /** By how much better completions must beat this one. */
  readonly margin: number;
  /** 0 where there is no reward model. */
  readonly baseReward: number;
  /** One a feature, all finite. */
  readonly values: ArrayLike<number>;
}

/** All ordered pairs of completions of one prompt, as indexes of rows. */
export interface Pairs {
  readonly better: Int32Array;
  readonly worse: Int32Array;
}

/** Grouped by prompt, so that the work grows with the pairs and not with the square of the rows. */
export function orderedPairs(rows: readonly FitRow[]): Pairs {
  const groups = new Map<string, number[]>();
  rows.forEach(({ promptId }, index) => {
    const group = groups.get(promptId);
    if (group) group.push(index);
    else groups.set(promptId, [index]);
  });
  const better: number[] = [];
  const worse: number[] = [];
  for (const group of groups.values()) {
    for (const a of group) {
      for (const b of group) {
        if ((rows[a] as FitRow).rank < (rows[b] as FitRow).rank) {
          better.push(a);
          worse.push(b);
        }
      }
    }
  }
  return { better: Int32Array.from(better), worse: Int32Array.from(worse) };
}
