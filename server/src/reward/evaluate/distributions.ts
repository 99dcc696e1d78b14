import { percentile } from '../percentile.ts';
import type { EvaluatedItem } from './items.ts';

/** Which reward: the reward model's, that of the rules, or both together. */
export const REWARD_KINDS = ['rm', 'rbr', 'both'] as const;
export type RewardKind = (typeof REWARD_KINDS)[number];

/** The rewards of the completions of one label, less the mean reward of the ideal completions of their prompt. */
export interface Distribution {
  readonly responseType: string;
  readonly reward: RewardKind;
  readonly label: string;
  /** 0 is ideal. */
  readonly rank: number;
  readonly n: number;
  readonly mean: number;
  /** At 5, 25, 50, 75 and 95%. */
  readonly quantiles: readonly [number, number, number, number, number];
  /** How many fall into each of `BINS` bins of equal width between the least and the greatest of the response type. */
  readonly histogram: Histogram;
  /** In bins of equal width between the label's own least and greatest reward; where they were asked for. */
  readonly ownHistogram?: Histogram;
}

/** Each bin has its lower edge and not its upper one; the last one has both. */
export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
}

export const BINS = 24;

export interface DistributionsOptions {
  /** Of histograms over each label's own range. */
  readonly ownBins?: number;
}

/**
 * The figures of the paper's notebook: centring takes out that some prompts are rewarded more than others. Prompts
 * without an ideal completion have nothing to be centred on and are left out.
 */
export function rewardDistributions(
  items: readonly EvaluatedItem[],
  options: DistributionsOptions = {},
): Distribution[] {
  const types = [...new Set(items.flatMap(({ responseType }) => responseType ?? []))];
  return types.flatMap((responseType) =>
    REWARD_KINDS.flatMap((reward) => {
      const own = items.filter((item) => item.responseType === responseType);
      return distributionsOf(responseType, reward, own, options);
    }),
  );
}

function distributionsOf(
  responseType: string,
  reward: RewardKind,
  items: readonly EvaluatedItem[],
  { ownBins }: DistributionsOptions,
): Distribution[] {
  const byLabel = new Map<string, { rank: number; values: number[] }>();
  for (const group of byPrompt(items).values()) {
    const ideal = group.flatMap((item) => (item.rank === 0 ? (rewardOf(item, reward) ?? []) : []));
    if (ideal.length === 0) continue;
    const centre = ideal.reduce((sum, value) => sum + value, 0) / ideal.length;
    for (const item of group) {
      const value = rewardOf(item, reward);
      if (value === undefined || item.label === undefined || item.rank === undefined) continue;
      const known = byLabel.get(item.label) ?? { rank: item.rank, values: [] };
      byLabel.set(item.label, known);
      known.values.push(value - centre);
    }
  }
  const all = [...byLabel.values()].flatMap(({ values }) => values);
  const [from, to] = all.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  return [...byLabel]
    .sort(([, a], [, b]) => a.rank - b.rank)
    .map(([label, { rank, values }]) => {
      const sorted = Float64Array.from(values).sort();
      const at = (share: number) => percentile(sorted, share);
      return {
        responseType,
        reward,
        label,
        rank,
        n: values.length,
        mean: values.reduce((sum, value) => sum + value, 0) / values.length,
        quantiles: [at(0.05), at(0.25), at(0.5), at(0.75), at(0.95)],
        histogram: { from, to, counts: counted(values, from, to) },
        ...(ownBins !== undefined && { ownHistogram: ownHistogramOf(values, ownBins) }),
      };
    });
}

function byPrompt(items: readonly EvaluatedItem[]): Map<string, EvaluatedItem[]> {
  const groups = new Map<string, EvaluatedItem[]>();
  for (const item of items) {
    const known = groups.get(item.promptId);
    if (known) known.push(item);
    else groups.set(item.promptId, [item]);
  }
  return groups;
}

function rewardOf({ base, reward }: EvaluatedItem, kind: RewardKind): number | undefined {
  if (kind === 'rm') return base;
  return kind === 'rbr' ? reward?.rbr : base === undefined ? undefined : reward?.total;
}

function counted(values: readonly number[], from: number, to: number): number[] {
  const counts = new Array<number>(BINS).fill(0);
  for (const value of values) {
    const bin = to === from ? 0 : Math.min(BINS - 1, Math.floor(((value - from) / (to - from)) * BINS));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

/**
 * As numpy's `histogram` has it, which the release draws with: values that are all the same lie in the middle of a range of
 * width 1, and edges are compared as doubles.
 */
function ownHistogramOf(values: readonly number[], bins: number): Histogram {
  const [least, most] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const [from, to] = least === most ? [least - 0.5, most + 0.5] : [least, most];
  const step = (to - from) / bins;
  const edge = (index: number) => (index === bins ? to : from + index * step);
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    let bin = Math.min(bins - 1, Math.floor(((value - from) / (to - from)) * bins));
    if (value < edge(bin)) bin--;
    else if (bin < bins - 1 && value >= edge(bin + 1)) bin++;
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { from, to, counts };
}
