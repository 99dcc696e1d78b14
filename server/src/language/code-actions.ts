import { type CodeAction, CodeActionKind, type Diagnostic, type TextEdit } from 'vscode-languageserver-types';
import type { Finding } from '../policy/finding.ts';
import { type SourceOf, toDiagnostic, toLocation } from './convert.ts';

/** The fixes of the findings that touch a range, each bound to its diagnostic. */
export function codeActions(
  findings: readonly Finding[],
  uri: string,
  { start, end }: { start: number; end: number },
  sourceOf: SourceOf,
): CodeAction[] {
  return findings
    .filter(({ place }) => place.uri === uri && place.span.start <= end && start <= place.span.end)
    .flatMap((finding) => {
      const diagnostic: Diagnostic = toDiagnostic(finding, sourceOf);
      return (finding.fixes ?? []).map(({ title, edits }, index): CodeAction => {
        const changes: Record<string, TextEdit[]> = {};
        for (const { place, newText } of edits) {
          const edit = { range: toLocation(place, sourceOf).range, newText };
          changes[place.uri] = [...(changes[place.uri] ?? []), edit];
        }
        return {
          title,
          kind: CodeActionKind.QuickFix,
          diagnostics: [diagnostic],
          edit: { changes },
          isPreferred: index === 0,
        };
      });
    });
}
