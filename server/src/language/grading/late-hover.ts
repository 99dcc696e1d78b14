import type { GradingContext } from '../grades/graded.ts';
import { completionAt } from '../names/named.ts';

/**
 * Asks the model about a completion that is hovered, where the user's settings allow it. The hover does not
 * wait: the answer shows as an inlay hint when it is there.
 */
export async function askOnHover(
  { workspace, models }: GradingContext,
  uri: string,
  offset: number,
  changed: () => void,
): Promise<void> {
  if (!models.asksOnHover) return;
  const completion = await completionAt(workspace, uri, offset);
  const state = completion && (await workspace.policyOfSamples(uri));
  if (completion && state) models.hover(state, completion, changed);
}
