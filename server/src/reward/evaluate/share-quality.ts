import type { Assumption } from './statistics/corrected-share.ts';
import type { Estimate, Interval, NoInterval } from './statistics/interval.ts';

/** What labels say of completions that the grader has judged as well. */
export interface LabelledRate {
  /** The share by the labels. */
  readonly rate: number;
  readonly interval: Interval | null;
  readonly noInterval?: NoInterval;
  /** Completions with a label and a grade; both shares are over these. */
  readonly n: number;
  readonly prompts: number;
  /** The share by the grader. */
  readonly graded: number;
  /** The grader's share less the labels'. */
  readonly difference: number;
}

/**
 * What an estimate of a share rests on.
 * - `labels`: every completion has a label.
 * - `corrected`: the grader's share, corrected by how the grader errs on the completions that have a label.
 * - `graded`: the grader alone; its errors are in the share and not in the interval.
 */
export type EstimatedBy = 'labels' | 'corrected' | 'graded';

export interface ShareEstimate extends Estimate {
  readonly by: EstimatedBy;
  /** Of a corrected share. */
  readonly assumes?: Assumption;
  /** How many of the `n` completions have a label. */
  readonly labelled: number;
}

/** A share that rests on what the grader says of completions. */
export interface SharedRate {
  /** As the grader says, over all completions that it has judged. */
  readonly graded: Estimate;
  readonly estimate: ShareEstimate;
  /** There are not labels enough to correct the grader's errors. */
  readonly asGraded: boolean;
}
