/** A 95% interval. */
export type Interval = readonly [low: number, high: number];

/**
 * Why a figure has no interval:
 * - `few-prompts`: fewer than `MIN_PROMPTS` prompts have what the figure reads, or too few of them tell anything.
 * - `few-of-a-kind`: fewer than that many prompts have a completion labelled yes, or one labelled no.
 * - `biased`: the figure is above its true value by chance alone, so an interval around it would be too high.
 * - `not-defined`: there is no figure.
 */
export type NoInterval = 'few-prompts' | 'few-of-a-kind' | 'biased' | 'not-defined';

/**
 * Fewer prompts give no interval and no p: with 5 prompts even the exact sign-flip test cannot fall below
 * 2/2^5 = 0.0625, whatever they say.
 */
export const MIN_PROMPTS = 6;

/** A figure with what it is over. */
export interface Estimate {
  /** Null where it is not defined. */
  readonly value: number | null;
  /** Null where none can be given; `noInterval` says why. */
  readonly interval: Interval | null;
  readonly noInterval?: NoInterval;
  /** What is counted: completions, or comparisons of two. */
  readonly n: number;
  /** The prompts that they belong to. */
  readonly prompts: number;
}
