import { createReadStream, statSync } from 'node:fs';
import { truncate } from 'node:fs/promises';
import type { MissingReason } from '../../grader/grader.ts';
import { UsageError } from '../output.ts';
import type { GradedLine } from './line.ts';

/** What is kept of a line that is in the file already. */
export type KnownLine = Pick<
  GradedLine,
  'id' | 'sample' | 'gradedBy' | 'errors' | 'responseType' | 'predictedClass' | 'propositions'
>;

/**
 * Throws `UsageError` where a run that begins anew would replace grades that somebody has paid for. To be called before
 * anything is asked.
 */
export async function refusePaidGrades(path: string): Promise<void> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return;
  for await (const text of linesOf(path)) {
    if (readLine(text)?.gradedBy?.startsWith('openai:'))
      throw new UsageError(
        `${path} has grades of a model, which stay as they are: add --resume to go on with them, or name another file with --out.`,
      );
    return;
  }
}

/** What another try may mend. A judge that refuses, or that does not know, has answered. */
const MAY_GO_RIGHT: ReadonlySet<MissingReason | undefined> = new Set(['failed', 'unreadable', 'cut']);
const MODEL_MODES: ReadonlySet<string> = new Set(['logprobs', 'votes', 'structured']);

export function mayGoRight({ errors, propositions }: KnownLine): boolean {
  if (errors?.some(({ retry }) => retry)) return true;
  return Object.values(propositions ?? {}).some(
    // Lines of before reasons have none.
    ({ p, mode, missing }) =>
      p === null && MODEL_MODES.has(mode) && (missing === undefined || MAY_GO_RIGHT.has(missing)),
  );
}

/** All whole lines. What stands behind them is the beginning of one, or the file is not ours. */
export async function* knownLines(path: string): AsyncGenerator<KnownLine> {
  let number = 0;
  const foreign = () =>
    new UsageError(
      `${path}:${number} is no line of \`rbr grade\`; --resume goes on with a file of its own only.`,
    );
  for await (const text of linesOf(path)) {
    number++;
    const line = readLine(text);
    if (!line) throw foreign();
    yield line;
  }
  number++;
  const rest = await tornLine(path);
  if (!readLine(rest) && (!LINE_BEGIN.startsWith(rest.slice(0, LINE_BEGIN.length)) || isJson(rest)))
    throw foreign();
}

const LINE_BEGIN = '{"id":"';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function readLine(text: string): KnownLine | undefined {
  try {
    const line = JSON.parse(text);
    return typeof line?.id === 'string' && typeof line.sample === 'string' ? line : undefined;
  } catch {
    return undefined;
  }
}

/** Those that have an end. */
export async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() as string;
    yield* lines.filter((line) => line !== '');
  }
}

/** A process that was killed while it wrote leaves a line without an end: where it begins. */
async function endOfLines(path: string): Promise<{ readonly end: number; readonly size: number }> {
  let end = 0;
  let size = 0;
  for await (const chunk of createReadStream(path)) {
    const last = (chunk as Buffer).lastIndexOf(0x0a);
    if (last !== -1) end = size + last + 1;
    size += (chunk as Buffer).length;
  }
  return { end, size };
}

async function tornLine(path: string): Promise<string> {
  const { end } = await endOfLines(path);
  let text = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', start: end })) text += chunk;
  return text;
}

export async function cutTornLine(path: string): Promise<void> {
  const { end, size } = await endOfLines(path);
  if (end < size) await truncate(path, end);
}
