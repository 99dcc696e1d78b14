/** Where things stand in a text. Offsets count UTF-16 code units, as LSP and JavaScript strings do. */
export interface Span {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** A span of one file. `uri` is a `file:` (or editor) URI, never a bare path. */
export interface Place {
  readonly uri: string;
  readonly span: Span;
}

/** Zero-based, as in LSP. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A text that answers position questions; the line table is made on the first question only. */
export class SourceText {
  readonly uri: string;
  readonly text: string;
  #lineStarts: number[] | undefined;

  constructor(uri: string, text: string) {
    this.uri = uri;
    this.text = text;
  }

  place(span: Span): Place {
    return { uri: this.uri, span };
  }

  /** The place of a block without the white space up to the next line, which YAML counts as part of it. */
  placeOfBlock({ start, end }: Span): Place {
    return this.place({ start, end: start + this.text.slice(start, end).trimEnd().length });
  }

  positionAt(offset: number): Position {
    const starts = this.#starts();
    const at = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= at) low = middle;
      else high = middle;
    }
    return { line: low, character: at - (starts[low] as number) };
  }

  offsetAt(position: Position): number {
    const starts = this.#starts();
    const start = starts[position.line];
    if (start === undefined) return this.text.length;
    const next = starts[position.line + 1] ?? this.text.length;
    return Math.min(start + position.character, next);
  }

  range(span: Span): Range {
    return { start: this.positionAt(span.start), end: this.positionAt(span.end) };
  }

  #starts(): number[] {
    if (this.#lineStarts) return this.#lineStarts;
    const starts = [0];
    for (let at = 0; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (code === 13 && this.text.charCodeAt(at + 1) === 10) continue;
      if (code === 10 || code === 13) starts.push(at + 1);
    }
    this.#lineStarts = starts;
    return starts;
  }
}

export function contains(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}
