import { createReadStream, existsSync } from 'node:fs';
import { linesOf } from '../../samples/lines.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import type { Unread } from '../load.ts';
import { note, UsageError } from '../output.ts';

/** Completions with the scores of another reward model: lines of {id, base_reward}. */
export async function readRewards(
  path: string,
  completions: readonly SampleCompletion[],
  unread: Unread,
): Promise<SampleCompletion[]> {
  if (!existsSync(path)) throw new UsageError(`No rewards at ${path}.`);
  const scores = new Map<string, number>();
  for await (const { number, text } of linesOf(createReadStream(path))) {
    if (!text?.trim()) continue;
    const { id, base_reward } = parsed(text);
    if ((typeof id === 'string' || typeof id === 'number') && Number.isFinite(base_reward))
      scores.set(String(id), base_reward as number);
    else {
      unread.count++;
      note(`${path}:${number} error unreadable-line: the line needs id and base_reward. It is left out.`);
    }
  }
  const missing = completions.filter(({ id }) => !scores.has(id)).length;
  if (missing === completions.length) throw new UsageError(`${path} has scores of none of the completions.`);
  if (missing > 0)
    note(`${missing} completions have no score in ${path}; the reward model has none for them.`);
  return completions.map(({ baseReward: _, ...completion }) => {
    const score = scores.get(completion.id);
    return { ...completion, ...(score !== undefined && { baseReward: score }) };
  });
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
