import { Lexer } from 'yaml';
import type { SourceText, Span } from '../policy/source.ts';

/** `# rbr-ignore: code, code why` at the end of a line, or on a line of its own above it. */
const IGNORE = /^#\s*rbr-ignore:\s*(?<codes>[\w-]+(?:\s*,\s*[\w-]+)*)/;

/** One code in one comment. */
export interface Ignore {
  readonly code: string;
  /** The code in the comment. */
  readonly span: Span;
  /** The comment as a whole, and the codes in it. */
  readonly comment: Span;
  readonly codes: readonly string[];
  /** Findings that begin in here are meant: a line, with the text over several lines that begins on it. */
  readonly target: Span;
}

/** The comments of a YAML file that ignore findings, a code each. */
export function ignoresOf(source: SourceText): Ignore[] {
  const { text } = source;
  // Most files have none, and lexing costs more than looking.
  if (!text.includes('rbr-ignore:')) return [];
  const { comments, scalars } = lexYaml(text);
  return comments.flatMap((comment) => {
    const match = IGNORE.exec(text.slice(comment.start, comment.end));
    const written = match?.groups?.codes;
    if (!match || written === undefined) return [];
    const target = targetOf(text, comment, scalars);
    const codes = written.split(/\s*,\s*/);
    let at = comment.start + match[0].length - written.length;
    return codes.map((code) => {
      const start = text.indexOf(code, at);
      at = start + code.length;
      return { code, codes, comment, target, span: { start, end: at } };
    });
  });
}

/** The line that a comment is about, with the text over several lines that begins on it. */
function targetOf(text: string, comment: Span, scalars: readonly Span[]): Span {
  let start = text.lastIndexOf('\n', comment.start - 1) + 1;
  if (text.slice(start, comment.start).trim() === '') start = nextLineWithText(text, comment.end);
  const lineBreak = text.indexOf('\n', start);
  const end = lineBreak === -1 ? text.length + 1 : lineBreak + 1;
  const scalar = scalars.find((each) => each.start >= start && each.start <= end);
  return { start, end: Math.max(end, scalar?.end ?? 0) };
}

function nextLineWithText(text: string, from: number): number {
  const next = /\n(?!\s*(?:#|\n|$))/g;
  next.lastIndex = from;
  const found = next.exec(text);
  return found ? found.index + 1 : text.length;
}

/**
 * Comments, and scalars over several lines, by the YAML lexer: a `#` in a prompt is no comment. A file
 * without comments is answered as well.
 */
export function lexYaml(text: string): {
  readonly comments: readonly Span[];
  readonly scalars: readonly Span[];
} {
  const comments: Span[] = [];
  const scalars: Span[] = [];
  let at = 0;
  for (const token of new Lexer().lex(text)) {
    // These characters mark what kind of token follows; they are not in the text.
    if (token === '\u0002' || token === '\u0018' || token === '\u001f') continue;
    const span = { start: at, end: at + token.length };
    if (token.startsWith('#') && !token.includes('\n')) comments.push(span);
    else if (token.trim().length > 0 && token.includes('\n')) scalars.push(span);
    at = span.end;
  }
  return { comments, scalars };
}
