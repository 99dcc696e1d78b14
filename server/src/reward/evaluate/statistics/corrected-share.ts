import { boundedInterval } from './bounded-interval.ts';
import { type Figure, noRange, type Ranged, rangeOf } from './figure.ts';
import { MIN_PROMPTS } from './interval.ts';
import { effectivePrompts } from './share-interval.ts';

/** By prompt: how many completions, how many of them the grader says yes of, and the labels do, where there are labels. */
export interface GradedCounts {
  readonly labelled: Float64Array;
  readonly labelledYes: Float64Array;
  readonly labelledGradedYes: Float64Array;
  readonly unlabelled: Float64Array;
  readonly unlabelledGradedYes: Float64Array;
}

/**
 * A share of completions some of which have labels and all of which have grades: the labels' share, plus λ times the
 * difference of the grader's shares of the completions without a label and of those with one. Unbiased whatever the grader
 * does, if those with a label are a random part of all and the grader has not learnt from their labels
 * (prediction-powered inference, Angelopoulos et al. 2023). λ in [0, 1] is what makes the variance over prompts least
 * (PPI++, Angelopoulos, Duchi and Zrnic 2023): a grader that says nothing gets 0, and the labels stand alone.
 */
export class CorrectedShare implements Figure {
  readonly value: number;
  /** How much the grader is listened to. */
  readonly lambda: number;
  readonly #counts: GradedCounts;
  /** By prompt: what it adds to the share's error, to first order. */
  readonly #influence: Float64Array;

  /** There has to be a completion with a label, and one without. */
  constructor(counts: GradedCounts) {
    this.#counts = counts;
    const [labelled, unlabelled] = [sumOf(counts.labelled), sumOf(counts.unlabelled)];
    const byLabels = sumOf(counts.labelledYes) / labelled;
    const graded = sumOf(counts.labelledGradedYes) / labelled;
    const gradedElsewhere = sumOf(counts.unlabelledGradedYes) / unlabelled;
    const count = counts.labelled.length;
    const [ofLabels, ofGrades] = [new Float64Array(count), new Float64Array(count)];
    let [products, squares] = [0, 0];
    for (let prompt = 0; prompt < count; prompt++) {
      const [own, others] = [counts.labelled[prompt] as number, counts.unlabelled[prompt] as number];
      const a = ((counts.labelledYes[prompt] as number) - byLabels * own) / labelled;
      const b =
        ((counts.labelledGradedYes[prompt] as number) - graded * own) / labelled -
        ((counts.unlabelledGradedYes[prompt] as number) - gradedElsewhere * others) / unlabelled;
      ofLabels[prompt] = a;
      ofGrades[prompt] = b;
      products += a * b;
      squares += b * b;
    }
    this.lambda = squares === 0 ? 0 : Math.min(1, Math.max(0, products / squares));
    this.value = Math.min(1, Math.max(0, byLabels + this.lambda * (gradedElsewhere - graded)));
    this.#influence = ofLabels.map((a, prompt) => a - this.lambda * (ofGrades[prompt] as number));
  }

  get n(): number {
    return sumOf(this.#counts.labelled) + sumOf(this.#counts.unlabelled);
  }

  get prompts(): number {
    return countOf(this.#counts.labelled, (own, prompt) => own + (this.#counts.unlabelled[prompt] as number));
  }

  get ranged(): Ranged {
    const { labelled, labelledYes, labelledGradedYes } = this.#counts;
    const withLabels = countOf(labelled, (own) => own);
    if (withLabels < MIN_PROMPTS) return noRange('few-prompts');
    const worst = effectivePrompts(labelled);
    const squares = this.#influence.reduce((sum, each) => sum + each * each, 0);
    const { prompts } = this;
    return rangeOf(
      boundedInterval({
        value: this.value,
        variance: (squares * prompts) / (prompts - 1),
        worst,
        df: Math.max(1, worst - 1),
        // Where grades and labels never differ, how often they would is not known to be 0.
        telling: countOf(labelledYes, (yes, prompt) => Math.abs(yes - (labelledGradedYes[prompt] as number))),
      }),
    );
  }

  get without(): Float64Array {
    return this.#influence.map((each) => this.value - each);
  }
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** How many prompts have something above 0. */
function countOf(values: Float64Array, of: (value: number, prompt: number) => number): number {
  return values.reduce((count, value, prompt) => count + Number(of(value, prompt) > 0), 0);
}
