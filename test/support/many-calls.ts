import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The prompt of a proposition of `wideDocument`. */
export const widePrompt = (index: number) =>
  `Is the number of words in the response a multiple of ${index + 2}?`;

/** The completions of `writeManyCalls`. */
export const manyCompletion = (index: number) => ({
  prompt: `What is the number after ${index - 1}?`,
  completion: `The number after ${index - 1} is ${index}. ${'And so on. '.repeat(index % 7)}`,
});

/** A policy with so many propositions, all of which its classes read. */
export function wideDocument(propositions: number): string {
  const names = Array.from({ length: propositions }, (_, index) => `statement_${index}`);
  const all = names.map((name) => `${name}: true`).join(', ');
  const none = names.map((name) => `{${name}: false}`).join(', ');
  return `completion_class_order: [all, some]
completion_classes:
  all: {comply: {${all}}}
  some: {comply: [${none}]}
simple_propositions:
${names.map((name, index) => `  ${name}: {prompt: "${widePrompt(index)}"}`).join('\n')}
`;
}

/** A policy and a JSONL file in a folder, on which a run takes completions x propositions calls. */
export async function writeManyCalls(
  folder: string,
  size: { readonly completions: number; readonly propositions: number },
): Promise<{ readonly policy: string; readonly samples: string }> {
  const policy = join(folder, 'wide.rbr.yaml');
  const samples = join(folder, 'many.jsonl');
  await writeFile(policy, wideDocument(size.propositions));
  const lines = Array.from({ length: size.completions }, (_, index) => {
    const { prompt, completion } = manyCompletion(index);
    return JSON.stringify({
      id: `item-${index}`,
      response_type: 'comply',
      prompt: [{ role: 'user', content: prompt }],
      completion,
    });
  });
  await writeFile(samples, `${lines.join('\n')}\n`);
  return { policy, samples };
}
