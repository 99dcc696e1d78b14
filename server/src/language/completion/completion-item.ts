import {
  type CompletionItem,
  type CompletionItemKind,
  InsertTextFormat,
  InsertTextMode,
} from 'vscode-languageserver-types';
import type { SourceText, Span } from '../../policy/source.ts';

/** Text, or a place to fill in: one of the choices, or anything where there are none. */
export type Piece = string | { readonly choices: readonly string[] };

/** Something that could stand at the cursor. */
export interface Candidate {
  readonly label: string;
  readonly kind: CompletionItemKind;
  readonly detail?: string | undefined;
  readonly documentation?: string | undefined;
  /** What is inserted; the label itself when left out. */
  readonly pieces?: readonly Piece[];
  /** What the typed word is compared with, where that is not the label. */
  readonly filter?: string;
}

export const BLANK: Piece = { choices: [] };
export const TRUE_OR_FALSE: Piece = { choices: ['true', 'false'] };

/** The candidates as LSP items, in the order in which they are given. */
export function toItems(
  candidates: readonly Candidate[],
  source: SourceText,
  replaced: Span,
  snippets: boolean,
): CompletionItem[] {
  const range = source.range(replaced);
  return candidates.map(({ label, kind, detail, documentation, pieces = [label], filter }, rank) => {
    const asSnippet = snippets && pieces.some((piece) => typeof piece !== 'string');
    const newText = asSnippet ? snippetOf(pieces) : plainOf(pieces);
    return {
      label,
      kind,
      ...(detail && { detail }),
      ...(documentation && { documentation }),
      ...(filter && { filterText: filter }),
      sortText: String(rank).padStart(4, '0'),
      textEdit: { range, newText },
      ...(asSnippet && { insertTextFormat: InsertTextFormat.Snippet }),
      // The indentation of further lines is in the text already.
      ...(newText.includes('\n') && { insertTextMode: InsertTextMode.asIs }),
    };
  });
}

function snippetOf(pieces: readonly Piece[]): string {
  let stop = 0;
  return pieces
    .map((piece) => {
      if (typeof piece === 'string') return piece.replace(/[\\$]/g, '\\$&');
      stop++;
      const choices = piece.choices.map((choice) => choice.replace(/[\\$},|]/g, '\\$&'));
      return choices.length === 0 ? `\${${stop}}` : `\${${stop}|${choices.join(',')}|}`;
    })
    .join('');
}

/** Places to fill in stay empty: where nobody chose, nothing is claimed. */
function plainOf(pieces: readonly Piece[]): string {
  return pieces.filter((piece) => typeof piece === 'string').join('');
}
