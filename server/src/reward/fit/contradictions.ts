import { dot } from './differences.ts';
import { type Sign, signConstraints } from './fit.ts';
import type { FitData } from './fit-data.ts';
import { withFixed } from './fixed.ts';
import { leastNorm } from './least-norm.ts';
import type { HardConstraint } from './minimize-hinge.ts';
import { orderedPairs, type Pairs } from './pairs.ts';

/**
 * Ranked pairs that no weights put in order with their margins. None of them can be left out: the others can be satisfied.
 * Rows are counted in the order in which they were added to the data.
 */
export interface Contradiction {
  readonly kind: /** Two completions with the same features, ranked differently, and no reward model that tells them apart. */
    | 'twins'
    /** What one pair asks for, the other one rules out. */
    | 'opposites'
    /** More pairs than two. */
    | 'together';
  readonly pairs: readonly { readonly better: number; readonly worse: number }[];
  /** It takes the signs that are asked for, too. */
  readonly withSigns?: true;
}

export interface Contradictions {
  readonly found: readonly Contradiction[];
  /** There are more of this kind than are listed. */
  readonly twins: number;
  readonly opposites: number;
  /** Too many pairs to be looked through. */
  readonly notLooked?: true;
}

export interface ContradictionOptions {
  readonly margin: number;
  readonly signs?: ReadonlyMap<string, Sign> | undefined;
  readonly fixed?: ReadonlyMap<string, number> | undefined;
}

/** Of each kind. */
const LISTED = 5;
/** Some tenths of a second. */
const MOST_PAIRS = 20_000;
/** Features differ by less: the same. */
const SAME = 1e-9;

/**
 * Contradictions between ranked pairs, the smallest ones first: single pairs, then two, then sets that are found by
 * leaving out what has been found. None found means that some weights satisfy every pair.
 */
export function contradictionsIn(data: FitData, options: ContradictionOptions): Contradictions {
  const reduced = withFixed(data, options.fixed ?? new Map());
  const pairs = orderedPairs(reduced.data, options.margin);
  if (pairs.count > MOST_PAIRS) return { found: [], twins: 0, opposites: 0, notLooked: true };
  const search = new Search(
    reduced.data,
    pairs,
    signConstraints(reduced.data.features, options.signs ?? new Map()),
  );
  const twins = search.twins();
  const opposites = search.opposites();
  const together = search.together();
  const found = [...twins.slice(0, LISTED), ...opposites.slice(0, LISTED), ...together];
  return { found, twins: twins.length, opposites: opposites.length };
}

class Search {
  readonly #data: FitData;
  readonly #pairs: Pairs;
  readonly #signs: readonly HardConstraint[];
  /** What has been found is looked for no more. */
  readonly #left: Set<number>;

  constructor(data: FitData, pairs: Pairs, signs: readonly HardConstraint[]) {
    this.#data = data;
    this.#pairs = pairs;
    this.#signs = signs;
    this.#left = new Set(Array.from({ length: pairs.count }, (_, pair) => pair));
  }

  twins(): Contradiction[] {
    const found: Contradiction[] = [];
    for (const pair of this.#left) {
      if (this.#difference(pair).some((value) => Math.abs(value) > SAME)) continue;
      this.#left.delete(pair);
      if ((this.#pairs.targets[pair] as number) > 0) found.push(this.#contradiction('twins', [pair]));
    }
    return found;
  }

  /** d · w >= s and -c d · w >= t with c > 0 and c s + t > 0. */
  opposites(): Contradiction[] {
    const found: Contradiction[] = [];
    /** Direction -> the pair along it that asks for most. */
    const most = new Map<string, { pair: number; asks: number }>();
    const directions = new Map<number, { key: string; against: string; asks: number }>();
    for (const pair of this.#left) {
      const difference = this.#difference(pair);
      const length = Math.sqrt(dot(difference, difference));
      const unit = Array.from(difference, (value) => Math.round((value / length) * 1e7));
      const asks = (this.#pairs.targets[pair] as number) / length;
      const key = unit.join();
      directions.set(pair, { key, against: unit.map((value) => -value).join(), asks });
      const known = most.get(key);
      if (!known || known.asks < asks) most.set(key, { pair, asks });
    }
    for (const { key, against, asks } of [...directions.values()]) {
      const one = most.get(key);
      const other = most.get(against);
      if (!one || !other || one.asks !== asks || one.pair > other.pair || one.asks + other.asks <= SAME)
        continue;
      found.push(this.#contradiction('opposites', [one.pair, other.pair]));
      // Whatever stands against the stronger one is part of the same quarrel.
      for (const [pair, each] of directions) {
        if (each.key === key && each.asks + other.asks > SAME) this.#left.delete(pair);
        if (each.key === against) this.#left.delete(pair);
      }
      most.delete(key);
      most.delete(against);
    }
    return found;
  }

  together(): Contradiction[] {
    const found: Contradiction[] = [];
    while (found.length < LISTED) {
      const chosen = [...this.#left];
      const size = this.#data.features.length;
      const rows = chosen.map((pair) => this.#difference(pair));
      const all = [...rows, ...this.#signs.map(({ normal }) => normal)];
      const result = leastNorm({
        size,
        least: Float64Array.from([
          ...chosen.map((pair) => this.#pairs.targets[pair] as number),
          ...this.#signs.map(({ least }) => least),
        ]),
        times: (x, into) => {
          all.forEach((row, index) => {
            into[index] = dot(row, x);
          });
        },
        row: (index) => all[index] as Float64Array,
      });
      if ('weights' in result) return found;
      const indexes = result.contradiction.map(({ index }) => index);
      const members = indexes
        .filter((index) => index < chosen.length)
        .map((index) => chosen[index] as number);
      if (members.length === 0) return found;
      const withSigns = members.length < indexes.length;
      found.push({ ...this.#contradiction('together', members), ...(withSigns && { withSigns }) });
      for (const pair of members) this.#left.delete(pair);
    }
    return found;
  }

  #difference(pair: number): Float64Array {
    const { values, features } = this.#data;
    const size = features.length;
    const [up, down] = [this.#pairs.better[pair] as number, this.#pairs.worse[pair] as number];
    return Float64Array.from(
      { length: size },
      (_, f) => (values[up * size + f] as number) - (values[down * size + f] as number),
    );
  }

  #contradiction(kind: Contradiction['kind'], pairs: readonly number[]): Contradiction {
    const { added } = this.#data;
    return {
      kind,
      pairs: pairs.map((pair) => ({
        better: added[this.#pairs.better[pair] as number] as number,
        worse: added[this.#pairs.worse[pair] as number] as number,
      })),
    };
  }
}
