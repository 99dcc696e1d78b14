import { type ComparableFigure, type Figure, noRange, type Ranged, rangeOf } from './figure.ts';
import type { Interval } from './interval.ts';
import { SwappedParts, type Swaps } from './swaps.ts';

/** A range that is narrower is none. */
const LEVEL = 1e-6;

/** A figure of figures, rising in each of them: a mean, a harmonic mean. */
export class CombinedFigure implements Figure {
  readonly n: number;
  readonly prompts: number;
  readonly #parts: readonly Figure[];
  protected readonly ofParts: (values: readonly number[]) => number;

  constructor(
    parts: readonly Figure[],
    of: (values: readonly number[]) => number,
    { n, prompts }: { readonly n: number; readonly prompts: number },
  ) {
    this.#parts = parts;
    this.ofParts = of;
    this.n = n;
    this.prompts = prompts;
  }

  get value(): number | null {
    return this.of(this.#parts.map(({ value }) => value));
  }

  /**
   * From the intervals of the parts (Zou and Donner 2008): how far each bound of a part moves the whole, and these distances
   * added as standard deviations are, by how the parts hang together when a prompt is left out. Parts of which that cannot be seen, since nothing
   * moves them, are taken to move together.
   */
  get ranged(): Ranged {
    const values = this.#parts.map(({ value }) => value);
    const value = this.of(values);
    if (value === null) return noRange('not-defined');
    const known = values as number[];
    const ranges = this.#parts.map(({ ranged }) => ranged);
    const missing = ranges.find(({ interval }) => interval === null);
    if (missing) return missing;
    const moved = (side: 0 | 1) =>
      ranges.map(({ interval }, part) => {
        const changed = known.map((each, index) => (index === part ? (interval?.[side] as number) : each));
        return Math.abs(value - this.ofParts(changed));
      });
    const together = correlations(this.#parts);
    const distance = (moves: readonly number[]) =>
      Math.sqrt(
        Math.max(
          0,
          moves.reduce(
            (sum, a, i) => sum + moves.reduce((row, b, j) => row + a * b * (together[i]?.[j] as number), 0),
            0,
          ),
        ),
      );
    const [below, above] = [distance(moved(0)), distance(moved(1))];
    if (below + above > LEVEL) return rangeOf([Math.max(0, value - below), Math.min(1, value + above)]);
    // What the parts do to the whole cancels near its value, as in 2a(1 − a) at a = ½: the ends are where the parts stand
    // at theirs, those that move against the first one at the opposite ones.
    const ends = ([0, 1] as const).map((side) =>
      this.ofParts(
        ranges.map(({ interval }, part) => {
          const opposite = (together[0]?.[part] as number) < 0 !== (side === 1);
          return (interval as Interval)[opposite ? 1 : 0];
        }),
      ),
    );
    return rangeOf([Math.max(0, Math.min(value, ...ends)), Math.min(1, Math.max(value, ...ends))]);
  }

  get without(): Float64Array {
    const parts = this.#parts.map(({ without }) => without);
    return Float64Array.from(parts[0] ?? [], (_, prompt) =>
      this.ofParts(parts.map((each) => each[prompt] as number)),
    );
  }

  protected of(values: readonly (number | null)[]): number | null {
    return values.length === 0 || values.includes(null) ? null : this.ofParts(values as number[]);
  }
}

/** The same of two runs. */
export class ComparableCombination extends CombinedFigure implements ComparableFigure {
  readonly #parts: readonly ComparableFigure[];

  constructor(
    parts: readonly ComparableFigure[],
    of: (values: readonly number[]) => number,
    over: { readonly n: number; readonly prompts: number },
  ) {
    super(parts, of, over);
    this.#parts = parts;
  }

  swapsWith(after: ComparableCombination): Swaps {
    return new SwappedParts(
      this.#parts.map((part, index) => part.swapsWith(after.#parts[index] as ComparableFigure)),
      this.ofParts,
    );
  }
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of two; 0 where both are. */
export function harmonicMean([a = 0, b = 0]: readonly number[]): number {
  return a + b === 0 ? 0 : (2 * a * b) / (a + b);
}

/** Of the figures as prompts are left out. */
function correlations(parts: readonly Figure[]): number[][] {
  const moves = parts.map(({ without, value }) =>
    without.map((each) => (Number.isNaN(each) ? 0 : each - (value as number))),
  );
  const product = (a: Float64Array, b: Float64Array) =>
    a.reduce((sum, each, index) => sum + each * (b[index] as number), 0);
  const sizes = moves.map((each) => Math.sqrt(product(each, each)));
  return moves.map((a, i) =>
    moves.map((b, j) => {
      const size = (sizes[i] as number) * (sizes[j] as number);
      return i === j || size < 1e-12 ? 1 : product(a, b) / size;
    }),
  );
}
