import { type ComparableFigure, noRange, type Ranged } from './figure.ts';
import { SwappedSums, type Swaps } from './swaps.ts';

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
    return errorOf([this.n, ...this.#gaps.map((gaps) => gaps.reduce((sum, each) => sum + each, 0))]);
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

  swapsWith(after: BinnedFigure): Swaps {
    return new SwappedSums([this.#sizes, ...this.#gaps], [after.#sizes, ...after.#gaps], errorOf);
  }
}

/** Of n and the gap of each bin. */
function errorOf([n = 0, ...gaps]: Iterable<number>): number | null {
  return n === 0 ? null : gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / n;
}
