import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../output.ts';

/** A process that was killed may take a moment to be gone. */
const PATIENCE_MS = 3_000;
const AGAIN_MS = 50;

/**
 * Keeps a second run from writing into the same file: a file beside it, made by whoever makes it first, with the
 * number of its process. One whose process is gone says nothing. Returns what gives it up again.
 */
export async function lock(path: string): Promise<() => void> {
  const file = `${path}.lock`;
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = ownerOf(file);
    if (owner !== undefined && !isAlive(owner)) rmSync(file, { force: true });
    else if (performance.now() > until)
      throw new UsageError(
        `Another run (process ${owner ?? 'unknown'}) is writing ${path}. If there is none, remove ${file}.`,
      );
    else await sleep(AGAIN_MS);
  }
}

function ownerOf(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
