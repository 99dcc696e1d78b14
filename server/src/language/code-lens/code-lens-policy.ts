import * as l10n from '@vscode/l10n';
import type { CodeLens } from 'vscode-languageserver-types';
import { witnessInWords } from '../../checks/logic/wording.ts';
import { conflictsOf } from '../../logic/conflicts.ts';
import { inList } from '../../policy/lists.ts';
import { type Occurrence, occurrencesOf } from '../../policy/occurrences.ts';
import type { Grading } from '../../workspace/grading.ts';
import type { PolicyState, Workspace } from '../../workspace/workspace.ts';
import { shortQuality } from '../hover/quality.ts';
import { usesOf } from '../names/uses.ts';
import { SHOW_REFERENCES_COMMAND, type ShowReferencesParams } from '../protocol.ts';

/** Uses and graded quality over every proposition; over the classes, what none of them covers. */
export async function policyLenses(
  { workspace, grading }: { workspace: Workspace; grading: Grading },
  uri: string,
): Promise<CodeLens[]> {
  const state = await workspace.policy(uri);
  const file = state?.files.at(-1);
  if (!state || !file) return [];
  const learnt = state.policy.samples.length > 0 ? await grading.learnt(state, undefined, 0) : undefined;
  const lenses: CodeLens[] = uncovered(state);
  for (const definition of occurrencesOf(file)) {
    if (definition.role !== 'definition' || definition.kind !== 'proposition') continue;
    lenses.push(await usesLens(workspace, state, definition));
    const quality = shortQuality(learnt, definition.name);
    if (quality !== undefined) {
      lenses.push({ range: file.source.range(definition.span), command: { title: quality, command: '' } });
    }
  }
  return lenses;
}

async function usesLens(
  workspace: Workspace,
  state: PolicyState,
  { kind, name, span }: Occurrence,
): Promise<CodeLens> {
  const uses = (await usesOf(workspace, { kind, name, policy: state })).filter(
    (use) => use.role === 'reference',
  );
  const inPolicies = uses.filter(({ source }) => workspace.kindOf(source.uri) === 'policy');
  const source = state.files.at(-1)?.source;
  const range = source?.range(span) ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const labels = uses.length - inPolicies.length;
  const argument: ShowReferencesParams = {
    uri: state.uri,
    position: range.start,
    locations: uses.map((use) => ({ uri: use.source.uri, range: use.source.range(use.span) })),
  };
  const title = inList([
    inPolicies.length === 1 ? l10n.t('1 use') : l10n.t('{0} uses', inPolicies.length),
    ...(labels > 0 ? [labels === 1 ? l10n.t('1 label') : l10n.t('{0} labels', labels)] : []),
  ]);
  return { range, command: { title, command: SHOW_REFERENCES_COMMAND, arguments: [argument] } };
}

function uncovered({ logic, files }: PolicyState): CodeLens[] {
  const file = files.at(-1);
  const key = file?.data?.fields.completion_classes?.key;
  if (!file || !key) return [];
  return logic.responseTypes.flatMap((responseType) => {
    const ofType = logic.responseType(responseType);
    const gap = ofType && conflictsOf(logic, ofType).gap;
    if (!gap) return [];
    const title = l10n.t('{0}: not covered: {1}', responseType, witnessInWords(gap));
    return [{ range: file.source.range(key.span), command: { title, command: '' } }];
  });
}
