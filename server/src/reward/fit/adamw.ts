import { drawing, shuffled } from '../random.ts';
import type { Fit } from './fit.ts';
import type { FitData } from './fit-data.ts';
import { orderedPairs, type Pairs, releasedMargin } from './pairs.ts';
import type { PromptWeights } from './splits.ts';

export interface AdamWOptions {
  /** Multiplies the margin that the better label of a pair asks for, which is 1 where it asks for none. */
  readonly margin: number;
  readonly learningRate: number;
  /** Decoupled: the weights shrink by learningRate x weightDecay a step. It is not an L2 penalty. */
  readonly weightDecay: number;
  readonly iterations: number;
  /** Of the pairs, in random order; the others are only looked at. */
  readonly trainShare: number;
  /** Their weights stay 0. */
  readonly ignored?: ReadonlySet<string> | undefined;
  readonly seed: number;
  /** How much each prompt counts; 1 where left out. Pairs of those that count nothing are on neither side. */
  readonly promptWeights?: PromptWeights | undefined;
}

/** The paper's: what its released fitter does when it is told nothing else, with its notebook's weight decay. */
export const PAPER_ADAMW = {
  learningRate: 0.01,
  weightDecay: 0.05,
  iterations: 1000,
  trainShare: 0.95,
} as const;

export interface AdamWFit extends Omit<Fit, 'dualityGap' | 'objective'> {
  /** Mean hinge over the pairs that were set aside; null without any. They share prompts with the others. */
  readonly validationLoss: number | null;
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/**
 * The released fitter's rule, to compare with: full-batch AdamW (Loshchilov and Hutter 2019, as PyTorch has it) on the
 * mean hinge of a random share of the pairs, from weights 0, with margins by `releasedMargin`. In float64, and the order
 * of the pairs is that of the seed. `trainLoss` and `validationLoss` are by the same margins.
 */
export function fitByAdamW(data: FitData, options: AdamWOptions): AdamWFit {
  const { margin, learningRate, weightDecay, iterations, trainShare, ignored = new Set(), seed } = options;
  const { values, features } = data;
  const size = features.length;
  const pairs = orderedPairs(data, releasedMargin(margin));
  const counts = countsOfPairs(pairs, options.promptWeights);
  const order = shuffled(pairs.count, drawing(seed)).filter((pair) => (counts[pair] as number) > 0);
  const train = order.subarray(0, Math.floor(order.length * trainShare));
  const total = sumOver(train, (pair) => counts[pair] as number);
  const validation = order.subarray(train.length);
  const weights = new Float64Array(size);
  const first = new Float64Array(size);
  const second = new Float64Array(size);
  const rewards = new Float64Array(data.rowCount);
  const net = new Float64Array(data.rowCount);
  const score = (): void => {
    for (let row = 0, at = 0; row < data.rowCount; row++) {
      let sum = 0;
      for (let feature = 0; feature < size; feature++, at++)
        sum += (values[at] as number) * (weights[feature] as number);
      rewards[row] = sum;
    }
  };
  const short = (pair: number): number =>
    (pairs.targets[pair] as number) -
    (rewards[pairs.better[pair] as number] as number) +
    (rewards[pairs.worse[pair] as number] as number);
  for (let step = 1; step <= iterations && train.length > 0; step++) {
    score();
    net.fill(0);
    for (const pair of train) {
      if (short(pair) <= 0) continue;
      const [up, down] = [pairs.better[pair] as number, pairs.worse[pair] as number];
      const count = counts[pair] as number;
      net[up] = (net[up] as number) - count;
      net[down] = (net[down] as number) + count;
    }
    const gradient = new Float64Array(size);
    for (let row = 0, at = 0; row < data.rowCount; row++) {
      const pull = net[row] as number;
      for (let feature = 0; feature < size; feature++, at++)
        gradient[feature] = (gradient[feature] as number) + pull * (values[at] as number);
    }
    for (let feature = 0; feature < size; feature++) {
      const slope = ignored.has(features[feature] as string) ? 0 : (gradient[feature] as number) / total;
      const m = BETA1 * (first[feature] as number) + (1 - BETA1) * slope;
      const v = BETA2 * (second[feature] as number) + (1 - BETA2) * slope * slope;
      first[feature] = m;
      second[feature] = v;
      const shrunk = (weights[feature] as number) * (1 - learningRate * weightDecay);
      const scale = Math.sqrt(v) / Math.sqrt(1 - BETA2 ** step) + EPSILON;
      weights[feature] = shrunk - ((learningRate / (1 - BETA1 ** step)) * m) / scale;
    }
  }
  score();
  const meanHinge = (chosen: Int32Array): number =>
    sumOver(chosen, (pair) => (counts[pair] as number) * Math.max(0, short(pair))) /
    sumOver(chosen, (pair) => counts[pair] as number);
  return {
    weights,
    trainLoss: train.length === 0 ? 0 : meanHinge(train),
    validationLoss: validation.length === 0 ? null : meanHinge(validation),
    pairs: train.length,
  };
}

function countsOfPairs(
  { count, promptStarts }: Pairs,
  promptWeights: PromptWeights | undefined,
): Float64Array {
  const counts = new Float64Array(count).fill(1);
  promptWeights?.forEach((weight, prompt) => {
    counts.fill(weight, promptStarts[prompt], promptStarts[prompt + 1]);
  });
  return counts;
}

function sumOver(pairs: Int32Array, read: (pair: number) => number): number {
  return pairs.reduce((sum, pair) => sum + read(pair), 0);
}
