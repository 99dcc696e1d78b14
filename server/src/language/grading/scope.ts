import * as l10n from '@vscode/l10n';
import type { SampleCompletion } from '../../samples/model.ts';
import type { SamplesFile } from '../../samples/yaml.ts';
import type { PolicyState, Workspace } from '../../workspace/workspace.ts';
import type { GradeScope } from '../protocol-grading.ts';

export interface Scope {
  readonly file: SamplesFile;
  readonly state: PolicyState;
  readonly completions: readonly SampleCompletion[];
}

export function noPolicy(): string {
  return l10n.t('No policy for this file: name one with `policy: <file>.rbr.yaml` at its top.');
}

/** The completions that are meant; in words where there are none. */
export async function scopeOf(
  workspace: Workspace,
  { uri, completionIds, promptId }: GradeScope,
): Promise<Scope | { readonly reason: string }> {
  const file = workspace.kindOf(uri) === 'samples' ? await workspace.samplesFile(uri) : undefined;
  if (!file) return { reason: l10n.t('Completions of a *.samples.yaml file can be graded; open one.') };
  const state = await workspace.policyOfSamples(uri);
  if (!state) return { reason: noPolicy() };
  const wanted = completionIds && new Set(completionIds);
  const completions = file.completions.filter(
    (each) => (!wanted || wanted.has(each.id)) && (promptId === undefined || each.promptId === promptId),
  );
  return completions.length > 0
    ? { file, state, completions }
    : { reason: l10n.t('These completions are no longer in the file.') };
}
