import { endOf, indentOf, insert } from '../../policy/edit/entries.ts';
import type { TextEdit } from '../../policy/finding.ts';
import type { Text } from '../../policy/model.ts';
import type { PolicyFile } from '../../policy/parse.ts';
import type { Place, SourceText, Span } from '../../policy/source.ts';

/** A text of a policy where it is written: quotes, indentation and all. */
export interface WrittenScalar {
  readonly source: SourceText;
  readonly span: Span;
  readonly raw: string;
}

export function writtenScalar(files: readonly PolicyFile[], { place }: Text): WrittenScalar | undefined {
  const source = files.find((file) => file.source.uri === place.uri)?.source;
  return source && { source, span: place.span, raw: source.text.slice(place.span.start, place.span.end) };
}

/** Part of a written text; offsets count from its beginning. */
export function placeIn({ source, span }: WrittenScalar, start: number, length: number): Place {
  return source.place({ start: span.start + start, end: span.start + start + length });
}

/** A line after the last one, at the same indentation; in a text on one line, some more words. */
export function appendLine(scalar: WrittenScalar, line: string): TextEdit {
  const { source, span, raw } = scalar;
  const end = endOf(source, span);
  const block = /^[|>][^\n]*\n(?<indent> *)/.exec(raw);
  if (block) return insert(source, end, `\n${block.groups?.indent ?? indentOf(source, span.start)}${line}`);
  return insert(source, /^["']/.test(raw) ? end - 1 : end, ` ${line}`);
}
