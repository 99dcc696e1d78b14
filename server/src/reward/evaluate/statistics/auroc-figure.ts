import { boundedInterval } from './bounded-interval.ts';
import { type ComparableFigure, jackknifeVariance, noRange, type Ranged, rangeOf } from './figure.ts';
import { MIN_PROMPTS } from './interval.ts';
import { effectivePrompts } from './share-interval.ts';

/** One labelled completion. */
export interface Scored {
  readonly prompt: number;
  readonly p: number;
  readonly label: boolean;
}

/**
 * The probability that a completion labelled yes is given a higher probability than one labelled no, ties counting half
 * (Mann and Whitney 1947), of completions that hang together by prompt.
 */
export class AurocFigure implements ComparableFigure {
  readonly #rows: readonly Scored[];
  readonly #count: number;
  readonly #yes: Float64Array;
  readonly #no: Float64Array;
  #merged: Merged | undefined;
  #leftOut: { readonly without: Float64Array; readonly telling: number } | undefined;

  /** `count`: how many prompts there are. */
  constructor(rows: readonly Scored[], count: number) {
    this.#rows = [...rows].sort((a, b) => a.p - b.p);
    this.#count = count;
    this.#yes = new Float64Array(count);
    this.#no = new Float64Array(count);
    for (const { prompt, label } of rows) add(label ? this.#yes : this.#no, prompt, 1);
  }

  get n(): number {
    return this.#rows.length;
  }

  get prompts(): number {
    return new Set(this.#rows.map(({ prompt }) => prompt)).size;
  }

  get value(): number | null {
    return inOrder(this.#rows);
  }

  /**
   * At 1 (or 0) all pairs are in one order. So are then as many pairs as can be made without using a prompt twice, which are
   * independent: exact for that many.
   */
  get ranged(): Ranged {
    const { value } = this;
    if (value === null) return noRange('not-defined');
    const [yes, no] = [this.#yes, this.#no].map((sizes) => sizes.filter((size) => size > 0).length) as [
      number,
      number,
    ];
    if (Math.min(yes, no) < MIN_PROMPTS)
      return noRange(this.prompts < MIN_PROMPTS ? 'few-prompts' : 'few-of-a-kind');
    const { without, telling } = this.#jackknife;
    const agreeing = Math.min(effectivePrompts(this.#yes), effectivePrompts(this.#no));
    return rangeOf(
      boundedInterval({
        value,
        variance: jackknifeVariance(
          without,
          (prompt) => (this.#yes[prompt] as number) + (this.#no[prompt] as number) > 0,
        ),
        worst: Math.min(agreeing, this.prompts / 2),
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

  /** Taking out a prompt takes out the pairs of its yes with any no, those of its no with any yes, and counts those within once. */
  #leaveOut(): { readonly without: Float64Array; readonly telling: number } {
    const [lost, within] = [new Float64Array(this.#count), new Float64Array(this.#count)];
    const [yesBefore, noBefore] = [0, 0];
    let [yesSeen, noSeen] = [yesBefore, noBefore];
    const [allYes, allNo] = [total(this.#yes), total(this.#no)];
    const [ownYes, ownNo] = [new Float64Array(this.#count), new Float64Array(this.#count)];
    let all = 0;
    const off = new Uint8Array(this.#count);
    for (const tied of tiedGroups(this.#rows)) {
      const [yesTied, noTied] = [
        tied.filter(({ label }) => label).length,
        tied.filter(({ label }) => !label).length,
      ];
      const [tiedYes, tiedNo] = [new Map<number, number>(), new Map<number, number>()];
      for (const { prompt, label } of tied) {
        const counts = label ? tiedYes : tiedNo;
        counts.set(prompt, (counts.get(prompt) ?? 0) + 1);
      }
      for (const { prompt, label } of tied) {
        const pairs = label ? noSeen + noTied / 2 : allYes - yesSeen - yesTied + yesTied / 2;
        if (label) all += pairs;
        if (pairs < (label ? allNo : allYes)) off[prompt] = 1;
        add(lost, prompt, pairs);
        if (label) add(within, prompt, (ownNo[prompt] as number) + (tiedNo.get(prompt) ?? 0) / 2);
      }
      for (const [prompt, count] of tiedYes) add(ownYes, prompt, count);
      for (const [prompt, count] of tiedNo) add(ownNo, prompt, count);
      yesSeen += yesTied;
      noSeen += noTied;
    }
    const without = lost.map((gone, prompt) => {
      const pairs = (allYes - (this.#yes[prompt] as number)) * (allNo - (this.#no[prompt] as number));
      return pairs === 0 ? Number.NaN : (all - gone + (within[prompt] as number)) / pairs;
    });
    return { without, telling: total(Float64Array.from(off)) };
  }

  differs(other: AurocFigure): Uint8Array {
    const keys = (rows: readonly Scored[]) => {
      const byPrompt = Array.from({ length: this.#count }, (): string[] => []);
      for (const { prompt, p, label } of rows) byPrompt[prompt]?.push(`${p} ${label}`);
      return byPrompt.map((each) => each.join());
    };
    const [own, others] = [keys(this.#rows), keys(other.#rows)];
    return Uint8Array.from(own, (key, prompt) => Number(key !== others[prompt]));
  }

  mixedWith(other: AurocFigure, marked: Uint8Array): number | null {
    if (this.#merged?.other !== other) {
      const rows = [
        ...this.#rows.map((row) => ({ ...row, isOther: 0 })),
        ...other.#rows.map((row) => ({ ...row, isOther: 1 })),
      ].sort((a, b) => a.p - b.p);
      this.#merged = { other, rows };
    }
    return inOrder(this.#merged.rows, ({ prompt, isOther }) => (marked[prompt] ? 1 : 0) === isOther);
  }
}

interface Merged {
  readonly other: AurocFigure;
  readonly rows: readonly (Scored & { readonly isOther: number })[];
}

/** The share of pairs in order, of rows by rising p that are `taken`; null without any pair. */
function inOrder<Row extends Scored>(
  rows: readonly Row[],
  taken: (row: Row) => boolean = () => true,
): number | null {
  let [yes, no, yesTied, noTied, pairs, p] = [0, 0, 0, 0, 0, Number.NaN];
  const settle = () => {
    pairs += yesTied * (no + noTied / 2);
    yes += yesTied;
    no += noTied;
    yesTied = 0;
    noTied = 0;
  };
  for (const row of rows) {
    if (!taken(row)) continue;
    if (row.p !== p) {
      settle();
      p = row.p;
    }
    if (row.label) yesTied++;
    else noTied++;
  }
  settle();
  return yes * no === 0 ? null : pairs / (yes * no);
}

function tiedGroups(rows: readonly Scored[]): Scored[][] {
  const groups: Scored[][] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (last && last[0]?.p === row.p) last.push(row);
    else groups.push([row]);
  }
  return groups;
}

function add(to: Float64Array, at: number, more: number): void {
  to[at] = (to[at] as number) + more;
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
