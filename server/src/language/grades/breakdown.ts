import * as l10n from '@vscode/l10n';
import { fingerprint } from '../../policy/fingerprint.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { completionAt } from '../names/named.ts';
import type { Breakdown, BreakdownParams, BreakdownResult } from '../protocol.ts';
import { type GradingContext, gradeForEditor } from './graded.ts';
import { rivalsOf } from './rivals.ts';

/** The panel can wait for learning to end; it shows that it waits. */
const PANEL_WAIT_MS = 10_000;

/** Answers `rbr/breakdown`. */
export async function breakdown(
  context: GradingContext,
  { uri, position, completionId, switched }: BreakdownParams,
): Promise<BreakdownResult> {
  const { workspace } = context;
  const file = workspace.kindOf(uri) === 'samples' ? await workspace.samplesFile(uri) : undefined;
  if (!file)
    return { reason: l10n.t('Score breakdowns are of completions in a *.samples.yaml file; open one.') };
  const completion =
    completionId !== undefined
      ? file.completions.find(({ id }) => id === completionId)
      : position && (await completionAt(workspace, uri, file.source.offsetAt(position)));
  if (!completion) {
    return {
      reason:
        completionId === undefined
          ? l10n.t('There is no completion at the cursor; put it on one.')
          : l10n.t('The completion "{0}" is no longer in this file.', completionId),
    };
  }
  const result = await gradeForEditor({ ...context, waitMs: PANEL_WAIT_MS }, uri, completion, switched);
  if (!('breakdown' in result)) return result;
  const [rivals, versions] = await Promise.all([
    rivalsOf(context, uri, completion),
    versionsOf(context, uri, completion, result.breakdown),
  ]);
  return { breakdown: { ...result.breakdown, rivals, ...(versions && { versions }) } };
}

/** What changes when a part does that the result depends on. */
async function versionsOf(
  { workspace }: GradingContext,
  uri: string,
  { conversation, text, thought, labels, baseReward }: SampleCompletion,
  { grader, responseType }: Breakdown,
): Promise<Breakdown['versions']> {
  const state = await workspace.policyOfSamples(uri);
  if (!state) return undefined;
  const weights = await workspace.weightsOf(state);
  return {
    completion: fingerprint([conversation, text, thought ?? null, labels, baseReward ?? null]),
    policy: fingerprint(state.files.map(({ source }) => source.text)),
    weights: fingerprint(weights?.responseTypes[responseType]?.weights ?? null),
    grader: fingerprint([grader.kind, grader.summary]),
  };
}
