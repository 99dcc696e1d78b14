import { readFile } from 'node:fs/promises';
import type { Run } from '../../reward/evaluate/compare.ts';
import { SCHEMA_VERSION, UsageError } from '../output.ts';

/** A run that `rbr evaluate --save` has kept. */
export async function readRun(path: string): Promise<Run> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`No run at ${path}: keep one with rbr evaluate --save ${path}.`);
  });
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    data = undefined;
  }
  const { schemaVersion, items, grader } = (data ?? {}) as Record<string, unknown>;
  if (schemaVersion !== SCHEMA_VERSION || !Array.isArray(items) || typeof grader !== 'object')
    throw new UsageError(`${path} is not a run that rbr evaluate --save has kept.`);
  return { ...(data as Run), name: path };
}
