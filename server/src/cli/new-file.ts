import { writeFile } from 'node:fs/promises';
import { UsageError } from './output.ts';
import { writeWhole } from './whole-file.ts';

/** Writes a file that is not there yet, or, with `force`, in the place of one that is. */
export async function writeNew(path: string, text: string, force = false): Promise<void> {
  if (force) return writeWhole(path, text);
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new UsageError(`${path} is there already and stays as it is.`);
    throw error;
  }
}
