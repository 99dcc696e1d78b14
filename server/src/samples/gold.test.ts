import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { composePolicy } from '../policy/compose.ts';
import { parsePolicy } from '../policy/parse.ts';
import { SourceText } from '../policy/source.ts';
import type { SampleCompletion } from './model.ts';
import { responseTypeOf } from './names.ts';
import { readSamples } from './read.ts';

/** The paper's released data are not ours to ship; they are read where they lie beside the project. */
const data = new URL('../../../../shared/data/openai-rbr/', import.meta.url);
const gold = new URL('gold.train.jsonl', data);
const there = existsSync(gold);
if (!there)
  console.warn("skipped: the paper's gold labels are not beside the project (../shared/data/openai-rbr)");

interface GoldRow {
  readonly category: string;
  readonly response_type: string;
  readonly prompt: readonly { readonly role: string; readonly content: string }[];
  readonly completion: readonly { readonly role: string; readonly content: string }[];
  readonly propositions: Readonly<Record<string, boolean | null>>;
}

describe.skipIf(!there)("the paper's gold labels", async () => {
  const lines = there ? readFileSync(gold, 'utf8').trimEnd().split('\n') : [];
  const completions: SampleCompletion[] = [];
  if (there) {
    for await (const item of readSamples([fileURLToPath(gold)])) {
      if ('finding' in item) throw new Error(item.finding.message);
      completions.push(item.completion);
    }
  }

  it('come back as they were written', () => {
    expect(completions).toHaveLength(lines.length);
    completions.forEach((completion, index) => {
      const row = JSON.parse(lines[index] ?? '') as GoldRow;
      const labelled = Object.entries(row.propositions).filter(([, label]) => label !== null);
      expect({
        category: completion.category,
        response_type: completion.responseType,
        prompt: completion.conversation,
        completion: [{ role: 'assistant', content: completion.text }],
        propositions: completion.labels,
      }).toEqual({ ...row, propositions: Object.fromEntries(labelled) });
    });
  });

  it('have response types of the released policy', () => {
    const url = new URL('proposition_prompts.yaml', data);
    const policy = composePolicy([parsePolicy(new SourceText(url.href, readFileSync(url, 'utf8')))]);
    const types = new Set(completions.map((completion) => responseTypeOf(completion, policy)));
    expect([...types].sort()).toEqual(['comply', 'hard_refuse', 'safe_refuse_1', 'safe_refuse_2']);
  });
});
