import type { Draw } from '../../random.ts';
import { studentQuantile } from '../../statistics/beta.ts';
import { type ComparableFigure, jackknifeVariance } from './figure.ts';
import { holmAdjusted } from './holm.ts';
import { type Interval, MIN_PROMPTS } from './interval.ts';
import { TAIL } from './share-interval.ts';
import { swapTests } from './swap-test.ts';

/**
 * A figure in two runs, over what both have an answer to.
 * `few-prompts`: fewer than `MIN_PROMPTS` prompts differ in it, which is not enough for an interval or a p.
 */
export interface Difference {
  readonly before: number | null;
  readonly after: number | null;
  readonly difference: number | null;
  /** Completions, or comparisons, that both runs have an answer to, and their prompts. */
  readonly n: number;
  readonly prompts: number;
  /** Of `prompts`: those in which the figure's data differ. */
  readonly differing: number;
  /** 95%, by the jackknife over prompts. */
  readonly interval: Interval | null;
  /** Two-sided, by swapping the runs' data of prompts. */
  readonly pValue: number | null;
  /** `pValue` corrected for all the figures that are compared (Holm 1979). */
  readonly adjustedPValue: number | null;
  readonly noInterval?: 'few-prompts' | 'biased' | 'not-defined';
}

/** Of figures of two runs over the same `count` prompts. */
export function differencesOf(
  pairs: readonly (readonly [before: ComparableFigure, after: ComparableFigure])[],
  count: number,
  draw: Draw,
): Difference[] {
  const swaps = pairs.map(([before, after]) => before.swapsWith(after));
  const pValues = swapTests(swaps, count, draw);
  // A figure without a p could never have been significant, so it takes nothing from the others (Tarone 1990).
  const tested = pValues.flatMap((p, index) => (p === null ? [] : [{ p, index }]));
  const adjusted = holmAdjusted(tested.map(({ p }) => p));
  const adjustedOf = new Map(tested.map(({ index }, at) => [index, adjusted[at] as number]));
  return pairs.map(([before, after], index) => ({
    ...changeOf(before, after, swaps[index]?.differing.length ?? 0),
    pValue: pValues[index] ?? null,
    adjustedPValue: adjustedOf.get(index) ?? null,
  }));
}

/** `differing`: the prompts in which the figure's data differ. */
export function changeOf(
  before: ComparableFigure,
  after: ComparableFigure,
  differing: number,
): Omit<Difference, 'pValue' | 'adjustedPValue'> {
  const [was, is] = [before.value, after.value];
  const difference = was === null || is === null ? null : is - was;
  const found = { before: was, after: is, difference, n: after.n, prompts: after.prompts, differing };
  if (difference === null) return { ...found, interval: null, noInterval: 'not-defined' };
  if (differing < MIN_PROMPTS) return { ...found, interval: null, noInterval: 'few-prompts' };
  if (after.ranged.noInterval === 'biased') return { ...found, interval: null, noInterval: 'biased' };
  const interval = intervalOf(difference, before, after);
  return { ...found, interval, ...(!interval && { noInterval: 'few-prompts' as const }) };
}

/**
 * Student's t on the jackknife's variance, with as many degrees of freedom as prompts differ, less one. Of few prompts the
 * variance is more often too small than t allows for, since differences are skewed: it is widened as by two prompts more, without
 * which intervals from 8 to 14 prompts covered as little as 88%.
 */
function intervalOf(difference: number, before: ComparableFigure, after: ComparableFigure): Interval | null {
  const [was, is] = [before.without, after.without];
  const without = is.map((value, prompt) => value - (was[prompt] as number));
  // A prompt without completions of this figure leaves it as it is.
  const moves = without.map((value) => Number(value !== difference));
  const differing = moves.reduce((sum, each) => sum + each, 0);
  const variance = jackknifeVariance(without, (prompt) => moves[prompt] === 1);
  if (!Number.isFinite(variance) || differing < 2) return null;
  const reach =
    studentQuantile(1 - TAIL, differing - 1) * Math.sqrt((variance * (differing + 2)) / differing);
  return [difference - reach, difference + reach];
}
