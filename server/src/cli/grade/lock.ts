import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../output.ts';

/** A process that was killed may take a moment to be gone. */
const PATIENCE_MS = 3_000;
const AGAIN_MS = 50;

/**
 * Keeps a second run from writing into the same file: a file beside it, made by whoever makes it first, with the
 * number of its process and the name of its machine. One whose process is gone says nothing. Returns what gives it up
 * again; the end of the process does so as well, unless it is killed. Throws `UsageError` where another run has it, and
 * where it cannot be written.
 */
export async function lock(path: string): Promise<() => void> {
  const file = `${path}.lock`;
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    if (make(file)) {
      const unlock = () => {
        process.off('exit', unlock);
        rmSync(file, { force: true });
      };
      process.on('exit', unlock);
      return unlock;
    }
    const owner = ownerOf(file);
    if (owner && isGone(owner)) takeAway(file, owner);
    else if (performance.now() > until)
      throw new UsageError(
        `Another run (process ${owner?.pid || 'unknown'}${owner && owner.host !== hostname() ? ` on ${owner.host}` : ''}) is writing ${path}. If there is none, remove ${file}.`,
      );
    else await sleep(AGAIN_MS);
  }
}

interface Owner {
  readonly text: string;
  /** NaN where the file says nothing of the kind. */
  readonly pid: number;
  readonly host: string;
}

/** False where it is there. It has its content from its first instant on. */
function make(file: string): boolean {
  const mine = `${file}.${process.pid}`;
  const text = `${process.pid} ${hostname()}`;
  try {
    writeFileSync(mine, text);
    try {
      linkSync(mine, file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') return false;
      // Some file systems have no links.
      writeFileSync(file, text, { flag: 'wx' });
    }
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    throw new UsageError(`${file} cannot be written, so nothing was begun: ${message}`);
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Undefined where there is none any more. */
function ownerOf(file: string): Owner | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    const [pid = '', host = hostname()] = text.trim().split(' ');
    return { text, pid: pid === '' ? Number.NaN : Number(pid), host };
  } catch {
    return undefined;
  }
}

/** Of another machine nothing is known. */
function isGone({ pid, host }: Owner): boolean {
  if (host !== hostname() || !Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EPERM';
  }
}

/** Another run may do the same, and may have made its own in between: that one is put back. */
function takeAway(file: string, owner: Owner): void {
  const away = `${file}.${process.pid}.gone`;
  try {
    renameSync(file, away);
    if (readFileSync(away, 'utf8') !== owner.text) linkSync(away, file);
  } catch {
    // It is gone already.
  }
  rmSync(away, { force: true });
}
