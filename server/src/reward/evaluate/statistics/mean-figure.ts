import { boundedInterval } from './bounded-interval.ts';
import { type ComparableFigure, jackknifeVariance, noRange, type Ranged, rangeOf } from './figure.ts';
import { MIN_PROMPTS } from './interval.ts';
import { effectivePrompts } from './share-interval.ts';
import { SwappedSums, type Swaps } from './swaps.ts';

/** The mean of something between 0 and 1, such as a squared distance. By prompt: `sums` over `sizes`. */
export class MeanFigure implements ComparableFigure {
  readonly sums: Float64Array;
  readonly sizes: Float64Array;

  constructor(sums: Float64Array, sizes: Float64Array) {
    this.sums = sums;
    this.sizes = sizes;
  }

  get n(): number {
    return this.sizes.reduce((sum, size) => sum + size, 0);
  }

  get prompts(): number {
    return this.sizes.reduce((count, size) => count + Number(size > 0), 0);
  }

  get value(): number | null {
    const { n } = this;
    return n === 0 ? null : this.#sum / n;
  }

  get ranged(): Ranged {
    const { value, prompts } = this;
    if (value === null) return noRange('not-defined');
    if (prompts < MIN_PROMPTS) return noRange('few-prompts');
    const worst = effectivePrompts(this.sizes);
    return rangeOf(
      boundedInterval({
        value,
        variance: jackknifeVariance(this.without, (prompt) => (this.sizes[prompt] as number) > 0),
        worst,
        df: Math.max(1, worst - 1),
        telling: this.sums.reduce((count, sum) => count + Number(sum > 0), 0),
      }),
    );
  }

  get without(): Float64Array {
    const [sum, n] = [this.#sum, this.n];
    return this.sums.map((own, prompt) => (sum - own) / (n - (this.sizes[prompt] as number)));
  }

  get #sum(): number {
    return this.sums.reduce((sum, each) => sum + each, 0);
  }

  swapsWith(after: MeanFigure): Swaps {
    return new SwappedSums([this.sums, this.sizes], [after.sums, after.sizes], ([sum, n]) =>
      n === 0 ? null : (sum as number) / (n as number),
    );
  }
}
