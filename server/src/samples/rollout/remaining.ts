import type { Span } from '../../policy/source.ts';

/** A part of a text that is set aside: a thought, the edge of one (or of an answer), or a marker that has nothing to do with either. */
export interface Cut extends Span {
  readonly is: 'thought' | 'edge' | 'marker';
}

/** What one reading of a text found. `format` is how thoughts are marked; `cutOff` that the last of them never ends. */
export interface Found {
  readonly cuts: readonly Cut[];
  readonly format?: string;
  readonly cutOff?: boolean;
}

/** A text of which parts are cut out, and where in the whole text what is left stands. */
export class Remaining {
  readonly #whole: string;
  #ranges: readonly Span[];
  #text: string;
  readonly #thoughts: Span[] = [];
  readonly #markers: string[] = [];

  constructor(whole: string) {
    this.#whole = whole;
    this.#ranges = [{ start: 0, end: whole.length }];
    this.#text = whole;
  }

  get text(): string {
    return this.#text;
  }

  /** In order, without empty ones, in offsets of the whole text. */
  get ranges(): readonly Span[] {
    return this.#ranges;
  }

  /** The thoughts in the order of the whole text, an empty line between two; undefined where there were none. */
  get thought(): string | undefined {
    if (this.#thoughts.length === 0) return undefined;
    return this.#thoughts
      .toSorted((a, b) => a.start - b.start)
      .map(({ start, end }) => this.#whole.slice(start, end).trim())
      .filter((each) => each !== '')
      .join('\n\n');
  }

  get markers(): readonly string[] {
    return this.#markers;
  }

  /** White space next to what was cut goes with it, at either end. */
  trim(): void {
    const [first] = this.#ranges;
    const last = this.#ranges.at(-1);
    if (!first || !last) return;
    const text = this.#text;
    const start = /\S/u.test(this.#whole.slice(0, first.start)) ? text.length - text.trimStart().length : 0;
    const end = /\S/u.test(this.#whole.slice(last.end)) ? text.trimEnd().length : text.length;
    const cuts: Cut[] = [
      { start: 0, end: start, is: 'edge' },
      { start: Math.max(start, end), end: text.length, is: 'edge' },
    ];
    this.cut(cuts.filter((cut) => cut.start < cut.end));
  }

  /** Cuts spans of the text that is left; in order and without overlap. */
  cut(cuts: readonly Cut[]): void {
    let at = 0;
    const kept: Span[] = [];
    for (const { start, end, is } of cuts) {
      if (start > at) kept.push({ start: at, end: start });
      if (is === 'marker' && this.#text.slice(start, end).trim() !== '')
        this.#markers.push(this.#text.slice(start, end).trim());
      at = end;
    }
    if (at < this.#text.length) kept.push({ start: at, end: this.#text.length });
    const thoughts = cuts.filter(({ is }) => is === 'thought');
    this.#thoughts.push(...spansInWhole(this.#ranges, thoughts).flat());
    this.#ranges = spansInWhole(this.#ranges, kept).flat();
    this.#text = this.#ranges.map(({ start, end }) => this.#whole.slice(start, end)).join('');
  }
}

/** Where spans of what is left stand in the whole text; both in order. */
function spansInWhole(ranges: readonly Span[], spans: readonly Span[]): Span[][] {
  let first = 0;
  let before = 0;
  return spans.map(({ start, end }) => {
    const found: Span[] = [];
    for (let index = first, offset = before; index < ranges.length && offset < end; index++) {
      const range = ranges[index] as Span;
      const length = range.end - range.start;
      const from = Math.max(start, offset);
      const to = Math.min(end, offset + length);
      if (from < to) found.push({ start: range.start + from - offset, end: range.start + to - offset });
      if (offset + length <= end) {
        first = index + 1;
        before = offset + length;
      }
      offset += length;
    }
    return found;
  });
}
