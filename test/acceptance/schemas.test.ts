import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { publishedSchema } from '../../server/src/policy/json-schema.ts';
import { PolicySchema } from '../../server/src/policy/schema.ts';
import { SamplesSchema } from '../../server/src/samples/schema.ts';
import { ROOT } from '../support/run-rbr.ts';

const PAPER = join(ROOT, '../shared/data/openai-rbr/proposition_prompts.yaml');

const read = (name: string) => JSON.parse(readFileSync(join(ROOT, `schemas/${name}.schema.json`), 'utf8'));
const validator = (name: string) => new Ajv({ strict: true, allowUnionTypes: true }).compile(read(name));

describe('the published JSON Schemas', () => {
  it('are those of the definitions', () => {
    const asJson = (schema: object) => JSON.parse(JSON.stringify(schema));
    expect(read('policy')).toEqual(asJson(publishedSchema(PolicySchema, 'Rule Based Rewards policy')));
    expect(read('samples')).toEqual(asJson(publishedSchema(SamplesSchema, 'Rule Based Rewards samples')));
  });

  it('accept the worked example', () => {
    const policy = validator('policy');
    policy(parse(readFileSync(join(ROOT, 'samples/four-areas.rbr.yaml'), 'utf8')));
    expect(policy.errors ?? []).toEqual([]);
    const samples = validator('samples');
    for (const path of globSync('samples/*.samples.yaml', { cwd: ROOT, absolute: true })) {
      samples(parse(readFileSync(path, 'utf8')));
      expect(samples.errors ?? []).toEqual([]);
    }
  });

  const absent = !existsSync(PAPER);
  if (absent)
    console.log("skipped: the paper's data is not beside this checkout (../shared/data/openai-rbr)");
  it.skipIf(absent)("accept the paper's released policy", () => {
    const policy = validator('policy');
    policy(parse(readFileSync(PAPER, 'utf8')));
    expect(policy.errors ?? []).toEqual([]);
  });

  it('reject what the reader rejects', () => {
    const policy = validator('policy');
    expect(policy({ simple_proposition: {} })).toBe(false);
    expect(policy({ derived_propositions: { good: { polite: 'yes' } } })).toBe(false);
    expect(policy({ simple_propositions: { polite: { threshold: 2 } } })).toBe(false);
  });
});
