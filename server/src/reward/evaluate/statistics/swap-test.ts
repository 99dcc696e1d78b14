import type { Draw } from '../../random.ts';
import { MIN_PROMPTS } from './interval.ts';
import type { Swaps } from './swaps.ts';

/** Up to so many prompts that differ, all ways of swapping them are gone through. */
const MOST_ENUMERATED = 12;
const DRAWS = 4999;
/** Once so many draws were as far apart, p is known well enough not to be small (Besag and Clifford 1991). */
const ENOUGH = 25;

/**
 * How seldom chance makes two runs differ as much in each of these figures, two-sided: the paired randomisation test over
 * prompts (Fisher 1935). If the runs are alike, each prompt's data might as well have come from the other run, so the data
 * of any set of prompts may be swapped and the figures measured again. Exact for any figure and any number of prompts,
 * whatever the completions of one prompt have in common; for a mean it is the sign-flip test. Null where fewer than 6
 * prompts differ: no p could then be below .05. `count`: how many prompts there are.
 */
export function swapTests(all: readonly Swaps[], count: number, draw: Draw): (number | null)[] {
  const marked = new Uint8Array(count);
  let version = 0;
  const tests = all.map((swaps) => {
    swaps.measure(marked, version);
    return new Test(swaps, Math.abs(swaps.after - swaps.before));
  });
  for (const test of tests) if (test.isEnumerable) version = test.enumerate(marked, version);
  let drawn = tests.filter(({ isDrawn }) => isDrawn);
  for (let round = 1; round <= DRAWS && drawn.length > 0; round++) {
    for (let prompt = 0; prompt < count; prompt++) marked[prompt] = draw(2);
    version++;
    for (const test of drawn) test.look(marked, version, round);
    drawn = drawn.filter(({ p }) => p === null);
  }
  for (const test of drawn) test.end();
  return tests.map(({ p }) => p);
}

class Test {
  p: number | null = null;
  readonly #swaps: Swaps;
  readonly #found: number;
  #asFar = 0;

  constructor(swaps: Swaps, found: number) {
    this.#swaps = swaps;
    this.#found = found;
  }

  get isEnumerable(): boolean {
    const { length } = this.#swaps.differing;
    return !Number.isNaN(this.#found) && length >= MIN_PROMPTS && length <= MOST_ENUMERATED;
  }

  get isDrawn(): boolean {
    return !Number.isNaN(this.#found) && this.#swaps.differing.length > MOST_ENUMERATED;
  }

  /** Swapping all the other prompts instead gives the same distance, so the last one stays. */
  enumerate(marked: Uint8Array, from: number): number {
    const free = this.#swaps.differing.slice(0, -1);
    const ways = 2 ** free.length;
    marked.fill(0);
    for (let way = 0; way < ways; way++) {
      for (const [bit, prompt] of free.entries()) marked[prompt] = (way >> bit) & 1;
      this.#swaps.measure(marked, from + 1 + way);
      if (this.#isAsFar()) this.#asFar++;
    }
    marked.fill(0);
    this.p = this.#asFar / ways;
    return from + ways;
  }

  look(marked: Uint8Array, version: number, round: number): void {
    this.#swaps.measure(marked, version);
    if (this.#isAsFar()) this.#asFar++;
    if (this.#asFar === ENOUGH) this.p = this.#asFar / round;
  }

  end(): void {
    this.p = (this.#asFar + 1) / (DRAWS + 1);
  }

  /** Sums in another order differ in their last digits. */
  #isAsFar(): boolean {
    return Math.abs(this.#swaps.after - this.#swaps.before) >= this.#found * (1 - 1e-9) - 1e-12;
  }
}
