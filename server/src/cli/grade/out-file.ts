import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync, type WriteStream } from 'node:fs';
import { rename, truncate } from 'node:fs/promises';
import { UsageError } from '../output.ts';
import { Counts } from './counts.ts';
import type { GradedLine } from './line.ts';
import { lock } from './lock.ts';

/** What is kept of a line that is in the file already. */
type KnownLine = Pick<
  GradedLine,
  'id' | 'sample' | 'gradedBy' | 'errors' | 'responseType' | 'predictedClass' | 'propositions'
>;

/**
 * The file that a run writes its lines to. A run may be killed at any instant: each line is written whole, a
 * torn last one is cut off by the next run, and what is there is not done again.
 */
export class OutFile {
  readonly #path: string;
  readonly #unlock: () => void;
  /** Lines of the file that no item of this run has claimed, by sample. */
  readonly #there = new Counts();
  /** Of those, the ones without a verdict. */
  readonly #withoutVerdict = new Counts();
  #unclaimed = 0;
  readonly #samples = new Counts();
  readonly #ids = new Counts();
  readonly #resumes: boolean;
  #stream: WriteStream;
  #failure: Error | undefined;

  private constructor(path: string, unlock: () => void, resumes: boolean) {
    this.#path = path;
    this.#unlock = unlock;
    this.#resumes = resumes;
    this.#stream = this.#opened(resumes ? 'a' : 'w');
  }

  #opened(flags: 'a' | 'w'): WriteStream {
    const stream = createWriteStream(this.#path, { flags });
    // A full disk is told by the next write, which somebody waits for.
    stream.on('error', (error) => {
      this.#failure = error;
    });
    return stream;
  }

  /**
   * `resume`: goes on with the lines that are there, which must be of the same grader, policy and weights
   * (`gradedBy`); else begins anew. `hasVerdict`: whether a line has one. Throws `UsageError` where it is another's, or no file of graded lines.
   */
  static async open(
    path: string,
    gradedBy: string,
    { resume, hasVerdict }: { readonly resume: boolean; readonly hasVerdict: (line: KnownLine) => boolean },
  ): Promise<OutFile> {
    const unlock = await lock(path);
    try {
      if (!resume || !existsSync(path)) return new OutFile(path, unlock, resume);
      await cutTornLine(path);
      const file = new OutFile(path, unlock, resume);
      let failed = 0;
      for await (const line of knownLines(path)) {
        if (line.gradedBy !== gradedBy)
          throw new UsageError(
            `${path} was graded with another grader, policy or weights (${line.gradedBy}; now ${gradedBy}). Two are never mixed: name another file with --out. Answers that are known cost nothing again.`,
          );
        if (mayGoRight(line)) failed++;
        else {
          file.#there.add(line.sample, 1);
          if (!hasVerdict(line)) file.#withoutVerdict.add(line.sample, 1);
          file.#unclaimed++;
        }
      }
      // They would stand beside their better answers.
      if (failed > 0) await file.#rewrite((line) => !mayGoRight(line));
      return file;
    } catch (error) {
      unlock();
      throw error;
    }
  }

  /** The line of an item that is there already, which then counts as this item's. */
  claim(id: string, sample: string): { readonly hasVerdict: boolean } | undefined {
    if (!this.#resumes) return undefined;
    this.#ids.add(id, 1);
    this.#samples.add(sample, 1);
    if (this.#there.get(sample) === 0) return undefined;
    this.#there.add(sample, -1);
    this.#unclaimed--;
    const hasVerdict = this.#withoutVerdict.get(sample) === 0;
    if (!hasVerdict) this.#withoutVerdict.add(sample, -1);
    return { hasVerdict };
  }

  /** Resolves when the next line may come. */
  async write(line: GradedLine): Promise<void> {
    if (this.#failure) throw this.#failure;
    if (!this.#stream.write(`${JSON.stringify(line)}\n`)) await once(this.#stream, 'drain');
  }

  /**
   * `isComplete`: all items have been claimed or written. Lines of completions that have another text now are then
   * taken out; those of completions that were not in this run stay.
   */
  async close({ isComplete }: { readonly isComplete: boolean }): Promise<void> {
    try {
      await this.#end();
      if (isComplete && this.#unclaimed > 0)
        await this.#rewrite(({ id, sample }) => this.#ids.get(id) === 0 || this.#samples.get(sample) > 0);
      await this.#end();
    } finally {
      this.#unlock();
    }
  }

  async #end(): Promise<void> {
    if (this.#failure) throw this.#failure;
    if (this.#stream.writableFinished) return;
    this.#stream.end();
    await once(this.#stream, 'finish');
  }

  /** In a file beside it, which takes its place when it is whole. */
  async #rewrite(keeps: (line: KnownLine) => boolean): Promise<void> {
    await this.#end();
    const beside = `${this.#path}.new`;
    const out = createWriteStream(beside);
    for await (const text of linesOf(this.#path)) {
      if (keeps(JSON.parse(text)) && !out.write(`${text}\n`)) await once(out, 'drain');
    }
    out.end();
    await once(out, 'finish');
    await rename(beside, this.#path);
    this.#stream = this.#opened('a');
  }
}

function mayGoRight({ errors }: KnownLine): boolean {
  return errors?.some(({ retry }) => retry) === true;
}

async function* knownLines(path: string): AsyncGenerator<KnownLine> {
  let number = 0;
  for await (const text of linesOf(path)) {
    number++;
    const line = readLine(text);
    if (!line)
      throw new UsageError(
        `${path}:${number} is no line of \`rbr grade\`; --resume goes on with a file of its own only.`,
      );
    yield line;
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

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() as string;
    yield* lines.filter((line) => line !== '');
  }
  if (rest !== '') yield rest;
}

/** A process that was killed while it wrote leaves a line without an end. */
async function cutTornLine(path: string): Promise<void> {
  let end = 0;
  let offset = 0;
  for await (const chunk of createReadStream(path)) {
    const last = (chunk as Buffer).lastIndexOf(0x0a);
    if (last !== -1) end = offset + last + 1;
    offset += (chunk as Buffer).length;
  }
  if (end < offset) await truncate(path, end);
}
