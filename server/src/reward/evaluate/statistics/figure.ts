import type { Estimate, Interval, NoInterval } from './interval.ts';
import type { Swaps } from './swaps.ts';

/** An interval, or why there is none. */
export type Ranged = Pick<Estimate, 'interval' | 'noInterval'>;

/**
 * A figure of completions that hang together by prompt, prepared so that it can be measured again without a prompt.
 * Prompts are numbered; figures that belong together number them alike.
 */
export interface Figure {
  /** Completions, or comparisons of two. */
  readonly n: number;
  /** Prompts that have any of these. */
  readonly prompts: number;
  /** Null where it is not defined. */
  readonly value: number | null;
  readonly ranged: Ranged;
  /** By prompt: the figure without that prompt; NaN where it is then not defined. */
  readonly without: Float64Array;
}

/** A figure that can be compared with that of another run over the same prompts. */
export interface ComparableFigure extends Figure {
  /** `after`: the same figure of the other run. */
  swapsWith(after: this): Swaps;
}

export function rangeOf(interval: Interval): Ranged {
  return { interval };
}

export function noRange(noInterval: NoInterval): Ranged {
  return { interval: null, noInterval };
}

export function estimateOf({ value, n, prompts, ranged }: Figure): Estimate {
  return { value, n, prompts, ...ranged };
}

/** The jackknife's variance of a figure over prompts (Tukey 1958); NaN where leaving one out makes it undefined. */
export function jackknifeVariance(without: Float64Array, takesPart: (prompt: number) => boolean): number {
  let [count, sum] = [0, 0];
  without.forEach((value, prompt) => {
    if (!takesPart(prompt)) return;
    count++;
    sum += value;
  });
  const mean = sum / count;
  let squares = 0;
  without.forEach((value, prompt) => {
    if (takesPart(prompt)) squares += (value - mean) ** 2;
  });
  return (squares * (count - 1)) / count;
}
