import { effectivePrompts } from './share-interval.ts';

/** One labelled completion. */
export interface Scored {
  readonly prompt: number;
  readonly p: number;
  readonly label: boolean;
  /** Which model gave the probability, where there are several: the fold of a cross-validation. */
  readonly model?: number;
}

/** The answers of one model, by rising p. */
export class Stratum {
  readonly yes: Float64Array;
  readonly no: Float64Array;
  readonly #rows: readonly Scored[];
  readonly #count: number;

  constructor(rows: readonly Scored[], count: number) {
    this.#rows = rows;
    this.#count = count;
    this.yes = new Float64Array(count);
    this.no = new Float64Array(count);
    for (const { prompt, label } of rows) add(label ? this.yes : this.no, prompt, 1);
  }

  get pairs(): number {
    return total(this.yes) * total(this.no);
  }

  get prompts(): number {
    return new Set(this.#rows.map(({ prompt }) => prompt)).size;
  }

  /** The number of independent prompts of the rarer kind that would say as much if those of a prompt agree. */
  get agreeing(): number {
    return Math.min(effectivePrompts(this.yes), effectivePrompts(this.no));
  }

  has(prompt: number): boolean {
    return (this.yes[prompt] as number) + (this.no[prompt] as number) > 0;
  }

  pairsWithout(prompt: number): number {
    return (total(this.yes) - (this.yes[prompt] as number)) * (total(this.no) - (this.no[prompt] as number));
  }

  /**
   * By prompt: how many pairs are in order without it, and whether it has one that is not. Taking out a prompt takes out the
   * pairs of its yes with any no, those of its no with any yes, and counts those within once.
   */
  leaveOut(): { readonly inOrder: Float64Array; readonly off: Uint8Array } {
    const [lost, within] = [new Float64Array(this.#count), new Float64Array(this.#count)];
    let [yesSeen, noSeen] = [0, 0];
    const [allYes, allNo] = [total(this.yes), total(this.no)];
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
    return { inOrder: lost.map((gone, prompt) => all - gone + (within[prompt] as number)), off };
  }
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
