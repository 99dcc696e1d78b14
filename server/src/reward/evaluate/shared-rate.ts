import type { EstimatedBy, LabelledRate, SharedRate, ShareEstimate } from './share-quality.ts';
import { CorrectedShare, type GradedCounts } from './statistics/corrected-share.ts';
import { estimateOf, type Figure } from './statistics/figure.ts';
import { MIN_PROMPTS } from './statistics/interval.ts';
import { ShareFigure } from './statistics/share-figure.ts';

/** Whether something is so of a completion, by the grader, and by people where they have said. */
export interface Judged {
  readonly prompt: number;
  readonly graded: boolean;
  readonly label?: boolean | undefined;
}

/** A share by the grader and by people. */
export class JudgedShare {
  /** By the grader, of all. */
  readonly graded: ShareFigure;
  /** By people, of those that they have judged. */
  readonly labels: ShareFigure;
  /** By the grader, of the same ones. */
  readonly gradedOfLabelled: ShareFigure;
  /** The best that the labels allow. */
  readonly estimate: Figure;
  readonly by: EstimatedBy;

  constructor(rows: readonly Judged[], count: number) {
    const counts = countsOf(rows, count);
    const plus = (a: Float64Array, b: Float64Array) => a.map((each, index) => each + (b[index] as number));
    this.graded = new ShareFigure(
      plus(counts.labelledGradedYes, counts.unlabelledGradedYes),
      plus(counts.labelled, counts.unlabelled),
    );
    this.labels = new ShareFigure(counts.labelledYes, counts.labelled);
    this.gradedOfLabelled = new ShareFigure(counts.labelledGradedYes, counts.labelled);
    const isEach = this.labels.n === this.graded.n;
    this.by =
      this.labels.n > 0 && isEach ? 'labels' : this.labels.prompts < MIN_PROMPTS ? 'graded' : 'corrected';
    this.estimate =
      this.by === 'labels' ? this.labels : this.by === 'graded' ? this.graded : new CorrectedShare(counts);
  }

  get shareEstimate(): ShareEstimate {
    const { estimate, by, labels } = this;
    const assumes = estimate instanceof CorrectedShare ? estimate.assumption : undefined;
    return { ...estimateOf(estimate), by, ...(assumes && { assumes }), labelled: labels.n };
  }

  get rate(): SharedRate {
    return {
      graded: estimateOf(this.graded),
      estimate: this.shareEstimate,
      asGraded: this.by === 'graded' && this.graded.n > 0,
    };
  }

  get labelledRate(): LabelledRate | undefined {
    const { value, n, prompts, interval, noInterval } = estimateOf(this.labels);
    const graded = this.gradedOfLabelled.value;
    if (value === null || graded === null) return undefined;
    return {
      rate: value,
      interval,
      ...(noInterval && { noInterval }),
      n,
      prompts,
      graded,
      difference: graded - value,
    };
  }
}

function countsOf(rows: readonly Judged[], count: number): GradedCounts {
  const zeros = () => new Float64Array(count);
  const counts: GradedCounts = {
    labelled: zeros(),
    labelledYes: zeros(),
    labelledGradedYes: zeros(),
    unlabelled: zeros(),
    unlabelledGradedYes: zeros(),
  };
  const add = (to: Float64Array, prompt: number, more: boolean) => {
    to[prompt] = (to[prompt] as number) + Number(more);
  };
  for (const { prompt, graded, label } of rows) {
    add(label === undefined ? counts.unlabelled : counts.labelled, prompt, true);
    add(label === undefined ? counts.unlabelledGradedYes : counts.labelledGradedYes, prompt, graded);
    if (label !== undefined) add(counts.labelledYes, prompt, label);
  }
  return counts;
}
