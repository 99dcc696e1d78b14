import { type CodeAction, CodeActionKind, type Diagnostic } from 'vscode-languageserver-types';
import { suppressions } from '../../checks/suppress.ts';
import type { Finding, Fix } from '../../policy/finding.ts';
import type { PolicyFile } from '../../policy/parse.ts';
import type { Span } from '../../policy/source.ts';
import { provenFixes } from '../../workspace/proven-fixes.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { SourceOf } from '../convert.ts';
import type { CodeActionContext } from './context.ts';
import { fixAll } from './fix-all.ts';
import { toEdit } from './workspace-edit.ts';

/** The cures of the findings that a range touches; after them, the ways to live with the findings. */
export async function quickFixes(context: CodeActionContext, uri: string, span: Span): Promise<CodeAction[]> {
  const { workspace, report, graded } = context;
  const { sourceOf } = report;
  const policy = await policyFileFor(workspace, uri);
  const cures: CodeAction[] = [];
  const silencings: CodeAction[] = [];
  const offer = (finding: Finding, diagnostics: Diagnostic[], fixes: readonly Fix[]) => {
    cures.push(...fixes.map((fix, rank) => quickFix(fix, sourceOf, diagnostics, rank === 0)));
    const source = sourceOf(uri);
    const silent = source ? suppressions(source, finding, policy) : [];
    silencings.push(...silent.map((fix) => quickFix(fix, sourceOf, diagnostics, false)));
  };
  const touches = ({ place }: Finding) =>
    place.uri === uri && place.span.start <= span.end && span.start <= place.span.end;

  for (const [index, finding] of report.findings.entries()) {
    if (!touches(finding)) continue;
    offer(finding, report.diagnostics.slice(index, index + 1), await provenFixes(workspace, uri, finding));
  }
  // To prove these would mean to learn and grade anew; they hold by the way they are made.
  for (const [index, finding] of graded.findings.entries()) {
    if (touches(finding)) offer(finding, graded.diagnostics.slice(index, index + 1), finding.fixes ?? []);
  }
  if (cures.length > 0) cures.push(...(await fixAll(context, uri, CodeActionKind.QuickFix)));
  return [...cures, ...silencings];
}

async function policyFileFor(workspace: Workspace, uri: string): Promise<PolicyFile | undefined> {
  const isPolicy = workspace.kindOf(uri) === 'policy';
  const state = isPolicy ? await workspace.policy(uri) : await workspace.policyOfSamples(uri);
  return state?.files.at(-1);
}

function quickFix(
  { title, edits }: Fix,
  sourceOf: SourceOf,
  diagnostics: Diagnostic[],
  isPreferred: boolean,
): CodeAction {
  const edit = toEdit(edits, sourceOf);
  return { title, kind: CodeActionKind.QuickFix, diagnostics, edit, ...(isPreferred && { isPreferred }) };
}
