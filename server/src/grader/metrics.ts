/** How well probabilities answer a yes/no question. `null`: not defined for these labels. */
export interface BinaryQuality {
  readonly accuracy: number;
  /** Mean of the shares of positives and of negatives that were answered right. */
  readonly balancedAccuracy: number | null;
  /** Of the positives; 0 where none was found. */
  readonly f1: number | null;
  /**
   * Probability that a positive is ranked above a negative, ties counting half (Mann-Whitney); of answers of several
   * models, over the pairs that one model has answered.
   */
  readonly auroc: number | null;
  /** Mean squared distance of probability and label. */
  readonly brier: number;
  /** Expected calibration error over ten bins of equal width. */
  readonly ece: number;
}

/** Answers whose probability lies in the same tenth. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  /** Null without answers. */
  readonly meanProbability: number | null;
  readonly positives: number;
}

export const CALIBRATION_BINS = 10;

/**
 * Labels and probabilities of the same order and length, in the order of the probabilities: sorted once, they are
 * measured in one pass, as often as a bootstrap asks. Throws a RangeError where they are empty or differ in length.
 */
export class BinaryAnswers {
  readonly #labels: readonly boolean[];
  readonly #probabilities: readonly number[];
  readonly #order: Int32Array;
  readonly #threshold: number;
  /** Per answer, the index of the model that gave it; undefined where it is one model. */
  readonly #models: Int32Array | undefined;
  readonly #modelCount: number;

  /**
   * An answer is "yes" at `threshold` or above. `models`: which model each answer is of, in cross-validation the fold.
   * Pairs are counted within a model only: each fold has learnt from the labels that the others are measured on, so
   * across folds a positive is ranked below a negative more often than chance (Airola et al. 2011, "An experimental
   * comparison of cross-validation techniques for estimating the area under the ROC curve"; Forman & Scholz 2010).
   */
  constructor(
    labels: readonly boolean[],
    probabilities: readonly number[],
    threshold = 0.5,
    models?: readonly unknown[],
  ) {
    if (labels.length === 0 || labels.length !== probabilities.length) {
      throw new RangeError(`${labels.length} labels and ${probabilities.length} probabilities`);
    }
    if (models && models.length !== labels.length)
      throw new RangeError(`${labels.length} labels and ${models.length} models`);
    const distinct = new Map([...new Set(models)].map((model, index) => [model, index]));
    this.#modelCount = Math.max(1, distinct.size);
    this.#models =
      models && distinct.size > 1
        ? Int32Array.from(models, (each) => distinct.get(each) as number)
        : undefined;
    this.#labels = labels;
    this.#probabilities = probabilities;
    this.#threshold = threshold;
    this.#order = Int32Array.from(labels, (_, index) => index).sort(
      (a, b) => (probabilities[a] as number) - (probabilities[b] as number),
    );
  }

  /** `weights`: how often each answer counts; null where none counts. */
  quality(weights?: (index: number) => number): BinaryQuality | null {
    const tallies = Array.from({ length: this.#modelCount }, () => new Tally());
    let [truePositives, falsePositives, positives, n, squares] = [0, 0, 0, 0, 0];
    const gaps = new Float64Array(CALIBRATION_BINS);
    for (const index of this.#order) {
      const weight = weights ? weights(index) : 1;
      if (weight === 0) continue;
      const p = this.#probabilities[index] as number;
      const label = this.#labels[index] === true;
      n += weight;
      if (label) positives += weight;
      if (p >= this.#threshold) {
        if (label) truePositives += weight;
        else falsePositives += weight;
      }
      squares += weight * (p - (label ? 1 : 0)) ** 2;
      const bin = binOf(p);
      gaps[bin] = (gaps[bin] as number) + weight * (p - (label ? 1 : 0));
      (tallies[this.#models?.[index] ?? 0] as Tally).add(p, label, weight);
    }
    if (n === 0) return null;
    const negatives = n - positives;
    const trueNegatives = negatives - falsePositives;
    return {
      accuracy: (truePositives + trueNegatives) / n,
      balancedAccuracy:
        positives === 0 || negatives === 0
          ? null
          : (truePositives / positives + trueNegatives / negatives) / 2,
      f1: positives === 0 ? null : (2 * truePositives) / (positives + truePositives + falsePositives),
      auroc: aurocOf(tallies),
      brier: squares / n,
      // Per bin |mean probability - share of positives|, weighted by the share of answers in the bin.
      ece: gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / n,
    };
  }
}

/** Answers by tenths of their probability, with how many of each are labelled yes. */
export function calibrationOf(
  answers: readonly { readonly p: number; readonly label: boolean }[],
): CalibrationBin[] {
  const bins = Array.from({ length: CALIBRATION_BINS }, () => ({ n: 0, sum: 0, positives: 0 }));
  for (const { p, label } of answers) {
    const bin = bins[binOf(p)] as (typeof bins)[number];
    bin.n++;
    bin.sum += p;
    if (label) bin.positives++;
  }
  return bins.map(({ n, sum, positives }, index) => ({
    from: index / CALIBRATION_BINS,
    to: (index + 1) / CALIBRATION_BINS,
    n,
    meanProbability: n === 0 ? null : sum / n,
    positives,
  }));
}

/** Counts pairs of a positive and a negative that are in order, as answers come in by rising probability. */
class Tally {
  #inOrder = 0;
  #positives = 0;
  #negatives = 0;
  #tiedPositives = 0;
  #tiedNegatives = 0;
  #p = Number.NaN;

  add(p: number, label: boolean, weight: number): void {
    if (p !== this.#p) {
      this.#settle();
      this.#p = p;
    }
    if (label) this.#tiedPositives += weight;
    else this.#tiedNegatives += weight;
  }

  get counts(): { readonly inOrder: number; readonly pairs: number } {
    this.#settle();
    return { inOrder: this.#inOrder, pairs: this.#positives * this.#negatives };
  }

  #settle(): void {
    this.#inOrder += this.#tiedPositives * (this.#negatives + this.#tiedNegatives / 2);
    this.#positives += this.#tiedPositives;
    this.#negatives += this.#tiedNegatives;
    this.#tiedPositives = 0;
    this.#tiedNegatives = 0;
  }
}

function aurocOf(tallies: readonly Tally[]): number | null {
  const counts = tallies.map((tally) => tally.counts);
  const pairs = counts.reduce((sum, each) => sum + each.pairs, 0);
  return pairs === 0 ? null : counts.reduce((sum, each) => sum + each.inOrder, 0) / pairs;
}

export function binOf(p: number): number {
  return Math.min(CALIBRATION_BINS - 1, Math.floor(p * CALIBRATION_BINS));
}

/** Quality of `probabilities` against `labels`: see `BinaryAnswers`. */
export function binaryQuality(
  labels: readonly boolean[],
  probabilities: readonly number[],
  threshold = 0.5,
): BinaryQuality {
  return new BinaryAnswers(labels, probabilities, threshold).quality() as BinaryQuality;
}
