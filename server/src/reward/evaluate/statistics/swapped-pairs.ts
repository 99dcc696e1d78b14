import type { Scored } from './one-models-answers.ts';
import { Swaps } from './swaps.ts';

/**
 * The share of pairs in order, of which one model has answered both, in two runs: one pass over the answers of both, model by
 * model and by rising probability.
 */
export class SwappedPairs extends Swaps {
  readonly differing: readonly number[];
  readonly #prompts: Int32Array;
  readonly #isAfter: Uint8Array;
  readonly #labels: Uint8Array;
  /** Whether the model is another one than that of the row before. */
  readonly #begins: Uint8Array;
  /** Whether the probability is the same as the one before it. */
  readonly #tied: Uint8Array;
  readonly #pairs = [new Pairs(), new Pairs()] as const;

  constructor(before: readonly Scored[], after: readonly Scored[]) {
    super();
    const rows = [
      ...before.map((row) => ({ ...row, isAfter: 0 })),
      ...after.map((row) => ({ ...row, isAfter: 1 })),
    ].sort(byModel);
    this.#prompts = Int32Array.from(rows, ({ prompt }) => prompt);
    this.#isAfter = Uint8Array.from(rows, ({ isAfter }) => isAfter);
    this.#labels = Uint8Array.from(rows, ({ label }) => Number(label));
    this.#begins = Uint8Array.from(rows, ({ model }, row) =>
      Number(row > 0 && model !== rows[row - 1]?.model),
    );
    this.#tied = Uint8Array.from(rows, ({ p }, row) => Number(p === rows[row - 1]?.p));
    const [first, second] = [answersByPrompt(before), answersByPrompt(after)];
    this.differing = [...new Set([...first.keys(), ...second.keys()])].filter(
      (prompt) => first.get(prompt)?.sort().join() !== second.get(prompt)?.sort().join(),
    );
  }

  protected compute(marked: Uint8Array): void {
    const [before, after] = this.#pairs;
    before.reset();
    after.reset();
    for (let row = 0; row < this.#prompts.length; row++) {
      if (this.#begins[row]) {
        before.endModel();
        after.endModel();
      } else if (!this.#tied[row]) {
        before.settle();
        after.settle();
      }
      const isAfter = this.#isAfter[row] !== marked[this.#prompts[row] as number];
      (isAfter ? after : before).add(this.#labels[row] === 1);
    }
    this.before = before.share();
    this.after = after.share();
  }
}

/** The share of pairs in order, of which one model has answered both; null without any. */
export function pairsInOrder(rows: readonly Scored[]): number | null {
  const sorted = [...rows].sort(byModel);
  const pairs = new Pairs();
  sorted.forEach(({ p, label, model }, row) => {
    const last = sorted[row - 1];
    if (last && model !== last.model) pairs.endModel();
    else if (p !== last?.p) pairs.settle();
    pairs.add(label);
  });
  const share = pairs.share();
  return Number.isNaN(share) ? null : share;
}

function byModel(a: Scored, b: Scored): number {
  return (a.model ?? -1) - (b.model ?? -1) || a.p - b.p;
}

function answersByPrompt(rows: readonly Scored[]): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const { prompt, p, label, model } of rows) {
    const own = found.get(prompt) ?? [];
    found.set(prompt, own);
    own.push(`${p} ${label} ${model}`);
  }
  return found;
}

/** Counts pairs of a yes and a no that are in order, ties half, as answers come model by model and by rising probability. */
class Pairs {
  #all = 0;
  #inOrder = 0;
  #yes = 0;
  #no = 0;
  #tiedYes = 0;
  #tiedNo = 0;

  reset(): void {
    this.endModel();
    this.#all = 0;
    this.#inOrder = 0;
  }

  /** Answers that come now are above those that came before. */
  settle(): void {
    this.#inOrder += this.#tiedYes * (this.#no + this.#tiedNo / 2);
    this.#yes += this.#tiedYes;
    this.#no += this.#tiedNo;
    this.#tiedYes = 0;
    this.#tiedNo = 0;
  }

  /** Answers that come now are of another model, and are paired with none that came before. */
  endModel(): void {
    this.settle();
    this.#all += this.#yes * this.#no;
    this.#yes = 0;
    this.#no = 0;
  }

  add(label: boolean): void {
    if (label) this.#tiedYes++;
    else this.#tiedNo++;
  }

  /** Of all pairs; NaN without any. */
  share(): number {
    this.endModel();
    return this.#inOrder / this.#all;
  }
}
