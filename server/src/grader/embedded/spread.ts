import type { SparseRows } from './logistic.ts';
import type { Vector } from './vector.ts';

/** How far the weights of a fit are from being settled by its rows: the variance of each, and of the bias. */
export interface Spread {
  readonly variances: Float32Array;
  readonly biasVariance: number;
}

/** As large as anything that a Float32Array and JSON can hold with room to spare; says "not settled at all". */
const UNSETTLED = 1e6;

/**
 * Laplace's approximation of the posterior of L2-regularised logistic regression, with the diagonal of the Hessian:
 * `|w|^2 / 2 + C loss` is the negative log posterior, times `C`, of weights with the prior N(0, C), so the precision of a
 * weight is `1 / C + sum_i importance_i p_i (1 - p_i) x_ij^2` (Chapelle & Li 2011, "An empirical evaluation of Thompson
 * sampling", algorithm 3). The bias has a flat prior. `scores`: `w x_i + b` of each row.
 */
export function spreadOf(
  rows: SparseRows,
  importance: Float64Array,
  scores: Float64Array,
  c: number,
): Spread {
  const precision = new Float64Array(rows.width).fill(1 / c);
  let biasPrecision = 0;
  for (let row = 0; row < scores.length; row++) {
    const p = 1 / (1 + Math.exp(-(scores[row] as number)));
    const information = (importance[row] as number) * p * (1 - p);
    biasPrecision += information;
    const end = rows.starts[row + 1] as number;
    for (let at = rows.starts[row] as number; at < end; at++) {
      const column = rows.columns[at] as number;
      precision[column] = (precision[column] as number) + information * (rows.values[at] as number) ** 2;
    }
  }
  return {
    variances: Float32Array.from(precision, (each) => 1 / each),
    biasVariance: Math.min(UNSETTLED, 1 / biasPrecision),
  };
}

/** The two-sided 95 % quantile of the normal distribution. */
const Z = 1.959963984540054;

/** The 95 % credible interval of P(yes) for a text with this vector and score. */
export function intervalOf(
  { variances, biasVariance }: Spread,
  { columns, values }: Vector,
  score: number,
): readonly [low: number, high: number] {
  let variance = biasVariance;
  for (let index = 0; index < columns.length; index++)
    variance += (values[index] as number) ** 2 * (variances[columns[index] as number] as number);
  const reach = Z * Math.sqrt(variance);
  return [1 / (1 + Math.exp(reach - score)), 1 / (1 + Math.exp(-reach - score))];
}
