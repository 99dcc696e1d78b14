import type { TextEdit as LspTextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import type { TextEdit } from '../../policy/finding.ts';
import { type SourceOf, toLocation } from '../convert.ts';

/** Edits as every client takes them: one undo step, whatever the number of places. */
export function toEdit(edits: readonly TextEdit[], sourceOf: SourceOf): WorkspaceEdit {
  const changes: Record<string, LspTextEdit[]> = {};
  for (const { place, newText } of edits) {
    const edit = { range: toLocation(place, sourceOf).range, newText };
    changes[place.uri] = [...(changes[place.uri] ?? []), edit];
  }
  return { changes };
}
