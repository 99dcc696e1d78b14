/**
 * A figure in two runs, measured again and again as the runs' data of some prompts are swapped. `before` and `after` are the
 * values of the last `measure`; NaN where one is not defined.
 */
export abstract class Swaps {
  before = Number.NaN;
  after = Number.NaN;
  /** The prompts whose data differ between the runs; swapping others changes nothing. */
  abstract readonly differing: readonly number[];
  #version = -1;

  /** `marked`: by prompt, whether it is swapped. `version`: another one for every change of `marked`. */
  measure(marked: Uint8Array, version: number): void {
    if (version === this.#version) return;
    this.#version = version;
    this.compute(marked, version);
  }

  protected abstract compute(marked: Uint8Array, version: number): void;
}

/** What is added up over prompts, and a figure of the sums. */
export class SwappedSums extends Swaps {
  readonly differing: readonly number[];
  readonly #sums: readonly [Float64Array, Float64Array];
  readonly #moved: readonly [Float64Array, Float64Array];
  /** By differing prompt, and in it by column: what is added when it is swapped. */
  readonly #changes: Float64Array;
  readonly #of: (sums: Float64Array) => number | null;

  /** `before` and `after`: by column and prompt. */
  constructor(
    before: readonly Float64Array[],
    after: readonly Float64Array[],
    of: (sums: Float64Array) => number | null,
  ) {
    super();
    const prompts = Array.from(before[0] ?? [], (_, prompt) => prompt);
    this.differing = prompts.filter((prompt) =>
      before.some((column, index) => column[prompt] !== after[index]?.[prompt]),
    );
    const sumsOf = (columns: readonly Float64Array[]) =>
      Float64Array.from(columns, (column) => column.reduce((sum, each) => sum + each, 0));
    this.#sums = [sumsOf(before), sumsOf(after)];
    this.#moved = [this.#sums[0].slice(), this.#sums[1].slice()];
    this.#changes = Float64Array.from(
      this.differing.flatMap((prompt) =>
        before.map((column, index) => (after[index]?.[prompt] as number) - (column[prompt] as number)),
      ),
    );
    this.#of = of;
  }

  protected compute(marked: Uint8Array): void {
    const [first, second] = this.#moved;
    first.set(this.#sums[0]);
    second.set(this.#sums[1]);
    const columns = first.length;
    for (let index = 0; index < this.differing.length; index++) {
      if (!marked[this.differing[index] as number]) continue;
      for (let column = 0; column < columns; column++) {
        const change = this.#changes[index * columns + column] as number;
        first[column] = (first[column] as number) + change;
        second[column] = (second[column] as number) - change;
      }
    }
    this.before = this.#of(first) ?? Number.NaN;
    this.after = this.#of(second) ?? Number.NaN;
  }
}

/** A figure of figures. */
export class SwappedParts extends Swaps {
  readonly differing: readonly number[];
  readonly #parts: readonly Swaps[];
  readonly #of: (values: readonly number[]) => number;

  constructor(parts: readonly Swaps[], of: (values: readonly number[]) => number) {
    super();
    this.#parts = parts;
    this.#of = of;
    this.differing = [...new Set(parts.flatMap(({ differing }) => differing))].sort((a, b) => a - b);
  }

  protected compute(marked: Uint8Array, version: number): void {
    for (const part of this.#parts) part.measure(marked, version);
    const isThere = this.#parts.length > 0;
    this.before = isThere ? this.#of(this.#parts.map(({ before }) => before)) : Number.NaN;
    this.after = isThere ? this.#of(this.#parts.map(({ after }) => after)) : Number.NaN;
  }
}
