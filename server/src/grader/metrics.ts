/** How well probabilities answer a yes/no question. `null`: not defined for these labels. */
export interface BinaryQuality {
  readonly accuracy: number;
  /** Mean of the shares of positives and of negatives that were answered right. */
  readonly balancedAccuracy: number | null;
  /** Of the positives; 0 where none was found. */
  readonly f1: number | null;
  /** Probability that a positive is ranked above a negative, ties counting half (Mann-Whitney). */
  readonly auroc: number | null;
  /** Mean squared distance of probability and label. */
  readonly brier: number;
  /** Expected calibration error over ten bins of equal width. */
  readonly ece: number;
}

/**
 * Quality of `probabilities` against `labels` of the same order and length; an answer is "yes" at
 * `threshold` or above. Throws a RangeError where they are empty or differ in length.
 */
export function binaryQuality(
  labels: readonly boolean[],
  probabilities: readonly number[],
  threshold = 0.5,
): BinaryQuality {
  if (labels.length === 0 || labels.length !== probabilities.length) {
    throw new RangeError(`${labels.length} labels and ${probabilities.length} probabilities`);
  }
  let truePositives = 0;
  let falsePositives = 0;
  let positives = 0;
  let squares = 0;
  labels.forEach((label, index) => {
    const p = probabilities[index] as number;
    if (label) positives++;
    if (p >= threshold && label) truePositives++;
    if (p >= threshold && !label) falsePositives++;
    squares += (p - (label ? 1 : 0)) ** 2;
  });
  const n = labels.length;
  const negatives = n - positives;
  const trueNegatives = negatives - falsePositives;
  return {
    accuracy: (truePositives + trueNegatives) / n,
    balancedAccuracy:
      positives === 0 || negatives === 0 ? null : (truePositives / positives + trueNegatives / negatives) / 2,
    f1: positives === 0 ? null : (2 * truePositives) / (positives + truePositives + falsePositives),
    auroc: auroc(labels, probabilities),
    brier: squares / n,
    ece: calibrationError(labels, probabilities),
  };
}

/** Area under the ROC curve from the rank sum of the positives; tied probabilities share their mean rank. */
export function auroc(labels: readonly boolean[], probabilities: readonly number[]): number | null {
  const order = probabilities
    .map((p, index) => ({ p, positive: labels[index] === true }))
    .sort((a, b) => a.p - b.p);
  let rankSum = 0;
  let positives = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    let tiedPositives = 0;
    while (end < order.length && order[end]?.p === order[start]?.p) {
      if (order[end]?.positive) tiedPositives++;
      end++;
    }
    // Ranks count from 1: those of start..end-1 have the mean (start + 1 + end) / 2.
    rankSum += (tiedPositives * (start + 1 + end)) / 2;
    positives += tiedPositives;
    start = end;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return null;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

const CALIBRATION_BINS = 10;

/** Per bin |mean probability - share of positives|, weighted by the share of answers in the bin. */
function calibrationError(labels: readonly boolean[], probabilities: readonly number[]): number {
  const gaps = new Float64Array(CALIBRATION_BINS);
  probabilities.forEach((p, index) => {
    const bin = Math.min(CALIBRATION_BINS - 1, Math.floor(p * CALIBRATION_BINS));
    gaps[bin] = (gaps[bin] as number) + p - (labels[index] ? 1 : 0);
  });
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / labels.length;
}
