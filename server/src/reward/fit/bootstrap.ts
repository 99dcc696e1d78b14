import { type Draw, drawing } from '../random.ts';
import { normalBelow, studentQuantile } from '../statistics/beta.ts';
import type { FitData } from './fit-data.ts';
import { orderedPairs } from './pairs.ts';
import type { PromptWeights } from './splits.ts';

/**
 * Below so many prompts there is no interval: with 3 prompts plain bootstrap intervals covered in .65 to .90 of the
 * cases, with 5 the ones made here still in .75 only where features are true or false; from 10 on in .90 and more
 * of the cases in every setting that was simulated (bootstrap.test.ts).
 */
export const LEAST_PROMPTS = 10;

/** Enough for the outermost quantile that is asked for, with `LEAST_PROMPTS`, to be between draws and not at their end. */
export const DEFAULT_DRAWS = 400;

/**
 * How near a refit must come to its optimum, as a share of the objective. As near as the fit itself: where pairs stand at
 * their kinks, a thousandth of the objective is the width of a whole interval.
 */
export const REFIT_GAP = 1e-6;

export interface WeightInterval {
  /** The 95% interval. */
  readonly low: number;
  readonly high: number;
  readonly standardDeviation: number;
  /** The interval holds 0: these data do not tell the weight from none. */
  readonly includesZero: boolean;
}

/**
 * Why a weight has no interval:
 * - `few-prompts`: fewer than `LEAST_PROMPTS` prompts have ranked pairs.
 * - `seldom`: the feature differs between the completions of a pair in fewer than that many prompts.
 * - `given`: the weight was not fitted.
 * - `few-draws`: with so few draws the ends of the interval would be beyond the outermost draw.
 * - `no-spread`: every draw has the same weight, as where kinks of the loss or a sign hold it in place. That no draw of
 *   these prompts moves it does not mean that no prompt would, so an interval of no width is not given.
 * - `not-refitted`: of some draw no weights were found.
 */
export type NoWeightInterval =
  | 'few-prompts'
  | 'seldom'
  | 'given'
  | 'few-draws'
  | 'no-spread'
  | 'not-refitted';

export interface WeightUncertainty {
  /** Prompts in which some ranked pair differs in the feature: those that the weight is learnt from. */
  readonly prompts: number;
  readonly interval: WeightInterval | null;
  readonly noInterval?: NoWeightInterval;
}

export interface BootstrapOptions {
  /** The weights of the estimator whose intervals are asked for, with each prompt counted so often; undefined: not found. */
  readonly refit: (promptWeights: PromptWeights) => Float64Array | undefined;
  /** How much the prompts count in the fit itself; once each where left out. */
  readonly promptWeights?: PromptWeights | undefined;
  /** Features whose weight is given. */
  readonly fixed?: ReadonlyMap<string, number> | undefined;
  readonly draws: number;
  readonly seed: number;
}

/**
 * How sure each weight is, one a feature: the fit repeated on prompts drawn with replacement (Efron 1979). Prompts are
 * drawn, not pairs: pairs of one prompt hang together, and drawing them makes the intervals far too narrow. The
 * interval is between percentiles of the refits, further out than 2.5 and 97.5 by as much as Student's t is wider than
 * the normal (`tailOf`), by the number of prompts that tell something of the feature. What it covers is the weight that the same regularised problem has on endlessly many prompts.
 */
export function bootstrapWeights(
  data: FitData,
  { refit, promptWeights, fixed = new Map(), draws, seed }: BootstrapOptions,
): WeightUncertainty[] {
  const telling = tellingPrompts(data, promptWeights);
  const count = telling.clusters.length;
  const without = (feature: number): NoWeightInterval | undefined => {
    if (fixed.has(data.features[feature] as string)) return 'given';
    if (count < LEAST_PROMPTS) return 'few-prompts';
    if ((telling.byFeature[feature] as number) < LEAST_PROMPTS) return 'seldom';
    return tailOf(telling.byFeature[feature] as number) * (draws + 1) < 1 ? 'few-draws' : undefined;
  };
  const none = (feature: number, noInterval: NoWeightInterval): WeightUncertainty => ({
    prompts: telling.byFeature[feature] as number,
    interval: null,
    noInterval,
  });
  const reasons = data.features.map((_, feature) => without(feature));
  const drawn: Float64Array[] = [];
  if (reasons.includes(undefined)) {
    const draw = drawing(seed);
    for (let each = 0; each < draws; each++) {
      const weights = refit(drawnAmong(telling.clusters, data, draw, promptWeights));
      // To go on without it would be to draw from those that are easy to fit.
      if (!weights) return reasons.map((why, feature) => none(feature, why ?? 'not-refitted'));
      drawn.push(weights);
    }
  }
  return reasons.map((noInterval, feature) => {
    if (noInterval !== undefined) return none(feature, noInterval);
    const prompts = telling.byFeature[feature] as number;
    const values = Float64Array.from(drawn, (weights) => weights[feature] as number).sort();
    const interval = intervalOf(values, tailOf(prompts));
    const width = (interval.high - interval.low) * (telling.differences[feature] as number);
    if (width <= NO_WIDTH * largestEffect(drawn, telling.differences)) return none(feature, 'no-spread');
    return { prompts, interval };
  });
}

/** Of the largest effect of a feature on rewards; refits are not nearer than that to where kinks hold them. */
const NO_WIDTH = 1e-4;

/** The most that a feature makes between two completions, by any of the refits. */
function largestEffect(drawn: readonly Float64Array[], differences: readonly number[]): number {
  return drawn.reduce(
    (most, weights) =>
      weights.reduce(
        (more, weight, i) => Math.max(more, Math.abs(weight) * (differences[i] as number)),
        most,
      ),
    0,
  );
}

/**
 * What is cut off at each end for a 95% interval from n prompts: Φ(−√(n/(n−1)) · t), with t the 97.5% quantile of
 * Student's t with n − 1 degrees of freedom ("expanded percentile interval", Hesterberg 2015, "What Teachers Should Know
 * About the Bootstrap", section 4.2). 0.0086 at 10 prompts, 0.025 without end.
 */
export function tailOf(prompts: number): number {
  if (prompts < 2) return 0;
  return normalBelow(-Math.sqrt(prompts / (prompts - 1)) * studentQuantile(0.975, prompts - 1));
}

/** Of sorted values: the quantiles of order statistics, at (n + 1) p, with straight lines between them. */
function intervalOf(sorted: Float64Array, tail: number): WeightInterval {
  const at = (share: number): number => {
    const place = Math.min(Math.max(share * (sorted.length + 1) - 1, 0), sorted.length - 1);
    const low = sorted[Math.floor(place)] as number;
    return low + (place - Math.floor(place)) * ((sorted[Math.ceil(place)] as number) - low);
  };
  const [low, high] = [at(tail), at(1 - tail)];
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (sorted.length - 1);
  const near = NEAR_ZERO * Math.max(Math.abs(low), Math.abs(high));
  return {
    low,
    high,
    standardDeviation: Math.sqrt(variance),
    includesZero: low <= near && high >= -near,
  };
}

/** Where kinks hold a weight on 0, refits come as near as this share of the interval. */
const NEAR_ZERO = 1e-3;

/**
 * The clusters of prompts that have ranked pairs and count, how many of them tell something of each feature, and its
 * largest difference. A cluster is a prompt, with those that ask the same: they are one piece of evidence.
 */
export function tellingPrompts(
  data: FitData,
  promptWeights: PromptWeights | undefined,
): {
  readonly clusters: readonly number[];
  readonly byFeature: readonly number[];
  readonly differences: readonly number[];
} {
  const { better, worse, promptStarts } = orderedPairs(data, 0);
  const size = data.features.length;
  const clusters = new Set<number>();
  const byFeature = data.features.map(() => new Set<number>());
  const differences = new Array<number>(size).fill(0);
  data.clusters.forEach((cluster, prompt) => {
    const [first, end] = [promptStarts[prompt] as number, promptStarts[prompt + 1] as number];
    if (first === end || promptWeights?.[prompt] === 0) return;
    clusters.add(cluster);
    for (let feature = 0; feature < size; feature++) {
      let most = 0;
      for (let pair = first; pair < end; pair++) {
        const up = data.values[(better[pair] as number) * size + feature] as number;
        const down = data.values[(worse[pair] as number) * size + feature] as number;
        most = Math.max(most, Math.abs(up - down));
      }
      if (most > 0) byFeature[feature]?.add(cluster);
      differences[feature] = Math.max(differences[feature] as number, most);
    }
  });
  return { clusters: [...clusters], byFeature: byFeature.map(({ size: count }) => count), differences };
}

/** As many clusters as there are among these, drawn with replacement: how much each prompt counts. */
function drawnAmong(
  among: readonly number[],
  { clusters }: FitData,
  draw: Draw,
  counted: PromptWeights | undefined,
): PromptWeights {
  const times = new Map<number, number>();
  for (let each = 0; each < among.length; each++) {
    const cluster = among[draw(among.length)] as number;
    times.set(cluster, (times.get(cluster) ?? 0) + 1);
  }
  return Float64Array.from(
    clusters,
    (cluster, prompt) => (times.get(cluster) ?? 0) * (counted?.[prompt] ?? 1),
  );
}
