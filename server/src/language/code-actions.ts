import { type CodeAction, CodeActionKind, type TextEdit } from 'vscode-languageserver-types';
import { toLocation } from './convert.ts';
import type { FileReport } from './diagnostics.ts';

/** The fixes of the findings that touch a range, each bound to its diagnostic as it was published. */
export function codeActions(
  { findings, diagnostics, sourceOf }: FileReport,
  uri: string,
  { start, end }: { start: number; end: number },
): CodeAction[] {
  return findings.flatMap(({ place: { uri: at, span }, fixes = [] }, index) => {
    if (at !== uri || span.start > end || start > span.end) return [];
    const diagnostic = diagnostics[index];
    return fixes.map(({ title, edits }, rank): CodeAction => {
      const changes: Record<string, TextEdit[]> = {};
      for (const { place, newText } of edits) {
        const edit = { range: toLocation(place, sourceOf).range, newText };
        changes[place.uri] = [...(changes[place.uri] ?? []), edit];
      }
      return {
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: diagnostic ? [diagnostic] : [],
        edit: { changes },
        isPreferred: rank === 0,
      };
    });
  });
}
