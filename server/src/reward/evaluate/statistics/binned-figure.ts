import { type ComparableFigure, noRange, type Ranged } from './figure.ts';

/**
 * The expected calibration error: per bin the distance of the sums of probabilities and of labels, added up, over n. It
 * has no interval: it is above its true value by chance alone (the distance of two noisy sums is never below 0), the more
 * so the fewer completions a bin holds, and an interval around it would say that of a perfectly calibrated grader.
 */
export class BinnedFigure implements ComparableFigure {
  readonly #gaps: readonly Float64Array[];
  readonly #sizes: Float64Array;

  /** `gaps`: by bin and prompt, the probabilities less the labels. */
  constructor(gaps: readonly Float64Array[], sizes: Float64Array) {
    this.#gaps = gaps;
    this.#sizes = sizes;
  }

  get n(): number {
    return this.#sizes.reduce((sum, size) => sum + size, 0);
  }

  get prompts(): number {
    return this.#sizes.reduce((count, size) => count + Number(size > 0), 0);
  }

  get value(): number | null {
    return this.#of((gaps) => gaps.reduce((sum, each) => sum + each, 0), this.n);
  }

  get ranged(): Ranged {
    return noRange(this.n === 0 ? 'not-defined' : 'biased');
  }

  get without(): Float64Array {
    const sums = this.#gaps.map((gaps) => gaps.reduce((sum, each) => sum + each, 0));
    const { n } = this;
    return this.#sizes.map((size, prompt) => {
      const off = sums.reduce(
        (all, sum, bin) => all + Math.abs(sum - (this.#gaps[bin]?.[prompt] as number)),
        0,
      );
      return off / (n - size);
    });
  }

  differs(other: BinnedFigure): Uint8Array {
    return this.#sizes.reduce((found, size, prompt) => {
      const isOther = this.#gaps.some((gaps, bin) => gaps[prompt] !== other.#gaps[bin]?.[prompt]);
      found[prompt] = Number(isOther || size !== other.#sizes[prompt]);
      return found;
    }, new Uint8Array(this.#sizes.length));
  }

  mixedWith(other: BinnedFigure, marked: Uint8Array): number | null {
    const n = this.#sizes.reduce(
      (sum, size, prompt) => sum + (marked[prompt] ? (other.#sizes[prompt] as number) : size),
      0,
    );
    return this.#of((gaps, bin) => {
      const others = other.#gaps[bin] as Float64Array;
      return gaps.reduce(
        (sum, each, prompt) => sum + (marked[prompt] ? (others[prompt] as number) : each),
        0,
      );
    }, n);
  }

  #of(sum: (gaps: Float64Array, bin: number) => number, n: number): number | null {
    return n === 0 ? null : this.#gaps.reduce((all, gaps, bin) => all + Math.abs(sum(gaps, bin)), 0) / n;
  }
}
