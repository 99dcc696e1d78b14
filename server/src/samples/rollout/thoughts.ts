import type { Cut, Found } from './remaining.ts';
import { fenceCloses, openingAt, type TagMark, tagMarks } from './thought-tags.ts';

/** Repeated looks to the end of a text stay linear: so many times its length in all. */
const LOOKS = 50;

/** Two tags of one sentence are no further apart. */
const SENTENCE = 300;

/**
 * The thoughts of a text that are marked by tags: blocks at its beginning; what comes before a lone closing tag, as chat
 * templates open the thought themselves; and blocks on lines of their own. Tags in fenced blocks, between backticks or
 * quotation marks, and as words of a sentence are talk. `proven`: how a thought was marked that was found in this text before.
 */
export function findThoughts(text: string, proven: string | undefined): Found {
  const search = new Search(text, proven);
  search.leading();
  search.rest();
  return search.found;
}

class Search {
  readonly #text: string;
  readonly #cuts: Cut[] = [];
  #proven: string | undefined;
  #format: string | undefined;
  #at = 0;
  #looks = 0;
  readonly #fences = new Map<number, boolean>();
  cutOff = false;

  constructor(text: string, proven: string | undefined) {
    this.#text = text;
    this.#proven = proven;
  }

  get found(): Found {
    const { cutOff } = this;
    return {
      cuts: this.#cuts,
      ...(this.#format !== undefined && { format: this.#format }),
      ...(cutOff && { cutOff }),
    };
  }

  leading(): void {
    for (;;) {
      const open = openingAt(this.#text, afterSpace(this.#text, this.#at));
      if (!open || open.standing.spokenOf || open.standing.quoted) return;
      if ((open.behind !== undefined && open.behind !== this.#proven) || !this.#block(open)) return;
    }
  }

  /** After the blocks at the beginning: lone closing tags, then blocks further down. */
  rest(): void {
    while (!this.cutOff && this.#next());
  }

  #next(): boolean {
    const from = this.#at;
    const unclosed = new Map<string, TagMark>();
    let close: TagMark | undefined;
    let block: TagMark | undefined;
    for (const mark of tagMarks(this.#text, from)) {
      const mentioned = unclosed.get(mark.tag);
      if (mark.opens) {
        if (this.#beginsBlock(mark)) {
          block = mark;
          break;
        }
        unclosed.set(mark.tag, mark);
      } else if (mentioned && this.#belong(mentioned, mark)) unclosed.delete(mark.tag);
      else if (mark.behind === undefined && (isInPlace(mark) || this.#inOpenFence(mark))) close = mark;
    }
    if (close) {
      this.#take(from, close.start, close);
      this.#at = afterSpace(this.#text, close.end);
      this.#space(close.end, this.#at);
    }
    return block !== undefined && this.#block(block);
  }

  /** Takes the block that a tag opens; false where it is none. */
  #block(open: TagMark): boolean {
    const leads = afterSpace(this.#text, this.#at) === open.start;
    const close = this.#closeOf(open, leads);
    if (!close && !leads && this.#proven === undefined) return false;
    if (this.#looks > LOOKS * this.#text.length) return false;
    if (leads) this.#space(this.#at, open.start);
    this.#cuts.push({ start: open.start, end: open.end, is: 'edge' });
    this.#take(open.end, close?.start ?? this.#text.length, close ?? open);
    this.#format ??= open.tag;
    this.#at = close ? afterSpace(this.#text, close.end) : this.#text.length;
    if (!close) this.cutOff = true;
    else if (leads) this.#space(close.end, this.#at);
    else this.#at = close.end;
    return true;
  }

  /** The first closing tag in its place; else one that can only be meant so, as the thought was opened. */
  #closeOf(open: TagMark, leads: boolean): TagMark | undefined {
    let likely: TagMark | undefined;
    let fenced: TagMark | undefined;
    let related: TagMark | undefined;
    let end = this.#text.length;
    for (const mark of tagMarks(this.#text, open.end)) {
      if (mark.opens) {
        if (likely && afterSpace(this.#text, likely.end) === mark.start) break;
        continue;
      }
      if (mark.tag === open.tag) {
        if (isInPlace(mark) || this.#inOpenFence(mark)) {
          this.#looks += mark.end - open.end;
          return mark;
        }
        if (leads && !mark.standing.quoted && !mark.standing.spokenOf) {
          if (!mark.fenced) likely ??= mark;
          // A fence of the thought that only the answer closes.
          else if (!mark.fenced.before) fenced ??= mark;
        }
      } else if (mark.tag.startsWith('<') && open.tag.startsWith('<') && isInPlace(mark)) related ??= mark;
      end = mark.end;
    }
    this.#looks += (likely ? end : this.#text.length) - open.end;
    return likely ?? related ?? fenced;
  }

  #beginsBlock({ standing, fenced, sure, start, tag }: TagMark): boolean {
    if (fenced || standing.quoted || standing.spokenOf) return false;
    if (!standing.startsLine && !standing.afterSentence) return false;
    // "The format is:" introduces an example.
    return (sure || tag === this.#proven) && !introduces(this.#text, start);
  }

  /** Whether a closing tag closes what a tag opened that was passed over. */
  #belong(open: TagMark, close: TagMark): boolean {
    if (open.fenced || close.fenced) return open.fenced?.fence === close.fenced?.fence;
    if (open.standing.startsLine) return true;
    return close.start - open.end < SENTENCE && !this.#text.slice(open.end, close.start).includes('\n');
  }

  /** A thought whose own fence was never closed. */
  #inOpenFence({ fenced, sure, standing }: TagMark): boolean {
    return (
      fenced !== undefined &&
      !fenced.before &&
      sure &&
      standing.startsLine &&
      standing.endsLine &&
      !this.#closes(fenced.fence)
    );
  }

  #closes(fence: number): boolean {
    const known = this.#fences.get(fence);
    if (known !== undefined) return known;
    const closes = fenceCloses(this.#text, fence);
    this.#fences.set(fence, closes);
    return closes;
  }

  #take(from: number, to: number, { start, end, opens, tag }: TagMark): void {
    this.#cuts.push({ start: from, end: to, is: 'thought' });
    if (!opens) this.#cuts.push({ start, end, is: 'edge' });
    this.#format ??= tag;
    this.#proven ??= tag;
  }

  #space(start: number, end: number): void {
    if (end > start) this.#cuts.push({ start, end, is: 'edge' });
  }
}

function isInPlace({ standing, fenced }: TagMark): boolean {
  if (fenced || standing.quoted || standing.spokenOf) return false;
  return standing.startsLine || standing.endsLine || standing.glued || standing.afterSentence;
}

function introduces(text: string, at: number): boolean {
  return /[:：]\s*$/u.test(text.slice(Math.max(0, at - 50), at));
}

function afterSpace(text: string, at: number): number {
  const pattern = /\S/gu;
  pattern.lastIndex = at;
  return pattern.exec(text)?.index ?? text.length;
}
