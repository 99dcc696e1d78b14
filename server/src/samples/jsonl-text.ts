import type { SourceText } from '../policy/source.ts';
import { readLine } from './jsonl.ts';
import type { SampleCompletion } from './model.ts';

/** The completions of a JSONL text that is held whole, as an editor does; lines that cannot be read are passed over. */
export function completionsOfLines({ uri, text }: SourceText): readonly SampleCompletion[] {
  const name = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
  let start = 0;
  return text.split('\n').flatMap((line, index) => {
    const from = start;
    start += line.length + 1;
    if (line.trim() === '') return [];
    const result = readLine({ text: line, number: index + 1, start: from }, { uri, name });
    return 'completions' in result ? result.completions : [];
  });
}
