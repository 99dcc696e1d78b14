import * as l10n from '@vscode/l10n';
import { type CodeAction, CodeActionKind } from 'vscode-languageserver-types';
import { type ConstraintProposal, proposeConstraints } from '../../checks/data/constraint-proposals.ts';
import { addItem, insert } from '../../policy/edit/entries.ts';
import type { TextEdit } from '../../policy/finding.ts';
import { occurrencesOf } from '../../policy/occurrences.ts';
import type { PolicyFile } from '../../policy/parse.ts';
import type { Span } from '../../policy/source.ts';
import type { PolicyState } from '../../workspace/workspace.ts';
import type { CodeActionContext } from './context.ts';
import { toEdit } from './workspace-edit.ts';

/** They are for a person to judge, and more than these nobody judges. */
const PROPOSED = 3;

/** Facts that all labelled completions agree with, where the cursor is on a proposition's name or on `constraints`. */
export async function constraintProposals(
  { workspace, report }: CodeActionContext,
  state: PolicyState,
  { start }: Span,
): Promise<CodeAction[]> {
  const file = state.files.at(-1);
  if (!file) return [];
  const isHere = (span: Span) => span.start <= start && start <= span.end;
  const key = file.data?.fields.constraints?.key.span;
  const named = occurrencesOf(file).find(
    ({ kind, role, span }) => kind === 'proposition' && role === 'definition' && isHere(span),
  )?.name;
  if (named === undefined && !(key && isHere(key))) return [];
  return proposeConstraints(state, await workspace.completionsOf(state))
    .filter((each) => named === undefined || each.if === named || each.then.name === named)
    .slice(0, PROPOSED)
    .map((proposal) => ({
      title: titleOf(proposal),
      kind: CodeActionKind.QuickFix,
      edit: toEdit([addition(file, proposal)], report.sourceOf),
    }));
}

function titleOf({ if: condition, then, support }: ConstraintProposal): string {
  return then.value
    ? l10n.t(
        'Add the constraint: "{0}" implies "{1}" (so in all {2} labelled completions)',
        condition,
        then.name,
        support,
      )
    : l10n.t(
        'Add the constraint: "{0}" implies not "{1}" (so in all {2} labelled completions)',
        condition,
        then.name,
        support,
      );
}

function addition({ source, data }: PolicyFile, { if: condition, then }: ConstraintProposal): TextEdit {
  const text = `{ if: { ${condition}: true }, then: { ${then.name}: ${then.value} } }`;
  const list = data?.fields.constraints?.value;
  if (list) return addItem(source, list, text);
  const gap = source.text === '' || source.text.endsWith('\n') ? '' : '\n';
  return insert(source, source.text.length, `${gap}constraints:\n  - ${text}\n`);
}
