import type { Vector } from './vector.ts';

/**
 * How large each term is made for one proposition, before its weights are learnt: half as every other term, half by
 * how differently positives and negatives use it, `|log ratio of the shares of rows that have it|`, one row of either
 * kind added (the scaling of NBSVM: Wang & Manning 2012, "Baselines and bigrams"). The mean over the terms is 1. A large
 * feature needs a small weight, so what few labels already show is believed sooner than what they do not.
 */
export function termScales(
  vectors: readonly Vector[],
  answers: readonly boolean[],
  terms: number,
): Float64Array {
  const counts = { yes: new Float64Array(terms).fill(1), no: new Float64Array(terms).fill(1) };
  const rows = { yes: 2, no: 2 };
  vectors.forEach(({ columns }, row) => {
    const side = answers[row] ? 'yes' : 'no';
    rows[side]++;
    for (const column of columns)
      if (column < terms) counts[side][column] = (counts[side][column] as number) + 1;
  });
  const prior = Math.log(rows.no / rows.yes);
  const ratios = counts.yes.map((yes, term) => Math.abs(Math.log(yes / (counts.no[term] as number)) + prior));
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / Math.max(1, terms);
  return mean === 0 ? ratios.fill(1) : ratios.map((ratio) => (1 + ratio / mean) / 2);
}

/** The vector with its terms that large; other features stay. */
export function scaled({ columns, values }: Vector, scales: Float64Array): Vector {
  return { columns, values: values.map((value, index) => value * (scales[columns[index] as number] ?? 1)) };
}
