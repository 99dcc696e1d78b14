import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { runRbr } from '../support/run-rbr.ts';
import { type Answer, savedRun, times } from '../support/saved-run.ts';
import { testFolder } from '../support/test-folder.ts';

const { at, file } = testFolder('rbr-prove-');

const policyText = (question: string) => `
completion_class_order: [good, bad]
completion_classes:
  good: { r: { kind: true } }
  bad: { r: { kind: false } }
simple_propositions:
  kind: { prompt: ${question} }
  short: { check: { count: words, max: 9 } }
features: { propositions: none }
`;

const WEIGHTS = JSON.stringify({
  schemaVersion: 1,
  fittedOn: { fingerprint: '', completions: 0, grader: 'labels' },
  responseTypes: { r: { weights: { good: 1, bad: 0 }, l2: 1, margin: 1, pairs: 1 } },
});

const run = (answers: readonly Answer[], more: object = {}) => savedRun('kind', answers, more);

async function prove(runText: string, question = 'Is it kind?', ...more: string[]) {
  const policy = await file('p.rbr.yaml', policyText(question));
  const weights = await file('w.json', WEIGHTS);
  const kept = await file('run.json', runText);
  return runRbr(['prove', '--policy', policy, '--weights', weights, '--grader-error', kept, ...more]);
}

async function proveJson(runText: string) {
  const found = await prove(runText, undefined, '--format', 'json');
  return { ...found, document: JSON.parse(found.stdout) };
}

describe('rbr prove --grader-error', () => {
  it('has the margin, the reversal and the gains that follow by hand from its counts', async () => {
    const { code, document } = await proveJson(run([...times(30, [1, true]), ...times(20, [0, false])]));
    expect(code).toBe(0);
    // No error of n: the bound of Clopper and Pearson is 1 - 0.05^(1/n).
    const [miss, alarm] = [1 - 0.05 ** (1 / 30), 1 - 0.05 ** (1 / 20)];
    const { kind } = document.graderError.rates;
    expect(kind.falseNegative).toMatchObject({ n: 30, prompts: 30, errors: 0, estimate: 0 });
    expect(kind.falseNegative.upper).toBeCloseTo(miss, 9);
    expect(kind.falsePositive.upper).toBeCloseTo(alarm, 9);
    const [pair] = document.responseTypes.r;
    // A good one is graded good with 1 - miss, a bad one with alarm.
    expect(pair).toMatchObject({ better: 'good', worse: 'bad', proven: true, margin: 1 });
    expect(pair.expected.margin).toBeCloseTo(1 - miss - alarm, 9);
    expect(pair.expected.proven).toBe(true);
    expect(pair.reversal).toBeCloseTo(miss * alarm, 9);
    expect(pair).toMatchObject({ inseparableAt: 1, inseparableBy: ['kind'] });
    expect(pair.improve).toHaveLength(1);
    expect(pair.improve[0]).toMatchObject({ proposition: 'kind', gain: expect.closeTo(2, 9) });
    expect(document).toMatchObject({ proven: true, expectedProven: true });
  });

  it('ends with 1 where errors turn the mean order round', async () => {
    const { code, document } = await proveJson(
      run([
        ...times(10, [1, true]),
        ...times(10, [0, true]),
        ...times(10, [0, false]),
        ...times(10, [1, false]),
      ]),
    );
    expect(code).toBe(1);
    expect(document.responseTypes.r[0]).toMatchObject({ proven: true, expected: { proven: false } });
    expect(document).toMatchObject({ proven: true, expectedProven: false });
  });

  it('knows nothing of errors that no label tells, and says what to label', async () => {
    const { code, document } = await proveJson(run(times(50, [1, true])));
    expect(code).toBe(1);
    expect(document.graderError.unknown).toEqual({ r: [{ proposition: 'kind', label: false }] });
    expect(document.graderError.rates.kind.falsePositive).toMatchObject({ n: 0, estimate: null, upper: 1 });
    expect(document.responseTypes.r[0]).toMatchObject({ expected: { proven: false }, reversal: null });
    const text = await prove(run(times(50, [1, true])));
    expect(text.stdout).toContain('Label first');
    expect(text.stdout).toContain('kind (false)');
  });

  it('says in a table what the figures are and what they assume', async () => {
    const { stdout, code } = await prove(run([...times(60, [1, true]), ...times(60, [0, false])]));
    expect(code).toBe(0);
    expect(stdout).toMatch(/kind +0 of 60 +4\.9 % +0 of 60 +4\.9 %/);
    expect(stdout).toMatch(/good > bad +0\.903 +✓/);
    expect(stdout).toContain('errors are independent');
    expect(stdout).toContain('kept by an earlier version: in which words it asked');
  });

  it('says that a run asked in other words', async () => {
    const policy = await file('p.rbr.yaml', policyText('Is it kind?'));
    const samples = await file(
      's.samples.yaml',
      `policy: p.rbr.yaml\nsamples:\n  - prompt: Hello\n    response_type: r\n    completions:\n      - text: Hi\n        propositions: { kind: true }\n`,
    );
    const saved = at('saved.json');
    const evaluated = await runRbr(['evaluate', samples, '--policy', policy, '--save', saved]);
    expect(evaluated.stderr).toContain('kept as');
    const { wordings } = JSON.parse(await readFile(saved, 'utf8'));
    expect(Object.keys(wordings)).toEqual(['kind', 'short']);
    const answers = [...times(60, [1, true]), ...times(60, [0, false])];
    const same = await prove(run(answers, { wordings }));
    expect(same.stdout).not.toContain('other words');
    const other = await prove(run(answers, { wordings }), 'Is it very kind?');
    expect(other.stdout).toContain('asked in other words than the policy does now');
  });

  it('refuses runs that tell nothing of errors, with 2 and the reason', async () => {
    const labels = await prove(
      run(times(3, [1, true]), { grader: { kind: 'labels', fingerprint: '', summary: '' } }),
    );
    expect([labels.code, labels.stderr]).toEqual([2, expect.stringContaining('graded by human labels')]);
    const unlabelled = await prove(run([], { items: [{ id: '1', promptId: 'p', answers: {} }] }));
    expect([unlabelled.code, unlabelled.stderr]).toEqual([2, expect.stringContaining('human label')]);
    const strange = await prove(run([[7, true]]));
    expect([strange.code, strange.stderr]).toEqual([2, expect.stringContaining('no probability and label')]);
    const broken = await prove('{');
    expect([broken.code, broken.stderr]).toEqual([2, expect.stringContaining('is not a run')]);
  });

  it('of the worked policy: 29 of 30 pairs look alike after one wrong grade, the other after two', async () => {
    const saved = at('four-areas.json');
    const policy = ['--policy', 'samples/four-areas.rbr.yaml'];
    await runRbr(['evaluate', 'samples', ...policy, '--save', saved]);
    const { code, stdout } = await runRbr(['prove', ...policy, '--grader-error', saved, '--format', 'json']);
    const document = JSON.parse(stdout);
    const pairs = Object.values(document.responseTypes).flat() as {
      proven: boolean;
      margin: number;
      expected: { margin: number; proven: boolean };
      reversal: number;
      inseparableAt: number;
      improve: { gain: number }[];
    }[];
    expect(pairs).toHaveLength(30);
    expect(pairs.map(({ inseparableAt }) => inseparableAt).sort()).toEqual([...repeated(29, 1), 2]);
    // Nearly always less than of perfect grades: a lower class may be graded as a better one, and be paid for it.
    expect(pairs.filter(({ margin, expected }) => expected.margin < margin).length).toBeGreaterThan(25);
    for (const { reversal, improve } of pairs) {
      expect(reversal).toBeGreaterThan(0);
      expect(improve.length).toBeGreaterThan(0);
    }
    // With the offline grader the order that is proven of perfect grades does not hold on average.
    expect(code).toBe(1);
    expect(document).toMatchObject({ proven: true, expectedProven: false });
  });
});

const repeated = (count: number, value: number): number[] => Array.from({ length: count }, () => value);
