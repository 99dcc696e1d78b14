import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Finding } from '../policy/finding.ts';
import { SourceText } from '../policy/source.ts';
import { readLine } from './jsonl.ts';
import type { SampleCompletion } from './model.ts';
import { parseSamples } from './yaml.ts';

export type SamplesItem =
  | { readonly completion: SampleCompletion }
  /** What could not be read; `line` counts from 1. */
  | { readonly finding: Finding; readonly line: number; readonly character: number };

/** Completions of sample files as they come; `-` is JSONL on standard input. JSONL is never held whole. */
export async function* readSamples(paths: readonly string[]): AsyncGenerator<SamplesItem> {
  for (const path of paths) {
    if (path === '-') yield* readJsonl(process.stdin, 'stdin:', 'stdin');
    else if (/\.ya?ml$/.test(path)) yield* readYamlFile(path);
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

/** Lines of a byte stream; empty ones are passed over. */
export async function* readJsonl(
  stream: AsyncIterable<Uint8Array | string>,
  uri: string,
  name: string,
): AsyncGenerator<SamplesItem> {
  let line = 0;
  let start = 0;
  for await (const raw of linesOf(stream)) {
    line++;
    const text = raw.replace(/^\uFEFF/, '').trim();
    if (text !== '') {
      const result = readLine(text, { uri, name, line, start });
      if ('finding' in result) yield { finding: result.finding, line, character: 1 };
      else for (const completion of result.completions) yield { completion };
    }
    start += raw.length + 1;
  }
}

/**
 * Lines without their line break. The decoder keeps characters whole that fall between two chunks; pieces
 * of a long line are joined once, at its end.
 */
async function* linesOf(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let pieces: string[] = [];
  for await (const chunk of stream) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
      pieces.push(text.slice(from, at));
      yield pieces.join('');
      pieces = [];
      from = at + 1;
    }
    if (from < text.length) pieces.push(text.slice(from));
  }
  const last = pieces.join('') + decoder.decode();
  if (last !== '') yield last;
}
