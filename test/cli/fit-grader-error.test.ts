import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { runRbr } from '../support/run-rbr.ts';
import { type Answer, savedRun, times } from '../support/saved-run.ts';
import { testFolder } from '../support/test-folder.ts';

const { at, file } = testFolder('rbr-fit-errors-');

const POLICY = `
completion_class_order: [good, bad]
completion_classes:
  good: { r: { kind: true } }
  bad: { r: { kind: false } }
simple_propositions:
  kind: { prompt: Is it kind? }
  short: { check: { count: words, max: 9 } }
orderings: { r: [good, bad] }
features: { propositions: [kind, short] }
`;

const FEATURES = [
  { label: 'good', features: { good: 1, bad: 0, kind: 1, short: 1 } },
  { label: 'bad', features: { good: 0, bad: 1, kind: 0, short: 0 } },
]
  .map((line) => JSON.stringify({ prompt_id: 'p', response_type: 'r', base_reward: 0, ...line }))
  .join('\n');

const run = (answers: readonly Answer[], more: object = {}) => savedRun('kind', answers, more);
const GOOD = [...times(30, [1, true] as const), ...times(20, [0, false] as const)];
// Of 10 each, half are wrong: the bounds add up to more than 1, and a grade tells nothing.
const BLIND = [
  ...times(5, [1, true] as const),
  ...times(5, [0, true] as const),
  ...times(5, [1, false] as const),
  ...times(5, [0, false] as const),
];

async function fitOn(answers: readonly Answer[], ...more: string[]) {
  const [policy, features, kept] = [
    await file('p.rbr.yaml', POLICY),
    await file('f.jsonl', FEATURES),
    await file('run.json', run(answers)),
  ];
  const out = at('w.json');
  const found = await runRbr([
    ...['fit', '--policy', policy, '--features', features, '--grader-error', kept, '--out', out, ...more],
  ]);
  return { ...found, policy, kept, out };
}

describe('rbr fit --prove --grader-error', () => {
  it('proves the order on average, and weights carry what was assumed', async () => {
    const { code, out, policy, kept } = await fitOn(GOOD, '--prove', '0.5');
    expect(code).toBe(0);
    const { proof, weights } = JSON.parse(await readFile(out, 'utf8')).responseTypes.r;
    const [miss, alarm] = [1 - 0.05 ** (1 / 30), 1 - 0.05 ** (1 / 20)];
    expect(proof).toMatchObject({ kind: 'expected', margin: 0.5, over: 'stated', confidence: 0.95 });
    expect(proof.rates.kind.falseNegative).toBeCloseTo(miss, 9);
    expect(proof.rates.kind.falsePositive).toBeCloseTo(alarm, 9);
    expect(proof.rates.short).toEqual({ falseNegative: 0, falsePositive: 0 });
    // A good one that is long against a bad one that is short; what is told of kindness is told with 1 - miss - alarm.
    const told = (weights.good - weights.bad + weights.kind) * (1 - miss - alarm);
    expect(told - Math.abs(weights.short)).toBeGreaterThanOrEqual(0.5);
    const proven = await runRbr([
      'prove',
      '--policy',
      policy,
      '--weights',
      out,
      '--grader-error',
      kept,
      '--format',
      'json',
    ]);
    expect(proven.code).toBe(0);
    const [pair] = JSON.parse(proven.stdout).responseTypes.r;
    expect(pair.expected.margin).toBeGreaterThanOrEqual(0.5);
    expect(pair.margin).toBeCloseTo(proof.crispMargin, 9);
    expect(pair.expected.anyRates).toBeCloseTo(proof.anyRatesMargin, 9);
    // Whatever the rates are: fewer errors are better here.
    expect(proof.anyRatesMargin).toBeGreaterThanOrEqual(0.5);
  });

  it('says what rates would do where none of the weights prove it, and writes nothing', async () => {
    const before = await readFile((await fitOn(GOOD, '--prove', '0.5')).out, 'utf8');
    const { code, stdout, out } = await fitOn(BLIND, '--prove', '0.5');
    expect(code).toBe(1);
    expect(stdout).toContain('must get more on average than');
    expect(stdout).toContain('never graded wrongly, the others as they are: kind');
    expect(stdout).toMatch(/every error rate is at most 0\.\d+ times what it is/);
    expect(await readFile(out, 'utf8')).toBe(before);
  });

  it('has the same in JSON', async () => {
    const { code, stdout } = await fitOn(BLIND, '--prove', '0.5', '--format', 'json');
    expect(code).toBe(1);
    const { whatWouldDo, demands } = JSON.parse(stdout).impossible.r;
    expect(demands.map((each: { order: string }) => each.order)).toEqual(demands.map(() => 'expected'));
    expect(whatWouldDo).toMatchObject({ correctGrades: true, alone: ['kind'], together: ['kind'] });
    // Half of 10 wrong is at most .777 by Clopper and Pearson: twice that times the share must stay below 1.
    expect(whatWouldDo.share).toBeGreaterThan(0.63);
    expect(whatWouldDo.share).toBeLessThan(0.65);
  });

  it('needs a margin to prove, and a run that tells something', async () => {
    expect(await fitOn(GOOD)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('goes with --prove'),
    });
    expect(await fitOn([], '--prove')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('says nothing of'),
    });
  });

  it('proves nothing of features that are not of the policy', async () => {
    const features = await file('strange.jsonl', FEATURES.replaceAll('"short"', '"long"'));
    const policy = await file('p.rbr.yaml', POLICY);
    const found = await runRbr(['fit', '--policy', policy, '--features', features, '--prove', '0.5']);
    expect(found).toMatchObject({ code: 2, stderr: expect.stringContaining('(long)') });
  });
});
