import { type ComparableFigure, noRange, type Ranged, rangeOf } from './figure.ts';
import { MIN_PROMPTS } from './interval.ts';
import { effectiveSize, exactInterval } from './share-interval.ts';
import { SwappedSums, type Swaps } from './swaps.ts';

/** What a figure is of a share, where it is not the share itself: rising from 0 at 0 to 1 at 1. */
export type OfShare = (share: number) => number;

/**
 * How often something is so, of how often it could be: accuracy, error rates, safety shares. By prompt: `hits` of
 * `sizes`. The interval is that of the share, taken over by `ofShare`.
 */
export class ShareFigure implements ComparableFigure {
  readonly hits: Float64Array;
  readonly sizes: Float64Array;
  readonly #ofShare: OfShare;

  constructor(hits: Float64Array, sizes: Float64Array, ofShare: OfShare = (share) => share) {
    this.hits = hits;
    this.sizes = sizes;
    this.#ofShare = ofShare;
  }

  get n(): number {
    return sumOf(this.sizes);
  }

  get prompts(): number {
    return this.sizes.reduce((count, size) => count + Number(size > 0), 0);
  }

  get value(): number | null {
    return this.#of(sumOf(this.hits), this.n);
  }

  get ranged(): Ranged {
    const { n, prompts } = this;
    if (n === 0) return noRange('not-defined');
    if (prompts < MIN_PROMPTS) return noRange('few-prompts');
    const [low, high] = exactInterval(sumOf(this.hits) / n, effectiveSize(this.hits, this.sizes));
    return rangeOf([this.#ofShare(low), this.#ofShare(high)]);
  }

  get without(): Float64Array {
    const [hits, n] = [sumOf(this.hits), this.n];
    return this.hits.map(
      (own, prompt) => this.#of(hits - own, n - (this.sizes[prompt] as number)) ?? Number.NaN,
    );
  }

  swapsWith(after: ShareFigure): Swaps {
    return new SwappedSums([this.hits, this.sizes], [after.hits, after.sizes], ([hits, n]) =>
      this.#of(hits as number, n as number),
    );
  }

  #of(hits: number, n: number): number | null {
    return n === 0 ? null : this.#ofShare(hits / n);
  }
}

/** Of the share of right ones among those that are labelled or graded yes, which F1 rises with: 2s / (1 + s). */
export function f1OfShare(share: number): number {
  return (2 * share) / (1 + share);
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
