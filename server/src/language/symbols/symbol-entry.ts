import type { DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import type { SourceText, Span } from '../../policy/source.ts';
import { firstLine } from '../hover/markdown.ts';
import { trimmed } from '../yaml-document.ts';

const DETAIL_LENGTH = 80;

/** One line of an outline. `name` spans what is selected, `whole` what belongs to it. */
export interface SymbolEntry {
  readonly label: string;
  readonly kind: SymbolKind;
  readonly name: Span;
  readonly whole: Span;
  readonly detail?: string | undefined;
  readonly children?: readonly DocumentSymbol[];
}

export function toSymbol(
  source: SourceText,
  { label, kind, name, whole, detail, children }: SymbolEntry,
): DocumentSymbol {
  const { start, end } = trimmed(source.text, whole);
  return {
    // Editors refuse a symbol without a name.
    name: firstLine(label, DETAIL_LENGTH) || '…',
    kind,
    // A value that an alias brings in stands elsewhere; what is selected must lie within the whole.
    range: source.range({ start: Math.min(start, name.start), end: Math.max(end, name.end) }),
    selectionRange: source.range(name),
    ...(detail && { detail: firstLine(detail, DETAIL_LENGTH) }),
    ...(children?.length && { children: [...children] }),
  };
}
