import type { Contradiction } from './contradiction.ts';
import type { FitData } from './fit-data.ts';
import type { HardConstraint } from './hinge-problem.ts';
import { leastNorm } from './least-norm.ts';
import type { Pairs } from './pairs.ts';
import { type Relabel, relabelFirst } from './relabel.ts';
import { absolute, type Decimal, decimalOf, wholeNumbers } from './whole-numbers.ts';

/** Of each kind. */
export const LISTED = 5;
/** Above this what is left is not looked through again. */
const MOST_TO_TRY = 5_000;
/**
 * The largest weight, by the largest differences of its feature, over the largest target: the 15 digits that data are read
 * to still decide with three digits.
 */
const SENSIBLE = 1e12;

/** What a pair asks of the weights: difference · w >= target, in decimal numbers. */
interface Demand {
  readonly difference: readonly Decimal[];
  readonly target: Decimal;
}

interface Members {
  readonly members: readonly number[];
  readonly withSigns?: true;
}

/** Looks for contradictions, one kind after the other; what has been found is left out of what follows. */
export class ContradictionSearch {
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
      const { difference, target } = this.#demand(pair);
      if (difference.some(({ digits }) => digits !== 0)) continue;
      this.#left.delete(pair);
      if (target.digits > 0) found.push(this.#contradiction('twins', [pair]));
    }
    return found;
  }

  /** d · w >= s and -c d · w >= t with c > 0 and c s + t > 0. */
  opposites(): Contradiction[] {
    const found: Contradiction[] = [];
    /** Direction -> the pairs along it, and the one that asks for most. */
    const directions = new Map<string, { pairs: number[]; most: number; asks: number }>();
    const against = new Map<string, string>();
    for (const pair of this.#left) {
      const row = this.#row(pair);
      const largest = Math.max(...row.map(Math.abs));
      const unit = Array.from(row, (value) => Math.round((value / largest) * 1e8));
      const key = unit.join();
      const asks = (this.#pairs.targets[pair] as number) / largest;
      const known = directions.get(key);
      if (!known) {
        directions.set(key, { pairs: [pair], most: pair, asks });
        against.set(key, unit.map((value) => -value).join());
        continue;
      }
      known.pairs.push(pair);
      if (known.asks < asks) Object.assign(known, { most: pair, asks });
    }
    const done = new Set<string>();
    for (const [key, one] of directions) {
      const other = directions.get(against.get(key) as string);
      if (!other || done.has(key)) continue;
      done.add(against.get(key) as string);
      if (!this.#areOpposite(one.most, other.most)) continue;
      found.push(
        this.#contradiction('opposites', [Math.min(one.most, other.most), Math.max(one.most, other.most)]),
      );
      // Whatever stands against the stronger one belongs to the same contradiction.
      for (const pair of one.pairs) if (this.#areOpposite(pair, other.most)) this.#left.delete(pair);
      for (const pair of other.pairs) this.#left.delete(pair);
    }
    return found;
  }

  together(): { readonly found: readonly Contradiction[]; readonly undecided?: boolean } {
    const found: Contradiction[] = [];
    while (found.length < LISTED) {
      const verdict = this.#decide([...this.#left]);
      if (verdict === 'undecided') return { found, undecided: found.length === 0 };
      if (verdict === 'satisfiable') return { found };
      const { members, withSigns } = verdict.withSigns ? this.#smallest(verdict) : verdict;
      if (members.length === 0) return { found };
      const kind = members.length === 2 && !withSigns ? 'opposites' : 'together';
      found.push({ ...this.#contradiction(kind, members), ...(withSigns && { withSigns }) });
      for (const pair of members) this.#left.delete(pair);
    }
    return { found };
  }

  relabel(contradictions: readonly Contradiction[]): Relabel {
    const { better, worse, count } = this.#pairs;
    const { added } = this.#data;
    return relabelFirst(
      contradictions.map(({ pairs }) => pairs),
      (rows) => {
        const isKept = (row: number) => !rows.has(added[row] as number);
        const left = Array.from({ length: count }, (_, pair) => pair).filter(
          (pair) => isKept(better[pair] as number) && isKept(worse[pair] as number),
        );
        const verdict = count > MOST_TO_TRY ? 'undecided' : this.#decide(left);
        if (verdict === 'satisfiable') return undefined;
        return verdict === 'undecided' ? 'unknown' : this.#contradiction('together', verdict.members).pairs;
      },
    );
  }

  /** A contradiction needs only the signs that it uses; with all signs fewer pairs may be enough. */
  #smallest(contradiction: Members): Members {
    for (const left of contradiction.members) {
      const verdict = this.#decide(contradiction.members.filter((pair) => pair !== left));
      if (typeof verdict === 'object') return this.#smallest(verdict);
    }
    return contradiction;
  }

  /** Pairs among these that contradict each other, with the signs if need be. */
  #decide(chosen: readonly number[]): Members | 'satisfiable' | 'undecided' {
    const pairs = chosen.map((pair) => this.#row(pair));
    const largest = this.#data.features.map((_, feature) =>
      pairs.reduce((most, row) => Math.max(most, Math.abs(row[feature] as number)), 0),
    );
    // A sign as large as its feature, so that both are seen at one scale.
    const rows = [
      ...pairs,
      ...this.#signs.map(({ normal }) => normal.map((value, at) => value * (largest[at] || 1))),
    ];
    const least = Float64Array.from([
      ...chosen.map((pair) => this.#pairs.targets[pair] as number),
      ...this.#signs.map((sign) => sign.least),
    ]);
    const result = leastNorm({
      size: this.#data.features.length,
      least,
      row: (index) => rows[index] as Float64Array,
      exact: (index) => {
        const pair = chosen[index];
        if (pair === undefined) return [...(rows[index] as Float64Array), 0].map((value) => decimalOf(value));
        const { difference, target } = this.#demand(pair);
        return [...difference, target];
      },
    });
    if ('unknown' in result) return 'undecided';
    if ('weights' in result) return isSensible(result.weights, largest, least) ? 'satisfiable' : 'undecided';
    const indexes = result.contradiction.map(({ index }) => index);
    const members = indexes.flatMap((index) => chosen[index] ?? []);
    return { members, ...(members.length < indexes.length && { withSigns: true }) };
  }

  /** Exactly: the differences cancel with factors above 0, and something is asked for all the same. */
  #areOpposite(one: number, other: number): boolean {
    const [a, b] = [one, other].map((pair) => {
      const { difference, target } = this.#demand(pair);
      return wholeNumbers([...difference, target]).whole;
    }) as [bigint[], bigint[]];
    const pivot = a.findIndex((value) => value !== 0n);
    const [p, q] = [absolute(a[pivot] as bigint), absolute(b[pivot] as bigint)];
    const sums = a.map((value, at) => q * value + p * (b[at] as bigint));
    return q > 0n && (sums.pop() as bigint) > 0n && sums.every((sum) => sum === 0n);
  }

  #row(pair: number): Float64Array {
    return Float64Array.from(this.#demand(pair).difference, numberOf);
  }

  #demand(pair: number): Demand {
    const { values, features, baseRewards } = this.#data;
    const size = features.length;
    const [up, down] = [this.#pairs.better[pair] as number, this.#pairs.worse[pair] as number];
    const target = this.#pairs.targets[pair] as number;
    return {
      difference: features.map((_, f) => {
        const [a, b] = [values[up * size + f] as number, values[down * size + f] as number];
        return decimalOf(a - b, Math.max(Math.abs(a), Math.abs(b)));
      }),
      target: decimalOf(
        target,
        Math.max(
          Math.abs(target),
          Math.abs(baseRewards[up] as number),
          Math.abs(baseRewards[down] as number),
        ),
      ),
    };
  }

  #contradiction(kind: Contradiction['kind'], pairs: readonly number[]): Contradiction {
    const { added, features } = this.#data;
    return {
      kind,
      pairs: pairs.map((pair) => ({
        better: added[this.#pairs.better[pair] as number] as number,
        worse: added[this.#pairs.worse[pair] as number] as number,
        asks: this.#pairs.targets[pair] as number,
        differs: Array.from(this.#row(pair), (by, f) => ({ feature: features[f] as string, by }))
          .filter(({ by }) => by !== 0)
          .sort((one, other) => Math.abs(other.by) - Math.abs(one.by)),
      })),
    };
  }
}

function isSensible(weights: Float64Array, largest: readonly number[], least: Float64Array): boolean {
  const asked = least.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return weights.every((weight, at) => Math.abs(weight) * (largest[at] as number) <= SENSIBLE * asked);
}

const numberOf = ({ digits, exponent }: Decimal): number =>
  exponent >= 0 ? digits * 10 ** exponent : digits / 10 ** -exponent;
