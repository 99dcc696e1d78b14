import { once } from 'node:events';
import { createWriteStream, existsSync, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UsageError } from '../output.ts';
import { Counts } from './counts.ts';
import { cutTornLine, type KnownLine, knownLines, linesOf, mayGoRight } from './known-lines.ts';
import type { GradedLine } from './line.ts';
import { lock } from './lock.ts';

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
  /** Opened by the first line: a run that writes nothing leaves what is there. */
  #stream: WriteStream | undefined;
  #failure: UsageError | undefined;

  private constructor(path: string, unlock: () => void, resumes: boolean) {
    this.#path = path;
    this.#unlock = unlock;
    this.#resumes = resumes;
  }

  #opened(flags: 'a' | 'w'): WriteStream {
    const stream = createWriteStream(this.#path, { flags });
    // A full disk is told by the next write, which somebody waits for.
    stream.on('error', (error) => {
      this.#failure = unwritable(this.#path, error);
    });
    return stream;
  }

  /**
   * `resume`: goes on with the lines that are there, which must be of the same grader, policy and weights
   * (`gradedBy`); else begins anew, with the first line. `hasVerdict`: whether a line has one. Throws `UsageError` where it
   * is another's, or no file of graded lines; it then is as it was.
   */
  static async open(
    path: string,
    gradedBy: string,
    { resume, hasVerdict }: { readonly resume: boolean; readonly hasVerdict: (line: KnownLine) => boolean },
  ): Promise<OutFile> {
    const unlock = await lock(path);
    try {
      if (!resume || !existsSync(path)) return new OutFile(path, unlock, resume);
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
      await cutTornLine(path);
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
    this.#stream ??= this.#opened(this.#resumes ? 'a' : 'w');
    try {
      if (!this.#failure && !this.#stream.write(`${JSON.stringify(line)}\n`))
        await once(this.#stream, 'drain');
    } catch (error) {
      this.#failure ??= unwritable(this.#path, error);
    }
    if (this.#failure) throw this.#failure;
  }

  /**
   * `isComplete`: all items have been claimed or written. Lines of completions that have another text now are then
   * taken out; those of completions that were not in this run stay. Where something could not be written, what is there
   * is whole lines, and it throws if `write` has not done so before.
   */
  async close({ isComplete }: { readonly isComplete: boolean }): Promise<void> {
    const hasBeenSaid = this.#failure !== undefined;
    try {
      await this.#end();
      if (isComplete && this.#unclaimed > 0 && !this.#failure)
        await this.#rewrite(({ id, sample }) => this.#ids.get(id) === 0 || this.#samples.get(sample) > 0);
      if (this.#failure) await cutTornLine(this.#path).catch(() => undefined);
    } finally {
      this.#unlock();
    }
    if (this.#failure && !hasBeenSaid) throw this.#failure;
  }

  async #end(): Promise<void> {
    const stream = this.#stream;
    if (!stream || stream.writableFinished || stream.destroyed) return;
    try {
      stream.end();
      await once(stream, 'finish');
    } catch (error) {
      this.#failure ??= unwritable(this.#path, error);
    }
  }

  /** In a file beside it, which takes its place when it is whole. */
  async #rewrite(keeps: (line: KnownLine) => boolean): Promise<void> {
    const beside = `${this.#path}.new`;
    const path = this.#path;
    const kept = async function* () {
      for await (const text of linesOf(path)) if (keeps(JSON.parse(text))) yield `${text}\n`;
    };
    try {
      await pipeline(Readable.from(kept()), createWriteStream(beside, { flush: true }));
      await rename(beside, path);
    } catch (error) {
      await rm(beside, { force: true });
      throw unwritable(path, error);
    }
  }
}

function unwritable(path: string, error: unknown): UsageError {
  const why = error instanceof Error ? error.message : String(error);
  return new UsageError(
    `${path} could not be written: ${why}. The lines in it are whole; --resume goes on from them.`,
  );
}
