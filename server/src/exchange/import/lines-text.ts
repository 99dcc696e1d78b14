import type { ImportedSample } from './samples.ts';

/** Samples as JSONL of chat messages: what is too much for people to read in one file. */
export function linesText(samples: readonly ImportedSample[]): string {
  const lines = samples.flatMap(({ id, responseType, category, conversation, completions }) =>
    completions.map((completion) =>
      JSON.stringify({
        id: `${id}/${completion.id}`,
        ...(responseType !== undefined && { response_type: responseType }),
        ...(category !== undefined && { category }),
        messages: [
          ...conversation,
          {
            role: 'assistant',
            content: completion.text,
            ...(completion.thought !== undefined && { reasoning_content: completion.thought }),
          },
        ],
        ...(completion.class !== undefined && { class: completion.class }),
        ...(completion.label !== undefined && { label: completion.label }),
        ...(completion.baseReward !== undefined && { base_reward: completion.baseReward }),
        ...(Object.keys(completion.labels).length > 0 && { propositions: completion.labels }),
      }),
    ),
  );
  return lines.map((line) => `${line}\n`).join('');
}
