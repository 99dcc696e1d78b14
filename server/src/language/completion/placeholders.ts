import { CompletionItemKind } from 'vscode-languageserver-types';
import { PLACEHOLDERS } from '../../checks/prompts/placeholders.ts';
import type { SourceText, Span } from '../../policy/source.ts';
import type { Candidate } from './completion-item.ts';

const FILLED_IN_WITH: Record<(typeof PLACEHOLDERS)[number], string> = {
  question: "The question of the proposition's prompt.",
  response: 'The completion that is judged.',
  conversation: 'The turns before the completion.',
};

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
      documentation: FILLED_IN_WITH[name],
    })),
    replaced: { start: offset - typed[0].length, end: offset + rest.length },
  };
}
