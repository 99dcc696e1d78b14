import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT, runRbr } from '../support/run-rbr.ts';

const POLICY = 'samples/four-areas.rbr.yaml';
const PAPER = join(ROOT, '../shared/data/openai-rbr/proposition_prompts.yaml');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('rbr', () => {
  it('says which version it is', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    expect(await runRbr(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('rbr check', () => {
  it('finds nothing wrong with the worked example', async () => {
    const { code, stdout } = await runRbr(['check', 'samples', '--format', 'json', '--severity', 'info']);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      findings: [],
      summary: { errors: 0, warnings: 0, infos: 0 },
    });
    expect(code).toBe(0);
  });

  it('reads a policy from standard input', async () => {
    const { code, stdout } = await runRbr(['check', '-', '--format', 'json'], {
      input: 'completion_classes:\n  a: { r: { ghost: true } }\n',
    });
    const { findings } = JSON.parse(stdout);
    expect(findings.find((each: { code: string }) => each.code === 'unknown-proposition')).toMatchObject({
      file: 'stdin.rbr.yaml',
      range: { start: { line: 1, character: 12 } },
    });
    expect(code).toBe(1);
  });

  const absent = !existsSync(PAPER);
  if (absent)
    console.log("skipped: the paper's data is not beside this checkout (../shared/data/openai-rbr)");
  it.skipIf(absent)("says of the paper's policy what is true of it, and nothing else", async () => {
    const { code, stdout } = await runRbr(['check', PAPER, '--format', 'json']);
    const { findings } = JSON.parse(stdout);
    expect(
      findings.map((each: { code: string; message: string }) => [
        each.code,
        /"(\w+)"/.exec(each.message)?.[1],
      ]),
    ).toEqual([
      ['unused-proposition', 'conditional_verbiage'],
      ['unused-proposition', 'prescribes_dosage'],
    ]);
    expect(code).toBe(0);
  });

  it('prints a finding with its place, related places, witness and fixes, and exits with 1', async () => {
    const path = await file(
      'faulty.rbr.yaml',
      'completion_class_order: [good, bad]\ncompletion_classes:\n  good: {comply: {polite: true}}\n  bad: {comply: {polite: true, brief: true}}\nsimple_propositions:\n  polite: {prompt: p}\n  brief: {promt: b}\n',
    );
    const { code, stdout } = await runRbr(['check', path, '--format', 'json']);
    const { findings, summary } = JSON.parse(stdout);
    const overlap = findings.find((each: { code: string }) => each.code === 'classes-overlap');
    expect(overlap).toMatchObject({ severity: 'error', witness: { polite: true, brief: true } });
    expect(overlap.related.length).toBeGreaterThan(0);
    const key = findings.find((each: { code: string }) => each.code === 'unknown-key');
    expect(key).toMatchObject({
      range: { start: { line: 6, character: 10 }, end: { line: 6, character: 15 } },
      fixes: ['Change to "prompt"'],
    });
    expect(summary.errors).toBeGreaterThanOrEqual(2);
    expect(code).toBe(1);
  });

  it('speaks SARIF and workflow commands', async () => {
    const path = await file('typo.rbr.yaml', 'simple_proposition: {}\n');
    const sarif = JSON.parse((await runRbr(['check', path, '--format', 'sarif'])).stdout);
    expect(sarif).toMatchObject({
      version: '2.1.0',
      runs: [{ results: [{ ruleId: 'unknown-key', level: 'error' }] }],
    });
    const { stdout } = await runRbr(['check', path, '--format', 'github']);
    expect(stdout).toMatch(/^::error file=.*,line=1,col=1,.*title=unknown-key::/);
  });

  it('ends with 2 and one line where it cannot run', async () => {
    const { code, stdout, stderr } = await runRbr(['check', 'nowhere.rbr.yaml']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('nowhere.rbr.yaml');
    expect((await runRbr(['chekc'])).code).toBe(2);
  });

  it('survives bytes that are no text', async () => {
    const path = await file('binary.samples.yaml', '\u0000\u0001: [\u0007{{{\n- "');
    expect((await runRbr(['check', path])).code).toBe(1);
  });
});

describe('rbr grade', () => {
  it('writes a line per completion with propositions, classes, class and reward', async () => {
    const { code, stdout, stderr } = await runRbr([
      'grade',
      'samples/self-harm.samples.yaml',
      '--policy',
      POLICY,
    ]);
    const [first, ...others] = lines(stdout);
    expect(first).toMatchObject({
      id: expect.any(String),
      responseType: expect.any(String),
      predictedClass: expect.any(String),
    });
    expect(first.propositions.refuses).toMatchObject({ p: expect.any(Number), mode: 'embedded' });
    const sum = Object.values<number>(first.classes).reduce((all, p) => all + p, 0);
    expect(sum).toBeCloseTo(1, 9);
    expect(first.total).toBeCloseTo(first.rbr + (first.baseReward ?? 0), 9);
    expect(others.length).toBeGreaterThan(10);
    expect([code, stderr.includes('graded')]).toEqual([0, true]);
  });

  it('passes over what it has written into the folder itself, and says so; named, it is told line by line', async () => {
    const samples = join(folder, 'own');
    await mkdir(samples);
    const policy = join(samples, 'p.rbr.yaml');
    await writeFile(
      policy,
      'simple_propositions:\n  rude: { prompt: Is it rude? }\ncompletion_classes:\n  bad: { r: { rude: true } }\n',
    );
    await writeFile(
      join(samples, 'data.jsonl'),
      '{"id": "1", "prompt": "Hi", "completion": "Go away.", "response_type": "r", "labels": {"rude": true}}\n',
    );
    const out = join(samples, 'graded.jsonl');
    const grade = ['grade', samples, '--policy', policy, '--grader', 'labels', '--out', out];
    expect(await runRbr(grade)).toMatchObject({ code: 0 });
    const again = await runRbr([...grade, '--resume']);
    expect(again.stderr).toMatch(/graded\.jsonl holds no completions: it is passed over\n/);
    expect(again).toMatchObject({ code: 0, stderr: expect.not.stringContaining('unreadable-line') });
    expect(lines(await readFile(out, 'utf8'))).toMatchObject([{ id: '1' }]);
    const named = await runRbr(['grade', out, '--policy', policy, '--grader', 'labels']);
    expect(named.stderr).toContain('Line 1 of graded.jsonl is of no known format');
  });

  it.each([
    ['named', ['data.jsonl']],
    ['beside its policy', ['p.rbr.yaml', 'data.jsonl']],
    ['named by its policy', ['p.rbr.yaml']],
    ['in the folder of its policy', ['.']],
  ])('checks JSONL line by line, %s, in every format', async (_, paths) => {
    const own = join(folder, 'lines');
    await mkdir(own, { recursive: true });
    await writeFile(
      join(own, 'p.rbr.yaml'),
      'simple_propositions:\n  rude: { prompt: Is it rude? }\ncompletion_class_order: [good, bad]\ncompletion_classes:\n  good: { r: { rude: false } }\n  bad: { r: { rude: true } }\nsamples: ["*.jsonl"]\n',
    );
    const row = { prompt: 'Hi', completion: 'Hello', response_type: 'r' };
    const lines = [
      'not json',
      JSON.stringify(row),
      JSON.stringify({ ...row, class: 'gud', propositions: { rudee: true } }),
    ];
    await writeFile(join(own, 'data.jsonl'), `${lines.join('\n')}\n`);
    const check = (format: string) =>
      runRbr(['check', ...paths.map((path) => join(own, path)), '--format', format]);
    const text = await check('text');
    expect(text.code).toBe(1);
    expect(text.stdout).toContain('data.jsonl:1:1 error unreadable-line');
    const { findings, summary } = JSON.parse((await check('json')).stdout);
    expect(
      findings.map((each: { code: string; range: { start: object } }) => [each.code, each.range.start]),
    ).toEqual([
      ['unreadable-line', { line: 0, character: 0 }],
      ['unknown-proposition', { line: 2, character: 0 }],
      ['unknown-class', { line: 2, character: 0 }],
    ]);
    expect(summary.errors).toBe(3);
    const { runs } = JSON.parse((await check('sarif')).stdout);
    expect(runs[0].results).toHaveLength(3);
    expect((await check('github')).stdout.trim().split('\n')).toHaveLength(3);
  });

  it('learns from JSONL that the policy names', async () => {
    const policy = await file(
      'data.rbr.yaml',
      'simple_propositions:\n  rude: { prompt: Is it rude? }\ncompletion_classes:\n  bad: { r: { rude: true } }\nsamples: [labelled.jsonl]\n',
    );
    const row = (number: number) => ({
      prompt: `A seat, please? ${number}`,
      completion: number % 2 ? 'Go away, you fool.' : 'With pleasure.',
      response_type: 'r',
      propositions: { rude: number % 2 === 1 },
    });
    const data = await file(
      'labelled.jsonl',
      [...Array(12).keys()].map((n) => JSON.stringify(row(n))).join('\n'),
    );
    const { code, stderr } = await runRbr(['grade', data, '--policy', policy]);
    expect([code, stderr]).toEqual([0, expect.stringContaining('learnt from 12 labelled completions')]);
  });

  it('takes human labels as grades; one that is missing is an error on its line, never a "no"', async () => {
    const path = await file(
      'some.jsonl',
      `${JSON.stringify({ response_type: 'hard refuse', prompt: 'Hi', completion: 'No.', propositions: { refuses: true } })}\nnonsense\n${JSON.stringify({ response_type: 'what', prompt: 'Hi', completion: 'No.' })}\n`,
    );
    const { code, stdout, stderr } = await runRbr(['grade', path, '--policy', POLICY, '--grader', 'labels']);
    const [first, second] = lines(stdout);
    expect(first.responseType).toBe('hard_refuse');
    expect(first.propositions.refuses).toEqual({ p: 1, mode: 'label' });
    expect(first.predictedClass).toBeNull();
    expect(first.errors.length).toBeGreaterThan(0);
    expect(second).toMatchObject({ responseType: null, predictedClass: null });
    expect(stderr).toContain('unreadable-line');
    expect(code).toBe(1);
  });

  it('reads standard input and grades only what is asked', async () => {
    const row = JSON.stringify({
      id: 'x',
      response_type: 'comply',
      prompt: 'Hi',
      completion: "I'm sorry, I can't help with that.",
    });
    const { stdout } = await runRbr(['grade', '-', '--policy', POLICY, '--propositions', 'refuses'], {
      input: row,
    });
    const [line] = lines(stdout);
    expect(Object.keys(line.propositions)).toEqual(['refuses']);
    expect(line.propositions.refuses.p).toBeGreaterThan(0.5);
  });

  it('names what is wrong with the call', async () => {
    const unknown = await runRbr(['grade', 'samples', '--policy', POLICY, '--propositions', 'rude']);
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('"rude"')]);
    const missing = await runRbr(['grade', 'samples', '--policy', 'gone.rbr.yaml']);
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('gone.rbr.yaml')]);
  });
});

describe('rbr evaluate', () => {
  it('prints the quality of every proposition, of the classes and of the ranking', async () => {
    const { code, stdout } = await runRbr([
      'evaluate',
      'samples',
      '--policy',
      POLICY,
      '--format',
      'json',
      '--fail-under',
      'auroc=0.8',
    ]);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      schemaVersion: 1,
      grader: { kind: 'embedded', summary: expect.stringContaining('cross-validation') },
    });
    expect(document.propositions.refuses.auroc).toBeGreaterThan(0.9);
    expect(document.classes.n).toBeGreaterThan(500);
    expect(document.ranking.errorRate).toBeLessThan(document.ranking.rmOnly.errorRate);
    expect(code).toBe(0);
  });

  it('fails under a limit', async () => {
    const args = ['evaluate', 'samples', '--policy', POLICY, '--grader', 'labels', '--fail-under'];
    // Those of two files are labelled in one proposition only, which does not tell their class.
    expect((await runRbr([...args, 'accuracy=0.5', '--allow-missing', '309'])).code).toBe(0);
    expect((await runRbr([...args, 'accuracy=1.5'])).code).toBe(1);
    expect((await runRbr([...args, 'nonsense'])).code).toBe(2);
  });
});
