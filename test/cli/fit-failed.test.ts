import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runRbr } from '../support/run-rbr.ts';

const POLICY = `completion_class_order: [good, bad]
completion_classes:
  good: {answer: {polite: true}, refuse: {polite: true}}
  bad: {answer: {polite: false}, refuse: {polite: false}}
simple_propositions:
  polite: {prompt: Is the response polite?}
orderings:
  answer: [ideal, fair, bad]
  refuse: [ideal, fair, bad]
`;
const OLD = `${JSON.stringify({
  schemaVersion: 1,
  fittedOn: { fingerprint: 'x', completions: 1, grader: 'labels' },
  responseTypes: { answer: { weights: { good: 2 }, l2: 0.001, margin: 1, pairs: 9 } },
})}\n`;

let folder: string;
let policy: string;
let out: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-fit-failed-'));
  policy = join(folder, 'p.rbr.yaml');
  out = join(folder, 'w.json');
  await writeFile(policy, POLICY);
  await writeFile(out, OLD);
});
afterEach(() => rm(folder, { recursive: true }));

type Row = readonly [
  prompt: string,
  type: string,
  label: string,
  base: unknown,
  features: Record<string, unknown>,
];
async function features(rows: readonly Row[]): Promise<string> {
  const path = join(folder, 'f.jsonl');
  const lines = rows.map(([prompt_id, response_type, label, base_reward, values]) =>
    JSON.stringify({ prompt_id, response_type, label, base_reward, features: values }),
  );
  await writeFile(path, `${lines.join('\n')}\n`);
  return path;
}

const fitted = (file: string, ...more: string[]) =>
  runRbr(['fit', '--policy', policy, '--features', file, '--out', out, ...more]);

const ALONE: Row[] = [
  ['a', 'answer', 'ideal', 0.1, { good: 1 }],
  ['b', 'answer', 'fair', 0.3, { good: 0 }],
  ['c', 'answer', 'bad', 0.3, { good: 0 }],
  ['c', 'answer', 'bad', 0.2, { good: 1 }],
];
const PAIR: Row[] = [
  ['d', 'refuse', 'ideal', 0.1, { good: 1 }],
  ['d', 'refuse', 'bad', 0.3, { good: 0 }],
];
const SAID = 'answer: no two ranked completions of one prompt, nothing to fit';

describe('a fit without pairs', () => {
  for (const more of [
    [],
    ['--l2', 'cv'],
    ['--bootstrap', '20'],
    ['--method', 'adamw'],
    ['--prove', '0.25'],
    ['--holdout', '0.5'],
  ])
    it(`is none: exit 2, and the file is left as it is${more.length > 0 ? ` (${more.join(' ')})` : ''}`, async () => {
      const run = await fitted(await features(ALONE), ...more);
      expect(run.stdout).toContain(SAID);
      expect(run.stdout).not.toMatch(/objective|l2 /);
      expect(run.code).toBe(2);
      expect(await readFile(out, 'utf8')).toBe(OLD);
    });

  it('says so in JSON, too', async () => {
    const run = await fitted(await features(ALONE), '--format', 'json');
    expect(run.code).toBe(2);
    expect(JSON.parse(run.stdout)).toMatchObject({
      responseTypes: {},
      failed: { answer: { reason: 'no-pairs', message: SAID.slice('answer: '.length) } },
    });
  });

  it('of one response type does not keep the others from being fitted, and is named: exit 1', async () => {
    await rm(out);
    const run = await fitted(await features([...ALONE, ...PAIR]));
    expect(run.stdout).toContain(SAID);
    expect(run.stdout).toContain('refuse: 1 pair,');
    expect(run.stderr).toContain('It has no weights for answer.');
    expect(run.code).toBe(1);
    expect(Object.keys(JSON.parse(await readFile(out, 'utf8')).responseTypes)).toEqual(['refuse']);
  });

  it('does not take weights away that the file has', async () => {
    const run = await fitted(await features([...ALONE, ...PAIR]));
    expect(run.stderr).toContain('has weights for answer, and this fit has none');
    expect(run.code).toBe(1);
    expect(await readFile(out, 'utf8')).toBe(OLD);
    // Nor where the data have nothing of that response type.
    const other = await fitted(await features(PAIR));
    expect(other.stderr).toContain('has weights for answer, and this fit has none');
    expect(await readFile(out, 'utf8')).toBe(OLD);
  });
});

describe('a fit that cannot be certified', () => {
  it('is not written, says which, why and what to do, and ends with 1', async () => {
    const run = await fitted(
      await features([
        ['a', 'answer', 'ideal', 1e308, { words: 1, quotes: 100_000 }],
        ['a', 'answer', 'bad', -1e308, { words: 0, quotes: 0 }],
        ['b', 'answer', 'ideal', -1e308, { words: 1, quotes: 0 }],
        ['b', 'answer', 'bad', 1e308, { words: 0, quotes: 0 }],
      ]),
    );
    expect(run.stdout).toMatch(/^answer: no weights: /);
    expect(run.stdout).toContain('"quotes" has numbers up to 100000 and "words" up to 1');
    expect(run.stdout).not.toContain('NaN');
    expect(run.code).toBe(1);
    expect(await readFile(out, 'utf8')).toBe(OLD);
  });
});

describe('features of some hundreds with signs', () => {
  it('are fitted, certified, and written', async () => {
    const run = await fitted(
      await features([
        ['p0', 'answer', 'ideal', 0.1, { words: 72, quotes: 13 }],
        ['p0', 'answer', 'bad', -0.1, { words: 51, quotes: 75 }],
        ['p1', 'answer', 'ideal', -0.4, { words: 27, quotes: 75 }],
        ['p1', 'answer', 'bad', 0.4, { words: 95, quotes: 80 }],
      ]),
      ...['--l2', '0.00001', '--sign', 'words=-', '--sign', 'quotes=+', '--format', 'json'],
    );
    const { weights, objective, dualityGap } = JSON.parse(run.stdout).responseTypes.answer;
    // By hand: with quotes = 0 the pairs want 21 w >= 0.8 and -68 w >= 1.8; w = -1.8/68 satisfies the second one, and
    // costs the first (0.8 + 21 * 1.8/68) / 2.
    expect(weights.quotes).toBe(0);
    expect(weights.words).toBeCloseTo(-1.8 / 68, 6);
    expect(objective).toBeCloseTo((0.8 + (21 * 1.8) / 68) / 2, 6);
    expect(dualityGap).toBeLessThanOrEqual(1e-6 * objective);
    expect(run.code).toBe(0);
    expect(JSON.parse(await readFile(out, 'utf8')).responseTypes.answer.weights).toEqual({
      words: expect.closeTo(weights.words, 12),
      quotes: 0,
    });
  });

  it('that are no numbers are findings at their line', async () => {
    const path = join(folder, 'f.jsonl');
    const line = (features: string) =>
      `{"prompt_id":"p","response_type":"answer","label":"ideal","base_reward":0,"features":${features}}`;
    await writeFile(
      path,
      ['{"a":null}', '{"a":"x"}', '{"a":1e999}', '{"a":NaN}', '{"a":-Infinity}', '{"a":true}']
        .map(line)
        .join('\n'),
    );
    const run = await fitted(path);
    for (const number of [1, 2, 3, 4, 5, 6])
      expect(run.stderr).toContain(`f.jsonl:${number} error unreadable-line`);
    expect(run.code).toBe(2);
    expect(await readFile(out, 'utf8')).toBe(OLD);
  });
});
