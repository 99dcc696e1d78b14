import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadPolicy, parsing } from '../../policy/load.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { readSamples } from '../../samples/read.ts';
import { crossValidate } from './cross-validate.ts';

/** The paper's released data are not ours to ship; they are read where they lie beside the project. */
const root = new URL('../../../../', import.meta.url);
const data = new URL('../shared/data/openai-rbr/', root);
const there = existsSync(data);
if (!there) console.warn("skipped: the paper's data are not beside the project (../shared/data/openai-rbr)");

describe.skipIf(!there)("the embedded grader on the paper's labels, cross-validated by prompt", () => {
  it.each([
    ['as released, without any cue', new URL('proposition_prompts.yaml', data), 0.91],
    ['with cues', new URL('test/acceptance/paper-cues.rbr.yaml', root), 0.92],
  ])(
    '%s',
    async (_, uri, atLeast) => {
      const loaded = await loadPolicy(
        uri.href,
        parsing(async (asked) => readFileSync(new URL(asked), 'utf8')),
      );
      if (!loaded) throw new Error(`no policy at ${uri}`);
      const completions: SampleCompletion[] = [];
      for await (const item of readSamples([fileURLToPath(new URL('gold.train.jsonl', data))])) {
        if ('completion' in item) completions.push(item.completion);
      }
      expect(completions).toHaveLength(351);

      // Of one positive nothing can be held out: the other 21 propositions with positives have two or more.
      const { quality } = await crossValidate(loaded.policy, completions);
      const areas = Object.values(quality).flatMap(({ auroc }) => (auroc === null ? [] : [auroc]));
      expect(areas).toHaveLength(21);
      expect(areas.reduce((sum, area) => sum + area, 0) / areas.length).toBeGreaterThanOrEqual(atLeast);
    },
    60_000,
  );
});
