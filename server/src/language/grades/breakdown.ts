import { completionAt } from '../names/named.ts';
import type { BreakdownParams, BreakdownResult } from '../protocol.ts';
import { type GradingContext, gradeForEditor } from './graded.ts';

/** The panel can wait for learning to end; it shows that it waits. */
const PANEL_WAIT_MS = 10_000;

/** Answers `rbr/breakdown`. */
export async function breakdown(
  context: GradingContext,
  { uri, position, completionId }: BreakdownParams,
): Promise<BreakdownResult> {
  const { workspace } = context;
  const file = workspace.kindOf(uri) === 'samples' ? await workspace.samplesFile(uri) : undefined;
  if (!file) return { reason: 'Score breakdowns are of completions in a *.samples.yaml file; open one.' };
  const completion =
    completionId !== undefined
      ? file.completions.find(({ id }) => id === completionId)
      : position && (await completionAt(workspace, uri, file.source.offsetAt(position)));
  if (!completion) {
    return {
      reason:
        completionId === undefined
          ? 'There is no completion at the cursor; put it on one.'
          : `The completion "${completionId}" is no longer in this file.`,
    };
  }
  return gradeForEditor({ ...context, waitMs: PANEL_WAIT_MS }, uri, completion);
}
