import type { ImportFile, ImportFormat } from './model.ts';

/** The format of a file, by its first line and its name. */
export function recognise({ name, text }: ImportFile): ImportFormat {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start === '') return 'unknown';
  if (/\.ya?ml$/i.test(name)) {
    return /^(simple_propositions|completion_classes|derived_propositions):/m.test(text)
      ? 'policy'
      : 'unknown';
  }
  if (start.startsWith('{')) return formatOfRow(start);
  // A line of the paper's weight_fitting_data: a prompt, and its completions.
  if (/^\[\s*"/.test(start)) return 'data';
  // A list of objects is JSON, but not by the line: `readLine` says what to do.
  if (start.startsWith('[') || /\.jsonl?$/i.test(name)) return 'chat';
  return 'csv';
}

/** By the keys of the first line that is JSON; the others may be of other formats, each is read as it is. */
function formatOfRow(text: string): ImportFormat {
  for (const line of text.split('\n', 20)) {
    const keys = keysOf(line);
    if (keys.includes('prompt_completion')) return 'data';
    if (keys.includes('messages')) return 'chat';
    if (keys.includes('chosen') || keys.includes('rejected')) return 'preference';
    if (keys.includes('completion')) return 'gold';
  }
  return 'chat';
}

function keysOf(line: string): string[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? Object.keys(value) : [];
  } catch {
    return [];
  }
}
