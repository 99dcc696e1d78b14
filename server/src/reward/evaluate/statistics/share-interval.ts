import { betaProbability, betaQuantile, studentQuantile } from '../../statistics/beta.ts';
import type { Interval } from './interval.ts';

/**
 * The 95% interval of a share of `n` > 0 independent trials, of which `share` were so. `n` may be an effective number and
 * so no whole one. At 0 and at 1 the exact interval of Clopper and Pearson 1934: nothing less is known to hold there.
 * Elsewhere its mid-p form (Lancaster 1961; Berry and Armitage 1995), which counts the observed outcome half and
 * covers close to 95% where the exact one covers 97 to 99%.
 */
export function exactInterval(share: number, n: number): Interval {
  const hits = share * n;
  if (share <= 0) return [0, 1 - TAIL ** (1 / n)];
  if (share >= 1) return [TAIL ** (1 / n), 1];
  const midP = (p: number) =>
    (betaProbability(p, hits, n - hits + 1) + betaProbability(p, hits + 1, n - hits)) / 2;
  // The mid-p bounds lie inside the exact ones.
  const low = betaQuantile(TAIL, hits, n - hits + 1);
  const high = betaQuantile(1 - TAIL, hits + 1, n - hits);
  return [solved(midP, TAIL, low, share), solved(midP, 1 - TAIL, share, high)];
}

export const TAIL = 0.025;
const PRECISION = 1e-9;

/** Where a rising function takes a value between `low` and `high`. */
function solved(rising: (x: number) => number, wanted: number, low: number, high: number): number {
  let [below, above] = [low, high];
  while (above - below > PRECISION) {
    const middle = (below + above) / 2;
    if (rising(middle) < wanted) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}

/** How much more variance Student's t with `df` degrees of freedom allows for than with those of `n` independent trials. */
export function studentWidening(df: number, n: number): number {
  const known = studentQuantile(1 - TAIL, Math.min(LARGE, Math.max(df, n - 1)));
  return (studentQuantile(1 - TAIL, df) / known) ** 2;
}

/** Student's t with so many degrees of freedom is the normal distribution. */
const LARGE = 1e6;

/**
 * How many prompts of equal size would say as much, if all of a prompt's completions agreed: (Σm)² / Σm² (Kish 1965). It is
 * never above the number of prompts, and far below it where few prompts have most of the completions.
 */
export function effectivePrompts(sizes: ArrayLike<number>): number {
  let [sum, squares] = [0, 0];
  for (let index = 0; index < sizes.length; index++) {
    const size = sizes[index] as number;
    sum += size;
    squares += size * size;
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}

/**
 * How many independent completions say as much about a share as these, which hang together by prompt: n divided by the
 * design effect (Korn and Graubard 1998, with their correction for few clusters). The design effect is measured, but no
 * less than it would be if one more prompt had been seen whose completions all agree: where few prompts have a failure
 * at all, how failures hang together cannot be measured, and taking them for independent made intervals cover 80%.
 */
export function effectiveSize(hits: ArrayLike<number>, sizes: ArrayLike<number>): number {
  let [n, hit, prompts] = [0, 0, 0];
  for (let index = 0; index < sizes.length; index++) {
    if (sizes[index] === 0) continue;
    prompts++;
    n += sizes[index] as number;
    hit += hits[index] as number;
  }
  const share = hit / n;
  const agreeing = effectivePrompts(sizes);
  if (n <= 1 || hit === 0 || hit === n) return agreeing;
  let squares = 0;
  let [withHit, withMiss] = [0, 0];
  for (let index = 0; index < sizes.length; index++) {
    squares += ((hits[index] as number) - share * (sizes[index] as number)) ** 2;
    if ((hits[index] as number) > 0) withHit++;
    if ((hits[index] as number) < (sizes[index] as number)) withMiss++;
  }
  const variance = ((squares / (n * n)) * prompts) / (prompts - 1);
  const measured = (variance * (n - 1)) / (share * (1 - share));
  const ofAgreeing = n / agreeing;
  const telling = Math.min(withHit, withMiss);
  const withOneMore = measured < ofAgreeing ? (telling * measured + ofAgreeing) / (telling + 1) : 0;
  return Math.min(n, n / Math.max(measured * studentWidening(Math.max(1, agreeing - 1), n), withOneMore));
}
