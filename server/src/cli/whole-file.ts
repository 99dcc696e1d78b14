import { randomUUID } from 'node:crypto';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError } from './output.ts';

/**
 * Writes a file whole or not at all: into one beside it, which takes its place when all of it is on the disk. What was
 * there stays until then. Throws `UsageError`, which names the path.
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const before = await stat(path).catch(() => undefined);
  // What a link points at is written, not the link; a pipe or a device is written as it is.
  const isSpecial = before !== undefined && !before.isFile();
  const target = before ? await realpath(path) : path;
  const beside = isSpecial ? target : join(dirname(target), `.${basename(target)}.${randomUUID()}.new`);
  try {
    const file = await open(beside, isSpecial ? 'w' : 'wx', before?.mode);
    try {
      await file.writeFile(text);
      if (!isSpecial) await file.sync();
    } finally {
      await file.close();
    }
    if (!isSpecial) await rename(beside, target);
  } catch (error) {
    if (!isSpecial) await rm(beside, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${path} could not be written${before ? ' and stays as it was' : ''}: ${why}`);
  }
}
