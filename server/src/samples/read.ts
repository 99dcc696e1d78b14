import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Finding } from '../policy/finding.ts';
import { SourceText } from '../policy/source.ts';
import { isCompletionRow, readLine } from './jsonl.ts';
import { LineFault, parseObject } from './jsonl-fields.ts';
import { linesOf } from './lines.ts';
import type { SampleCompletion } from './model.ts';
import { parseSamples } from './yaml.ts';

export type SamplesItem =
  /** `line`, from 1, where it is one of JSONL. */
  | { readonly completion: SampleCompletion; readonly line?: number }
  /** What could not be read; `line` and `character` count from 1. */
  | { readonly finding: Finding; readonly line: number; readonly character: number };

/**
 * Completions of sample files as they come; `-` is JSONL on standard input. JSONL is never held whole.
 * Throws what the file system throws where a file cannot be opened; all else that is wrong is a finding.
 */
export async function* readSamples(paths: readonly string[]): AsyncGenerator<SamplesItem> {
  for (const path of paths) {
    if (path === '-') yield* readJsonl(process.stdin, 'stdin:', 'stdin');
    else if (/\.ya?ml$/i.test(path)) yield* readYamlFile(path);
    else yield* readJsonl(createReadStream(path), pathToFileURL(resolve(path)).href, basename(path));
  }
}

async function* readYamlFile(path: string): AsyncGenerator<SamplesItem> {
  const source = new SourceText(pathToFileURL(resolve(path)).href, await readFile(path, 'utf8'));
  const { completions, findings } = parseSamples(source);
  for (const finding of findings) {
    const { line, character } = source.positionAt(finding.place.span.start);
    yield { finding, line: line + 1, character: character + 1 };
  }
  for (const completion of completions) yield { completion };
}

/** Whether a JSONL file is of something else, such as grades: its first line is an object in none of the formats. */
export async function holdsOtherData(path: string): Promise<boolean> {
  for await (const { text } of linesOf(createReadStream(path))) {
    if (text?.trim() === '') continue;
    try {
      return text !== undefined && !isCompletionRow(parseObject(text));
    } catch (error) {
      if (error instanceof LineFault) return false;
      throw error;
    }
  }
  return false;
}

/** Completions of a stream of JSONL, whichever format each line is in; blank lines are passed over. */
export async function* readJsonl(
  stream: AsyncIterable<Uint8Array | string>,
  uri: string,
  name: string,
): AsyncGenerator<SamplesItem> {
  for await (const line of linesOf(stream)) {
    if (line.text?.trim() === '') continue;
    const result = readLine(line, { uri, name });
    if ('finding' in result) yield { finding: result.finding, line: line.number, character: 1 };
    else for (const completion of result.completions) yield { completion, line: line.number };
  }
}
