import { boundedInterval } from './bounded-interval.ts';
import { type ComparableFigure, jackknifeVariance, noRange, type Ranged, rangeOf } from './figure.ts';
import { MIN_PROMPTS } from './interval.ts';
import { type Scored, Stratum } from './one-models-answers.ts';
import { pairsInOrder, SwappedPairs } from './swapped-pairs.ts';
import type { Swaps } from './swaps.ts';

/**
 * The probability that a completion labelled yes is given a higher probability than one labelled no, ties counting half
 * (Mann and Whitney 1947), of completions that hang together by prompt. Where several models have answered, it is over
 * the pairs of which one model has answered both: each fold of a cross-validation has learnt from the labels that the
 * others are measured on, so that across folds a yes stands below a no more often than chance has it (Airola et al.
 * 2011).
 */
export class AurocFigure implements ComparableFigure {
  readonly #rows: readonly Scored[];
  readonly #count: number;
  readonly #strata: readonly Stratum[];
  #leftOut: { readonly without: Float64Array; readonly telling: number } | undefined;

  /** `count`: how many prompts there are. */
  constructor(rows: readonly Scored[], count: number) {
    this.#rows = [...rows].sort((a, b) => a.p - b.p);
    this.#count = count;
    const models = new Map<number | undefined, Scored[]>();
    for (const row of this.#rows) {
      const own = models.get(row.model);
      if (own) own.push(row);
      else models.set(row.model, [row]);
    }
    this.#strata = [...models.values()].map((each) => new Stratum(each, count));
  }

  get n(): number {
    return this.#rows.length;
  }

  get prompts(): number {
    return new Set(this.#rows.map(({ prompt }) => prompt)).size;
  }

  get value(): number | null {
    return pairsInOrder(this.#rows);
  }

  /**
   * At 1 (or 0) all pairs are in one order. So are then as many pairs as can be made without using a prompt twice, which are
   * independent: exact for that many.
   */
  get ranged(): Ranged {
    const { value } = this;
    if (value === null) return noRange('not-defined');
    const strata = this.#strata.filter((each) => each.pairs > 0);
    const prompts = (sizes: (stratum: Stratum) => Float64Array) =>
      strata.reduce((sum, each) => sum + sizes(each).filter((size) => size > 0).length, 0);
    if (
      Math.min(
        prompts(({ yes }) => yes),
        prompts(({ no }) => no),
      ) < MIN_PROMPTS
    )
      return noRange(this.prompts < MIN_PROMPTS ? 'few-prompts' : 'few-of-a-kind');
    const { without, telling } = this.#jackknife;
    const agreeing = sum(strata.map((each) => each.agreeing));
    return rangeOf(
      boundedInterval({
        value,
        variance: jackknifeVariance(without, (prompt) => strata.some((each) => each.has(prompt))),
        worst: sum(strata.map((each) => Math.min(each.agreeing, each.prompts / 2))),
        df: Math.max(1, agreeing - 1),
        telling,
      }),
    );
  }

  get without(): Float64Array {
    return this.#jackknife.without;
  }

  get #jackknife(): { readonly without: Float64Array; readonly telling: number } {
    this.#leftOut ??= this.#leaveOut();
    return this.#leftOut;
  }

  #leaveOut(): { readonly without: Float64Array; readonly telling: number } {
    const parts = this.#strata.map((each) => ({ stratum: each, ...each.leaveOut() }));
    const without = Float64Array.from({ length: this.#count }, (_, prompt) => {
      const pairs = sum(parts.map(({ stratum }) => stratum.pairsWithout(prompt)));
      return pairs === 0 ? Number.NaN : sum(parts.map(({ inOrder }) => inOrder[prompt] as number)) / pairs;
    });
    const off = without.map((_, prompt) => Number(parts.some((part) => part.off[prompt] === 1)));
    return { without, telling: off.reduce((all, each) => all + each, 0) };
  }

  swapsWith(after: AurocFigure): Swaps {
    return new SwappedPairs(this.#rows, after.#rows);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((all, each) => all + each, 0);
}
