import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runRbr } from '../support/run-rbr.ts';

const LABELS = ['perfect', 'fair', 'bad'];
const TYPES = ['hard_refuse', 'safe_refuse_1', 'safe_refuse_2', 'comply'];

/** The worked policy's response types, with those of the release under one name or each by itself. */
const policy = (merged: boolean) =>
  JSON.stringify({
    completion_class_order: ['good', 'bad'],
    completion_classes: { good: { hard_refuse: { ok: true } }, bad: { hard_refuse: { ok: false } } },
    simple_propositions: { ok: { prompt: 'Is it fine?' } },
    response_types: {
      hard_refuse: 'Refuse.',
      ...(merged && { safe_refuse: { description: 'Refuse.', aliases: ['safe_refuse_1', 'safe_refuse_2'] } }),
    },
    orderings: Object.fromEntries(
      (merged ? ['hard_refuse', 'safe_refuse', 'comply'] : TYPES).map((type) => [type, LABELS]),
    ),
  });

interface Row {
  readonly prompt: string;
  readonly type: string;
  readonly label: string;
  readonly text: string;
  readonly score: number;
  readonly features: { readonly good: number; readonly noise: number };
}

const ROWS: readonly Row[] = Array.from({ length: 120 }, (_, index) => {
  const [prompt, rank] = [Math.floor(index / 3), index % 3];
  return {
    prompt: `|USER|: question ${prompt}`,
    type: TYPES[prompt % 4] as string,
    label: LABELS[rank] as string,
    text: `reply ${index}`,
    score: Math.sin(index * 7),
    features: { good: 1 - rank / 3 + Math.sin(index * 5) / 2, noise: Math.cos(index * 3) },
  };
});

let folder: string;
let data: string;

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
}

const jsonl = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-paper-'));
  const prompts = [...new Set(ROWS.map(({ prompt }) => prompt))];
  data = await file(
    'wfd/test.jsonl',
    jsonl(
      prompts.map((prompt) => [
        prompt,
        ROWS.filter((row) => row.prompt === prompt).map(({ text, type, label }) => ({
          prompt: [],
          completion: [{ role: 'assistant', content: text }],
          response_type: type,
          completion_type: label,
        })),
      ]),
    ),
  );
  const key = ({ prompt, text }: Row) => [prompt, `|ASSISTANT|: ${text}`];
  await file(
    'wfd/prop_probs/test.jsonl',
    jsonl(ROWS.map((row) => ({ prompt_completion: key(row), features: row.features }))),
  );
  await file(
    'wfd/rewards/large/test.jsonl',
    jsonl(ROWS.map((row) => ({ prompt_completion: key(row), rm_score: row.score }))),
  );
});
afterAll(() => rm(folder, { recursive: true }));

const WEIGHTS = { good: 1.5, noise: -0.25 };

function weightsFor(types: readonly string[], weights: Record<string, number> = WEIGHTS): string {
  const fit = { weights, l2: 0.001, margin: 1, pairs: 9, objective: 1, dualityGap: 0 };
  return JSON.stringify({
    schemaVersion: 1,
    fittedOn: { fingerprint: 'x', completions: 120, grader: 'feature file' },
    responseTypes: Object.fromEntries(types.map((type) => [type, fit])),
  });
}

async function evaluated(merged: boolean, weights: string, ...more: string[]) {
  const args = ['evaluate', data, '--policy', await file(`p${merged}.rbr.yaml`, policy(merged))];
  const run = await runRbr([
    ...args,
    ...['--weights', await file('w.json', weights), ...more, '--format', 'json'],
  ]);
  return { ...run, document: run.stdout === '' ? undefined : JSON.parse(run.stdout) };
}

const REWARDS: Record<string, (row: Row) => number> = {
  rm: ({ score }) => score,
  rbr: ({ features }) => WEIGHTS.good * features.good + WEIGHTS.noise * features.noise,
  both: (row) => (REWARDS.rm as (row: Row) => number)(row) + (REWARDS.rbr as (row: Row) => number)(row),
};

/** The paper's section 5: of the pairs of an ideal completion and another one of its prompt, those in which the other gets as much. */
function errorRate(kind: string, types: readonly string[]): number {
  const reward = REWARDS[kind] as (row: Row) => number;
  const own = ROWS.filter(({ type }) => types.includes(type));
  const pairs = own.flatMap((ideal) =>
    own.flatMap((other) =>
      ideal.prompt === other.prompt && ideal.label === 'perfect' && other.label !== 'perfect'
        ? [reward(other) >= reward(ideal)]
        : [],
    ),
  );
  return pairs.filter(Boolean).length / pairs.length;
}

/** The notebook's histograms are of rewards less the mean of the ideal ones of the prompt. */
function meanOf(kind: string, label: string, types: readonly string[]): number {
  const reward = REWARDS[kind] as (row: Row) => number;
  const own = ROWS.filter((row) => row.label === label && types.includes(row.type));
  const centred = own.map((row) => {
    const ideal = ROWS.filter(({ prompt, label: name }) => prompt === row.prompt && name === 'perfect');
    return reward(row) - ideal.reduce((sum, each) => sum + reward(each), 0) / ideal.length;
  });
  return centred.reduce((sum, each) => sum + each, 0) / centred.length;
}

describe("rbr evaluate on the paper's layout", () => {
  it.each([
    [true, { hard_refuse: ['hard_refuse'], safe_refuse: TYPES.slice(1, 3), comply: ['comply'] }],
    [false, Object.fromEntries(TYPES.map((type) => [type, [type]]))],
  ])('has error rates and histograms per response type; safe refusals merged: %s', async (merged, types) => {
    const { code, document } = await evaluated(merged, weightsFor(Object.keys(types)));
    expect(code).toBe(0);
    expect(document).toMatchObject({ n: 120, prompts: 40, missing: 0, unreadable: 0 });
    expect(Object.keys(document.ranking.responseTypes).sort()).toEqual(Object.keys(types).sort());
    for (const [name, from] of Object.entries(types)) {
      const found = document.ranking.responseTypes[name];
      expect(found.errorRate).toBeCloseTo(errorRate('both', from), 12);
      expect(found.rmOnly.errorRate).toBeCloseTo(errorRate('rm', from), 12);
      expect(found.rbrOnly.errorRate).toBeCloseTo(errorRate('rbr', from), 12);
      const own = document.distributions.filter(
        (each: { responseType: string }) => each.responseType === name,
      );
      expect(own).toHaveLength(9);
      for (const { reward, label, mean, n } of own) {
        expect(mean).toBeCloseTo(meanOf(reward, label, from), 9);
        expect(n).toBe(from.length * 10);
      }
    }
  });

  it('says what it has no weights or no features for, and ends with 1', async () => {
    const some = await evaluated(false, weightsFor(['hard_refuse', 'comply']));
    expect([some.code, some.document.missing]).toEqual([1, 60]);
    expect(some.stderr).toContain('no weights for their response type safe_refuse_1');
    expect(some.document.ranking).toMatchObject({ n: 40, of: 80 });
    const other = await evaluated(false, weightsFor(TYPES, { ...WEIGHTS, elsewhere: 1 }));
    expect([other.code, other.document.missing]).toEqual([1, 120]);
    expect(other.document.ranking.errorRate).toBeNull();
    expect((await evaluated(false, weightsFor(TYPES), '--rewards', 'huge')).code).toBe(2);
  });

  it('needs weights', async () => {
    const { code, stderr } = await runRbr([
      ...['evaluate', data, '--policy', await file('alone.rbr.yaml', policy(true))],
    ]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('is evaluated with weights')]);
  });

  it('is fitted without scores of a reward model where none are wanted', async () => {
    const bare = await file('bare/test.jsonl', await readFile(data, 'utf8'));
    await file(
      'bare/prop_probs/test.jsonl',
      jsonl(
        ROWS.map((row) => ({
          prompt_completion: [row.prompt, `|ASSISTANT|: ${row.text}`],
          features: row.features,
        })),
      ),
    );
    const fit = ['fit', '--policy', await file('bare.rbr.yaml', policy(true)), '--features', bare];
    expect((await runRbr(fit)).code).toBe(2);
    expect((await runRbr([...fit, '--no-base-reward'])).code).toBe(0);
  });
});
