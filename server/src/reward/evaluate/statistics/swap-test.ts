import type { Draw } from '../../random.ts';
import type { ComparableFigure } from './figure.ts';
import { MIN_PROMPTS } from './interval.ts';

/** Up to so many prompts that differ, all ways of swapping them are gone through. */
const MOST_ENUMERATED = 12;
const DRAWS = 4999;
/** Once so many draws were as far apart, p is known well enough not to be small (Besag and Clifford 1991). */
const ENOUGH = 25;

/**
 * How seldom chance makes two runs differ as much in a figure, two-sided: the paired randomisation test over prompts
 * (Fisher 1935). If the runs are alike, each prompt's data might as well have come from the other run, so the data of any
 * set of prompts may be swapped and the figure measured again. Exact for any figure and any number of prompts, whatever
 * the completions of one prompt have in common. For a mean it is the sign-flip test. Null where fewer than 6 prompts
 * differ: no p could then be below .05.
 */
export function swapTest<F extends ComparableFigure>(before: F, after: F, draw: Draw): number | null {
  const differing = [...before.differs(after)].flatMap((differs, prompt) => (differs ? [prompt] : []));
  const marked = new Uint8Array(before.without.length);
  const difference = (): number | null => {
    const [a, b] = [before.mixedWith(after, marked), after.mixedWith(before, marked)];
    return a === null || b === null ? null : Math.abs(b - a);
  };
  const found = difference();
  if (found === null || differing.length < MIN_PROMPTS) return null;
  // Sums in another order differ in their last digits.
  const isAsFar = () => (difference() ?? 0) >= found * (1 - 1e-9) - 1e-12;
  if (differing.length <= MOST_ENUMERATED) {
    // Swapping all the others instead gives the same distance, so the last one stays.
    const ways = 2 ** (differing.length - 1);
    let asFar = 0;
    for (let way = 0; way < ways; way++) {
      for (const [bit, prompt] of differing.slice(0, -1).entries()) marked[prompt] = (way >> bit) & 1;
      if (isAsFar()) asFar++;
    }
    return asFar / ways;
  }
  let asFar = 0;
  for (let drawn = 1; drawn <= DRAWS; drawn++) {
    for (const prompt of differing) marked[prompt] = draw(2);
    if (isAsFar()) asFar++;
    if (asFar === ENOUGH) return asFar / drawn;
  }
  return (asFar + 1) / (DRAWS + 1);
}
