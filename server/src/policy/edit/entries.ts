import type { TextEdit } from '../finding.ts';
import type { Dict, Leaf, List, Struct } from '../located.ts';
import type { SourceText, Span } from '../source.ts';

/**
 * Edits of maps and lists as they are written: block or flow style, with comments and indentation
 * kept. Spans are those of the reader, so they must be of the very text that is edited.
 */

type Entries = { readonly entries: readonly { readonly span: Span }[]; readonly span: Span };
type Items = { readonly items: readonly { readonly span: Span }[]; readonly span: Span };

/** Takes one entry out of a map. A map that loses its last entry stays as an empty one. */
export function removeEntry(source: SourceText, { entries, span }: Entries, index: number): TextEdit {
  return removeMember(
    source,
    entries.map((entry) => entry.span),
    span,
    index,
    '{}',
  );
}

/** Takes one item out of a list. A list that loses its last item stays as an empty one. */
export function removeItem(source: SourceText, { items, span }: Items, index: number): TextEdit {
  const isBlock = source.text[span.start] === '-';
  const members = items.map((item) => (isBlock ? withDash(source, item.span) : item.span));
  return removeMember(source, members, span, index, '[]');
}

/** Puts `name: value` after the last entry of a map. */
export function addEntry(source: SourceText, { entries, span }: Entries, entry: string): TextEdit {
  const last = entries.at(-1);
  if (!last) return fillEmpty(source, span, `{ ${entry} }`);
  if (source.text[span.start] === '{') return insert(source, last.span.end, `, ${entry}`);
  return insert(
    source,
    afterComment(source, last.span),
    `\n${indentOf(source, entries[0]?.span.start ?? span.start)}${entry}`,
  );
}

/** Puts items after the last one of a list. */
export function addItem(source: SourceText, { items, span }: Items, ...added: readonly string[]): TextEdit {
  const last = items.at(-1);
  if (!last) return fillEmpty(source, span, `[${added.join(', ')}]`);
  if (source.text[span.start] === '[') return insert(source, last.span.end, `, ${added.join(', ')}`);
  const lines = added.map((item) => `\n${indentOf(source, span.start)}- ${item}`);
  return insert(source, afterComment(source, last.span), lines.join(''));
}

/** The fields of a struct as the entries of a map, in the order in which they are written. */
export function entriesOf<T>({ fields, span }: Struct<T>): Entries & { readonly names: readonly string[] } {
  const written = Object.values<{ key: Leaf<string>; value: { span: Span } } | undefined>(fields)
    .flatMap((field) => field ?? [])
    .sort((a, b) => a.key.span.start - b.key.span.start);
  return {
    names: written.map(({ key }) => key.value),
    entries: written.map(({ key, value }) => ({ span: { start: key.span.start, end: value.span.end } })),
    span,
  };
}

/** Makes a list of alternatives of a formula, or lengthens the list that is there. */
export function addAlternatives(
  source: SourceText,
  formula: Dict<boolean> | List<Record<string, boolean>>,
  alternatives: readonly string[],
): TextEdit[] {
  if (formula.kind === 'list') return [addItem(source, formula, ...alternatives)];
  const { entries, span } = formula;
  const first = entries[0];
  if (!first || source.text[span.start] === '{') {
    return [insert(source, span.start, '['), insert(source, span.end, `, ${alternatives.join(', ')}]`)];
  }
  // Each line of the map moves to the right of the dash.
  const indent = indentOf(source, span.start);
  const end = endOf(source, (entries.at(-1) ?? first).span);
  const edits = [insert(source, first.span.start, '- ')];
  for (let at = source.text.indexOf('\n', first.span.start); at !== -1 && at < end; ) {
    edits.push(insert(source, at + 1, '  '));
    at = source.text.indexOf('\n', at + 1);
  }
  const after = afterComment(source, (entries.at(-1) ?? first).span);
  const lines = alternatives.map((alternative) => `\n${indent}- ${alternative}`);
  return [...edits, insert(source, after, lines.join(''))];
}

/** The columns before an offset, as spaces: what a sibling on a line of its own needs. */
export function indentOf(source: SourceText, offset: number): string {
  return ' '.repeat(source.positionAt(offset).character);
}

/** Where a node ends that may end in white space: block scalars and maps of them do. */
export function endOf({ text }: SourceText, { start, end }: Span): number {
  let at = end;
  while (at > start && /\s/.test(text.charAt(at - 1))) at--;
  return at;
}

/** Where a new line may go below a node: the comment on its last line stays with it. */
export function afterComment(source: SourceText, span: Span): number {
  const end = endOf(source, span);
  const comment = /^[ \t]+#[^\n]*/.exec(source.text.slice(end, lineEnd(source.text, end)));
  return end + (comment?.[0].trimEnd().length ?? 0);
}

export function insert(source: SourceText, offset: number, newText: string): TextEdit {
  return { place: source.place({ start: offset, end: offset }), newText };
}

export function replace(source: SourceText, span: Span, newText: string): TextEdit {
  return { place: source.place(span), newText };
}

function removeMember(
  source: SourceText,
  members: readonly Span[],
  whole: Span,
  index: number,
  empty: string,
): TextEdit {
  const member = members[index] as Span;
  const next = members[index + 1];
  const previous = members[index - 1];
  if (!next && !previous) return emptied(source, whole, empty);
  const isFlow = /[{[]/.test(source.text.charAt(whole.start));
  if (isFlow) {
    const lines = ownLines(source.text, member);
    if (lines) return replace(source, lines, '');
    return next
      ? replace(source, { start: member.start, end: next.start }, '')
      : replace(source, { start: previous?.end ?? member.start, end: member.end }, '');
  }
  const line = lineStart(source.text, member.start);
  // The first entry after a dash shares its line with it: the next entry takes its place there.
  if (source.text.slice(line, member.start).trim() !== '' && next) {
    return replace(source, { start: member.start, end: next.start }, '');
  }
  return replace(source, { start: line, end: lineEnd(source.text, endOf(source, member)) }, '');
}

/** An empty map or list goes on the line of its key, unless a comment stands between. */
function emptied(source: SourceText, whole: Span, empty: string): TextEdit {
  const end = endOf(source, whole);
  const gap = /:(?<gap>[ \t]*\n\s*)$/.exec(source.text.slice(0, whole.start))?.groups?.gap;
  if (gap === undefined) return replace(source, { start: whole.start, end }, empty);
  return replace(source, { start: whole.start - gap.length, end }, ` ${empty}`);
}

/** The lines of a member of a flow collection, its comma and comment included, where it shares them with none. */
function ownLines(text: string, { start, end }: Span): Span | undefined {
  const line = lineStart(text, start);
  const rest = text.slice(end, lineEnd(text, end));
  if (text.slice(line, start).trim() !== '' || !/^[ \t]*,?[ \t]*(?:#[^\n]*)?\n$/.test(rest)) return undefined;
  return { start: line, end: end + rest.length };
}

function fillEmpty(source: SourceText, span: Span, written: string): TextEdit {
  if (/[{[]/.test(source.text.charAt(span.start))) return replace(source, span, written);
  // Nothing is written yet: the span is that of the key.
  const colon = source.text.indexOf(':', span.end);
  return insert(source, colon === -1 ? span.end : colon + 1, ` ${written}`);
}

function withDash({ text }: SourceText, span: Span): Span {
  const dash = text.lastIndexOf('-', span.start - 1);
  return dash === -1 ? span : { start: dash, end: span.end };
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** After the line break, so that a line goes as a whole, its comment with it. */
function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at === -1 ? text.length : at + 1;
}
