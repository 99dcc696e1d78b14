import * as l10n from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { PLACEHOLDERS } from '../../checks/prompts/placeholders.ts';
import type { SourceText, Span } from '../../policy/source.ts';
import type { Candidate } from './completion-item.ts';

function filledInWith(name: (typeof PLACEHOLDERS)[number]): string {
  switch (name) {
    case 'question':
      return l10n.t("The question of the proposition's prompt.");
    case 'response':
      return l10n.t('The completion that is judged.');
    case 'conversation':
      return l10n.t('The turns before the completion.');
  }
}

/** After a `{` in the prompt template: what the grading prompt fills in. */
export function placeholderCandidates(
  { text }: SourceText,
  offset: number,
): { candidates: Candidate[]; replaced: Span } | undefined {
  const typed = /\{[A-Za-z_]*$/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset));
  if (!typed) return undefined;
  const rest = /^[A-Za-z_]*\}?/.exec(text.slice(offset))?.[0] ?? '';
  return {
    candidates: PLACEHOLDERS.map((name) => ({
      label: `{${name}}`,
      kind: CompletionItemKind.Constant,
      documentation: filledInWith(name),
    })),
    replaced: { start: offset - typed[0].length, end: offset + rest.length },
  };
}
