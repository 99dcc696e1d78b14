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
 * What a correction takes for granted of the completions without a label. `random-labels`: those with a label are a random
 * part of all. `same-errors`: less than that, only that the grader errs on them as it does on those with a label.
 */
export type Assumption = 'random-labels' | 'same-errors';

/** Shares by the grader that are further apart, in standard errors, are not of two random parts. */
const NOT_RANDOM = 2;

/**
 * A share of completions some of which have labels and all of which have grades: the labels' share, plus λ times the
 * difference of the grader's shares of the completions without a label and of those with one (prediction-powered
 * inference, Angelopoulos et al. 2023). If those with a label are a random part of all, it is unbiased for every λ
 * and whatever the grader does, and λ in [0, 1] is chosen so that the variance over prompts is least (PPI++, Angelopoulos,
 * Duchi and Zrnic 2023): a grader that says nothing gets 0, and the labels stand alone. Where the grader's shares show
 * that they are no random part, λ is the share without a label. The estimate is then that of counting labels where they are,
 * and elsewhere grades less the mean error that they have where there are labels. In either case the grader must not have learnt from these labels.
 */
export class CorrectedShare implements Figure {
  readonly value: number;
  /** How much the grader is listened to. */
  readonly lambda: number;
  readonly assumption: Assumption;
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
    const apart = Math.abs(gradedElsewhere - graded);
    const isRandom = apart <= NOT_RANDOM * Math.sqrt((squares * count) / (count - 1));
    this.assumption = isRandom ? 'random-labels' : 'same-errors';
    const best = squares === 0 ? 0 : Math.min(1, Math.max(0, products / squares));
    this.lambda = isRandom ? best : unlabelled / (labelled + unlabelled);
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
