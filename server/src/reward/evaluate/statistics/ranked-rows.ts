import type { Scored } from './one-models-answers.ts';

/** What begins with a row: nothing, another probability, or another model. */
const TIED = 0;
const NEXT = 1;
const NEXT_MODEL = 2;

/**
 * Answers of one run, or of two, by model and rising probability, as plain columns: their order is measured again for
 * every way of swapping the two runs.
 */
export class RankedRows {
  readonly #prompts: Int32Array;
  readonly #labels: Uint8Array;
  /** By index of the run. */
  readonly #runs: Uint8Array;
  readonly #begins: Uint8Array;

  constructor(runs: readonly (readonly Scored[])[]) {
    const rows = runs.flatMap((own, run) => own.map((row) => ({ ...row, run, model: row.model ?? -1 })));
    rows.sort((a, b) => a.model - b.model || a.p - b.p);
    this.#prompts = Int32Array.from(rows, ({ prompt }) => prompt);
    this.#labels = Uint8Array.from(rows, ({ label }) => Number(label));
    this.#runs = Uint8Array.from(rows, ({ run }) => run);
    this.#begins = Uint8Array.from(rows, ({ model, p }, index) => {
      const before = rows[index - 1];
      if (before?.model !== model) return NEXT_MODEL;
      return before.p === p ? TIED : NEXT;
    });
  }

  /**
   * The share of pairs of a yes and a no in order, ties counting half, within each model; null without any pair. `marked`: the
   * prompts, by number, that are taken from the second run, the others from the first.
   */
  inOrder(marked?: Uint8Array): number | null {
    let [yes, no, yesTied, noTied, own, right, pairs] = [0, 0, 0, 0, 0, 0, 0];
    const rows = this.#prompts.length;
    for (let row = 0; row <= rows; row++) {
      const begins = row === rows ? NEXT_MODEL : (this.#begins[row] as number);
      if (begins !== TIED) {
        own += yesTied * (no + noTied / 2);
        yes += yesTied;
        no += noTied;
        yesTied = 0;
        noTied = 0;
      }
      if (begins === NEXT_MODEL) {
        right += own;
        pairs += yes * no;
        yes = 0;
        no = 0;
        own = 0;
      }
      if (row === rows) break;
      const wanted = marked ? (marked[this.#prompts[row] as number] as number) : 0;
      if (wanted !== this.#runs[row]) continue;
      if (this.#labels[row] === 1) yesTied++;
      else noTied++;
    }
    return pairs === 0 ? null : right / pairs;
  }
}
