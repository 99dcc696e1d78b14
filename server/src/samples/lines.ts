/** One line of a stream, without its line break and without a byte order mark. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** Where it begins in the decoded stream, in UTF-16 code units. */
  readonly start: number;
  /** Undefined where the line is too long to be held; nothing of it is kept. */
  readonly text: string | undefined;
}

/**
 * In UTF-16 code units. The longest conversations are a tenth of it; a file without line breaks would
 * otherwise be read whole.
 */
export const MAX_LINE_LENGTH = 32 * 1024 * 1024;

/**
 * Lines of a stream of UTF-8 bytes or of text. Ends of line are `\n` and `\r\n`; the last one may be missing.
 * At most one line is held, and the chunk at hand.
 */
export async function* linesOf(
  stream: AsyncIterable<Uint8Array | string>,
  maxLength: number = MAX_LINE_LENGTH,
): AsyncGenerator<Line> {
  // A decoder that streams keeps characters whole that fall between two chunks.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const assembly = new LineAssembly(maxLength);
  for await (const chunk of stream) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
      assembly.add(text.slice(from, at));
      yield assembly.finish();
      from = at + 1;
    }
    assembly.add(text.slice(from));
  }
  assembly.add(decoder.decode());
  if (!assembly.isEmpty) yield assembly.finish();
}

/** Collects the pieces of a line and joins them once, at its end: long lines cost no more than short ones. */
class LineAssembly {
  readonly #maxLength: number;
  #pieces: string[] = [];
  #length = 0;
  #number = 1;
  #start = 0;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(piece: string): void {
    if (piece === '') return;
    this.#length += piece.length;
    if (this.#length > this.#maxLength) this.#pieces = [];
    else this.#pieces.push(piece);
  }

  finish(): Line {
    const line = this.#line();
    this.#number++;
    this.#start += this.#length + 1;
    this.#length = 0;
    this.#pieces = [];
    return line;
  }

  #line(): Line {
    const number = this.#number;
    const start = this.#start;
    if (this.#length > this.#maxLength) return { number, start, text: undefined };
    const text = this.#pieces.join('').replace(/\r$/, '');
    const marked = start === 0 && text.startsWith('\uFEFF');
    return marked ? { number, start: 1, text: text.slice(1) } : { number, start, text };
  }
}
