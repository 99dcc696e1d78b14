import { add } from './add.ts';
import type { FitData } from './fit-data.ts';
import type { Pairs } from './pairs.ts';

/**
 * The matrix D of feature differences (better minus worse, a row a pair), with further rows below it. D is
 * never made: a completion is in many pairs, so all products go by its own features. With p pairs of n
 * completions and k features, D x costs n k + p instead of p k.
 */
export class Differences {
  readonly #data: FitData;
  readonly #pairs: Pairs;
  readonly #more: readonly Float64Array[];
  readonly #size: number;
  /** One a row of data. */
  readonly #perRow: Float64Array;
  readonly #laplacian: Float64Array;

  constructor(data: FitData, pairs: Pairs, more: readonly Float64Array[]) {
    this.#data = data;
    this.#pairs = pairs;
    this.#more = more;
    this.#size = data.features.length;
    this.#perRow = new Float64Array(data.rowCount);
    this.#laplacian = new Float64Array(this.#size);
  }

  /** into = D x */
  times(x: Float64Array, into: Float64Array): void {
    const { better, worse, count } = this.#pairs;
    const scores = this.#scores(x);
    for (let pair = 0; pair < count; pair++)
      into[pair] = (scores[better[pair] as number] as number) - (scores[worse[pair] as number] as number);
    this.#more.forEach((row, index) => {
      into[count + index] = dot(row, x);
    });
  }

  /** into += D^T a */
  addTransposed(a: Float64Array, into: Float64Array): void {
    const { better, worse, count } = this.#pairs;
    const net = this.#perRow.fill(0);
    for (let pair = 0; pair < count; pair++) {
      const value = a[pair] as number;
      add(net, better[pair] as number, value);
      add(net, worse[pair] as number, -value);
    }
    const { values, rowCount } = this.#data;
    const size = this.#size;
    for (let row = 0, at = 0; row < rowCount; row++) {
      const value = net[row] as number;
      for (let feature = 0; feature < size; feature++, at++)
        add(into, feature, value * (values[at] as number));
    }
    this.#more.forEach((each, index) => {
      for (let feature = 0; feature < size; feature++)
        add(into, feature, (a[count + index] as number) * (each[feature] as number));
    });
  }

  /**
   * The lower triangle of `into` += D^T diag(theta) D. By prompt that is X^T L X with the Laplacian L of the graph
   * whose edges are the pairs, weighted by theta.
   */
  addGram(theta: Float64Array, into: Float64Array): void {
    const { better, worse, promptStarts } = this.#pairs;
    const { values, promptStarts: rowStarts } = this.#data;
    const size = this.#size;
    const degree = this.#perRow.fill(0);
    const lx = this.#laplacian;
    for (let prompt = 0; prompt + 1 < rowStarts.length; prompt++) {
      const first = promptStarts[prompt] as number;
      const end = promptStarts[prompt + 1] as number;
      if (first === end) continue;
      for (let pair = first; pair < end; pair++) {
        add(degree, better[pair] as number, theta[pair] as number);
        add(degree, worse[pair] as number, theta[pair] as number);
      }
      // Pairs are in the order of their better row: its share of L X is made while they pass, and used at once.
      // An edge counts in both of its rows, so the better row carries twice the off-diagonal part, and the
      // triangle is made symmetric by adding both products.
      let pair = first;
      for (let row = rowStarts[prompt] as number; row < (rowStarts[prompt + 1] as number); row++) {
        const at = row * size;
        const own = (degree[row] as number) / 2;
        for (let feature = 0; feature < size; feature++) lx[feature] = own * (values[at + feature] as number);
        for (; pair < end && better[pair] === row; pair++) {
          const weight = theta[pair] as number;
          const other = (worse[pair] as number) * size;
          for (let feature = 0; feature < size; feature++)
            add(lx, feature, -(weight * (values[other + feature] as number)));
        }
        for (let i = 0; i < size; i++) {
          const x = values[at + i] as number;
          const y = lx[i] as number;
          const line = i * size;
          for (let j = 0; j <= i; j++)
            add(into, line + j, x * (lx[j] as number) + y * (values[at + j] as number));
        }
      }
    }
    this.#more.forEach((row, index) => {
      const weight = theta[this.#pairs.count + index] as number;
      for (let i = 0; i < size; i++)
        for (let j = 0; j <= i; j++)
          add(into, i * size + j, weight * (row[i] as number) * (row[j] as number));
    });
  }

  /** |x_better| · |w| + |x_worse| · |w| for each pair, and |row| · |w| for each further row: a bound of all terms. */
  absoluteTimes(w: Float64Array): Float64Array {
    const { better, worse, count } = this.#pairs;
    const size = this.#size;
    const scores = this.#perRow;
    for (let row = 0, at = 0; row < this.#data.rowCount; row++) {
      let sum = 0;
      for (let feature = 0; feature < size; feature++, at++)
        sum += Math.abs((this.#data.values[at] as number) * (w[feature] as number));
      scores[row] = sum;
    }
    const terms = new Float64Array(count + this.#more.length);
    for (let pair = 0; pair < count; pair++)
      terms[pair] = (scores[better[pair] as number] as number) + (scores[worse[pair] as number] as number);
    this.#more.forEach((row, index) => {
      terms[count + index] = row.reduce((sum, value, f) => sum + Math.abs(value * (w[f] as number)), 0);
    });
    return terms;
  }

  /** The absolute terms of D^T a, added up, for `a` of 0 or more. */
  absoluteTransposed(a: Float64Array): Float64Array {
    const { better, worse, count } = this.#pairs;
    const net = this.#perRow.fill(0);
    for (let pair = 0; pair < count; pair++) {
      add(net, better[pair] as number, a[pair] as number);
      add(net, worse[pair] as number, a[pair] as number);
    }
    const { values, rowCount } = this.#data;
    const terms = new Float64Array(this.#size);
    for (let row = 0, at = 0; row < rowCount; row++)
      for (let feature = 0; feature < this.#size; feature++, at++)
        add(terms, feature, (net[row] as number) * Math.abs(values[at] as number));
    this.#more.forEach((row, index) => {
      row.forEach((value, f) => {
        add(terms, f, (a[count + index] as number) * Math.abs(value));
      });
    });
    return terms;
  }

  /** No sum of D^T a has more terms in a row. */
  get longestSum(): number {
    return this.#data.rowCount + this.#pairs.count + this.#more.length;
  }

  #scores(x: Float64Array): Float64Array {
    const { values, rowCount } = this.#data;
    const size = this.#size;
    const scores = this.#perRow;
    for (let row = 0, at = 0; row < rowCount; row++) {
      let sum = 0;
      for (let feature = 0; feature < size; feature++, at++)
        sum += (values[at] as number) * (x[feature] as number);
      scores[row] = sum;
    }
    return scores;
  }
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] as number) * (b[index] as number);
  return sum;
}
