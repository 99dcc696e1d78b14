import type { Span } from '../../policy/source.ts';

/** How a marker stands among what is around it on its line: whether it does something there or is talked about. */
export interface Standing {
  /** Nothing but spaces before it on its line. */
  readonly startsLine: boolean;
  /** Nothing but spaces after it on its line. */
  readonly endsLine: boolean;
  /** Between backticks, quotation marks or parentheses. */
  readonly quoted: boolean;
  /** Right behind another character: not a word among words. */
  readonly glued: boolean;
  /** Behind the end of a sentence, a quotation or a tag. */
  readonly afterSentence: boolean;
  /** What follows speaks of it: "<think> is a tag". */
  readonly spokenOf: boolean;
}

/** Lines may be as long as the text. */
const SIGHT = 200;

const OPENING_QUOTES = '`"\'“‘«„(';
const CLOSING_QUOTES = '`"\'”’»“)';
const SPOKEN_OF =
  /^[ \t]+(?:is|are|was|were|and|or|as|marks?|means|closes?|opens?|ends|begins|starts|tags?|tokens?|blocks?|markers?|delimiters?|elements?|sections?)\b/;
const SENTENCE_END = /[.!?…:;)\]}"'”’»。！？；：>`*]$/u;

export function standingOf(text: string, { start, end }: Span): Standing {
  const window = text.slice(Math.max(0, start - SIGHT), start);
  const newline = window.lastIndexOf('\n');
  const before = window.slice(newline + 1);
  const rest = text.slice(end, end + SIGHT);
  const after = /^[^\n]*/.exec(rest)?.[0] ?? '';
  const blank = before.trim() === '';
  const startsLine = blank && (newline >= 0 || start <= SIGHT);
  const endsLine = after.trim() === '' && (after.length < rest.length || end + rest.length === text.length);
  return {
    startsLine,
    endsLine,
    quoted: isQuoted(before, after),
    glued: !blank && !/\s$/u.test(before),
    afterSentence: SENTENCE_END.test(before.trimEnd()),
    spokenOf: SPOKEN_OF.test(after) || (endsLine && !startsLine && goesOn(before, rest.slice(after.length))),
  };
}

function isQuoted(before: string, after: string): boolean {
  const open = before.at(-1);
  const close = after[0];
  if (
    open !== undefined &&
    close !== undefined &&
    OPENING_QUOTES.includes(open) &&
    CLOSING_QUOTES.includes(close)
  )
    return true;
  const ticks = before.split('`').length - 1;
  return ticks % 2 === 1 && after.includes('`');
}

/** A sentence that is broken over two lines, as prose is wrapped. */
function goesOn(before: string, next: string): boolean {
  return /\p{Ll}[ \t]+$/u.test(before) && /^\r?\n[ \t]*\p{Ll}/u.test(next);
}
