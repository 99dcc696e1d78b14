import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Policy } from '../../policy/model.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import type { EmbeddedModel } from './model.ts';
import { deserializeModel, serializeModel } from './serialize.ts';
import { modelFingerprint } from './train.ts';

/** Every edit makes a new model; more than the newest of them nobody comes back to. */
const KEPT_MODELS = 20;

/** Names the model that this policy and these completions lead to. */
export function storeKey(policy: Policy, completions: readonly SampleCompletion[]): string {
  return modelFingerprint(policy, completions);
}

/** The model stored under a key; undefined where there is none, or none that can be used: then learn it. */
export async function readStoredModel(folder: string, key: string): Promise<EmbeddedModel | undefined> {
  const text = await readFile(pathOf(folder, key), 'utf8').catch(() => undefined);
  const model = text === undefined ? undefined : deserializeModel(text);
  return model?.fingerprint === key ? model : undefined;
}

/** Stores a model whole or not at all: other processes may read the folder at any moment. */
export async function writeStoredModel(folder: string, key: string, model: EmbeddedModel): Promise<void> {
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `${key}.${process.pid}.tmp`);
  await writeFile(temporary, serializeModel(model));
  await rename(temporary, pathOf(folder, key));
  await prune(folder);
}

function pathOf(folder: string, key: string): string {
  return join(folder, `${key}.model.json`);
}

async function prune(folder: string): Promise<void> {
  const paths = (await readdir(folder))
    .filter((name) => name.endsWith('.model.json'))
    .map((name) => join(folder, name));
  if (paths.length <= KEPT_MODELS) return;
  const aged = await Promise.all(
    paths.map(async (path) => ({ path, changed: (await stat(path).catch(() => undefined))?.mtimeMs ?? 0 })),
  );
  aged.sort((a, b) => b.changed - a.changed);
  await Promise.all(aged.slice(KEPT_MODELS).map(({ path }) => rm(path, { force: true })));
}
