/** From this share of their words on, weighted by how rare these are, two prompts are near-duplicates. */
export const NEAR_DUPLICATE = 0.8;

/** With fewer prompts than this, how many of them have a word says little of how rare it is. */
const LEAST_PROMPTS = 10;

interface Entry {
  readonly words: ReadonlySet<string>;
  /** Of all words. */
  readonly weight: number;
  /** As many of the rarest words as leave too little weight for the threshold among the others. */
  readonly rarest: readonly string[];
}

/**
 * Finds the prompts of a collection of which the weighted Jaccard index with a given one is at least
 * `NEAR_DUPLICATE`: the weight of the words of both over the weight of the words of either, where a word weighs
 * `log((n + 1) / number of prompts with it)`. So a preamble that all prompts share counts for nothing, and a request
 * counts by what sets it apart. Exact: prompts are looked up by their rarest words only, and two that share none of
 * those cannot reach the threshold (prefix filtering; Chaudhuri, Ganti & Kaushik 2006).
 */
export class NearDuplicates {
  readonly #entries: readonly Entry[];
  readonly #weights = new Map<string, number>();
  readonly #byRareWord = new Map<string, number[]>();
  /** Of a word that no prompt has, and of one that a single prompt has. */
  readonly #greatestWeight: number;

  constructor(prompts: readonly ReadonlySet<string>[]) {
    const all = Math.max(LEAST_PROMPTS, prompts.length) + 1;
    const frequency = new Map<string, number>();
    for (const words of prompts)
      for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1);
    for (const [word, count] of frequency) this.#weights.set(word, Math.log(all / count));
    this.#greatestWeight = Math.log(all);
    this.#entries = prompts.map((words) => this.#entry(words));
    this.#entries.forEach(({ rarest }, index) => {
      for (const word of rarest) {
        const found = this.#byRareWord.get(word);
        if (found) found.push(index);
        else this.#byRareWord.set(word, [index]);
      }
    });
  }

  /** Indices into the collection, rising; a prompt of the collection finds itself as well. */
  of(words: ReadonlySet<string>): number[] {
    return this.#nearTo(this.#entry(words), 0);
  }

  /** All pairs of the collection, the lesser index first. */
  *pairs(): Generator<readonly [number, number]> {
    for (const [index, entry] of this.#entries.entries())
      for (const other of this.#nearTo(entry, index + 1)) yield [index, other];
  }

  #nearTo(asked: Entry, from: number): number[] {
    const candidates = new Set<number>();
    for (const word of asked.rarest)
      for (const index of this.#byRareWord.get(word) ?? []) if (index >= from) candidates.add(index);
    return [...candidates]
      .filter((index) => this.#index(asked, this.#entries[index] as Entry) >= NEAR_DUPLICATE)
      .sort((a, b) => a - b);
  }

  #index(a: Entry, b: Entry): number {
    const [fewer, more] = a.words.size < b.words.size ? [a, b] : [b, a];
    if (Math.min(a.weight, b.weight) < NEAR_DUPLICATE * Math.max(a.weight, b.weight)) return 0;
    let shared = 0;
    for (const word of fewer.words) if (more.words.has(word)) shared += this.#weight(word);
    return shared / (a.weight + b.weight - shared);
  }

  #entry(words: ReadonlySet<string>): Entry {
    const weighed = [...words].map((word) => ({ word, weight: this.#weight(word) }));
    weighed.sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1));
    const weight = weighed.reduce((sum, each) => sum + each.weight, 0);
    let left = weight;
    let count = 0;
    // A hair below the threshold: sums of the same numbers in another order differ in their last digits.
    while (count < weighed.length && left >= NEAR_DUPLICATE * weight * (1 - 1e-9))
      left -= (weighed[count++] as { readonly weight: number }).weight;
    return { words, weight, rarest: weighed.slice(0, count).map(({ word }) => word) };
  }

  #weight(word: string): number {
    return this.#weights.get(word) ?? this.#greatestWeight;
  }
}
