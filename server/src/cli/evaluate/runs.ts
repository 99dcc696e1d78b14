import { readFile } from 'node:fs/promises';
import type { Run } from '../../reward/evaluate/compare.ts';
import { parseRun } from '../../reward/evaluate/run-file.ts';
import { UsageError } from '../output.ts';

/** A run that `rbr evaluate --save` has kept. */
export async function readRun(path: string): Promise<Run> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`No run at ${path}: keep one with rbr evaluate --save ${path}.`);
  });
  const run = parseRun(text, path);
  if (!run) throw new UsageError(`${path} is not a run that rbr evaluate --save has kept.`);
  return run;
}
