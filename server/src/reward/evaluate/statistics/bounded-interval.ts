import type { Interval } from './interval.ts';
import { exactInterval, studentWidening } from './share-interval.ts';

export interface BoundedFigure {
  /** Between 0 and 1. */
  readonly value: number;
  /** By the jackknife over prompts. */
  readonly variance: number;
  /**
   * The number of independent trials that would say as much in the worst case, where all completions of a prompt agree: no figure
   * of this kind has a greater variance than value · (1 − value) / worst.
   */
  readonly worst: number;
  /** Degrees of freedom of the variance. */
  readonly df: number;
  /** Prompts that put the figure off its bound at all. */
  readonly telling: number;
}

/**
 * The 95% interval of a figure between 0 and 1 that is no share: that of a share with the same value and variance. As with
 * shares, one more prompt is reckoned with whose completions all agree.
 */
export function boundedInterval({ value, variance, worst, df, telling }: BoundedFigure): Interval {
  const spread = value * (1 - value);
  if (spread <= 0 || !(variance > 0)) return exactInterval(value, worst);
  const measured = variance / spread;
  const ofWorst = 1 / worst;
  const withOneMore = measured < ofWorst ? (telling * measured + ofWorst) / (telling + 1) : 0;
  return exactInterval(
    value,
    1 / Math.max(measured * studentWidening(df, Number.POSITIVE_INFINITY), withOneMore),
  );
}
