import { type CodeAction, CodeActionKind } from 'vscode-languageserver-types';
import type { Span } from '../../policy/source.ts';
import { constraintProposals } from './constraint-proposals.ts';
import type { CodeActionContext } from './context.ts';
import { FIX_ALL, fixAll } from './fix-all.ts';
import { quickFixes } from './quick-fixes.ts';
import { refactorings } from './refactor.ts';
import { SORT_CLASSES, sortClasses } from './sort-classes.ts';
import { toEdit } from './workspace-edit.ts';

export const CODE_ACTION_KINDS: readonly string[] = [
  CodeActionKind.QuickFix,
  CodeActionKind.RefactorExtract,
  CodeActionKind.RefactorInline,
  FIX_ALL,
  SORT_CLASSES,
];

/** What can be done about the findings that a range touches, and about the text itself. */
export async function codeActions(
  context: CodeActionContext,
  uri: string,
  span: Span,
): Promise<CodeAction[]> {
  const { workspace, report, only } = context;
  const wants = (kind: string) =>
    only?.some((asked) => kind === asked || kind.startsWith(`${asked}.`)) ??
    !kind.startsWith(CodeActionKind.Source);
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) actions.push(...(await quickFixes(context, uri, span)));
  const state = workspace.kindOf(uri) === 'policy' ? await workspace.policy(uri) : undefined;
  if (state) {
    for (const { title, kind, edits } of [...refactorings(state, span), ...sortClasses(state)]) {
      if (wants(kind)) actions.push({ title, kind, edit: toEdit(edits, report.sourceOf) });
    }
    if (wants(CodeActionKind.QuickFix)) actions.push(...(await constraintProposals(context, state, span)));
  }
  if (wants(FIX_ALL)) actions.push(...(await fixAll(context, uri)));
  return actions;
}
