import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmbeddedGrader } from './grader.ts';
import { deserializeModel, serializeModel } from './serialize.ts';
import { readStoredModel, storeKey, writeStoredModel } from './store.ts';
import { policyOf, refusalsAndAnswers } from './testing.ts';
import { trainEmbedded } from './train.ts';

const policy = policyOf('refuses: {cues: {for: [sorry]}}\npolite: {}');
const completions = refusalsAndAnswers();
const key = storeKey(policy, completions);

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('stored models', () => {
  it('grade as the learnt one does', async () => {
    const model = await trainEmbedded(policy, completions);
    await writeStoredModel(folder, key, model);
    const stored = await readStoredModel(folder, key);
    expect(stored).toBeDefined();
    if (!stored) return;
    const [one, other] = [createEmbeddedGrader(policy, model), createEmbeddedGrader(policy, stored)];
    expect(other.fingerprint).toBe(one.fingerprint);
    for (const completion of completions)
      expect(await other.grade(completion)).toEqual(await one.grade(completion));
  });

  it('are not there before they are written', async () => {
    expect(await readStoredModel(join(folder, 'nowhere'), key)).toBeUndefined();
  });

  it('are passed over where they are damaged or another one', async () => {
    const model = await trainEmbedded(policy, completions);
    await writeStoredModel(folder, key, model);
    await writeStoredModel(folder, 'another', model);
    expect(await readStoredModel(folder, 'another')).toBeUndefined();
    const [file = ''] = (await readdir(folder)).filter((name) => name.startsWith(key));
    const text = serializeModel(model);
    for (const damaged of [text.slice(0, -100), 'null', '{}', text.replace('"labels":42', '"labels":"42"')]) {
      await writeFile(join(folder, file), damaged);
      expect(await readStoredModel(folder, key)).toBeUndefined();
    }
  });

  it('do not pile up, and leave no temporary files', async () => {
    const model = await trainEmbedded(policy, completions);
    for (let index = 0; index < 25; index++) await writeStoredModel(folder, `key-${index}`, model);
    const files = await readdir(folder);
    expect(files.length).toBe(20);
    expect(files.every((name) => name.endsWith('.model.json'))).toBe(true);
  });

  it('are refused where their parts do not fit together', async () => {
    const stored = JSON.parse(serializeModel(await trainEmbedded(policy, completions)));
    stored.terms.pop();
    expect(deserializeModel(JSON.stringify(stored))).toBeUndefined();
  });
});
