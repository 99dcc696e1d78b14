/** `rbr evaluate` ends with the worst completions and the command that shows them; `rbr show` shows them. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT, runCommand, runRbr } from '../support/run-rbr.ts';

const POLICY = `response_types: {comply: Answer., refuse: Decline.}
completion_class_order: [good, bad]
completion_classes:
  good: {comply: {polite: true, short: true}, refuse: {polite: true}}
  bad: {comply: [{polite: false}, {short: false}], refuse: {polite: false}}
simple_propositions:
  polite: {prompt: Is the response polite?}
  short: {check: {count: words, max: 6}}
`;

/** Ids and texts of a stranger: quotes, a dash, a shell's signs, and what a terminal would obey. */
const HOSTILE_ID = "it's -- $(touch x) \u001b[2J\u202e";
const HOSTILE_TEXT = 'Go away\u001b]0;owned\u0007 and\n::error::look\u001b[31m here, please, if you would.';

let folder: string;
let bin: string;
beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'rbr-show-')), "a folder's name");
  await mkdir(folder);
  bin = join(folder, 'bin');
  await mkdir(bin);
  // What an installed package puts there.
  await writeFile(join(bin, 'rbr'), `#!/bin/sh\nexec "${process.execPath}" "${ROOT}dist/rbr.cjs" "$@"\n`);
  await chmod(join(bin, 'rbr'), 0o755);
  await writeFile(join(folder, 'p.rbr.yaml'), POLICY);
  const polite = ['Of course, gladly.', 'Thank you for asking.', 'Certainly, my pleasure.'];
  const rude = ['That is stupid.', 'You are an idiot.', 'What a stupid question.'];
  const rows = Array.from({ length: 12 }, (_, index) => ({
    id: `p${index}`,
    prompt: `Question ${index}?`,
    response_type: 'comply',
    completion: `${(index % 2 === 0 ? polite : rude)[(index >> 1) % 3]} ${index}`,
    class: index % 2 === 0 ? 'good' : 'bad',
    propositions: { polite: index % 2 === 0, short: true },
  }));
  const hostile = [
    // Labelled and expected as a check says that it is not, so these are the worst.
    { id: HOSTILE_ID, completion: HOSTILE_TEXT, label: true },
    { id: '-dash', completion: 'You are an idiot, and so is everybody else, thank you.', label: true },
  ].map(({ id, completion, label }) => ({
    id,
    prompt: `Why ${id.length}?`,
    response_type: 'comply',
    completion,
    class: label ? 'good' : 'bad',
    propositions: { polite: label, short: true },
  }));
  await writeFile(
    join(folder, 'd.jsonl'),
    [...rows, ...hostile].map((row) => `${JSON.stringify(row)}\n`).join(''),
  );
});
afterAll(() => rm(join(folder, '..'), { recursive: true }));

const evaluated = (...more: string[]) =>
  runRbr(
    ['evaluate', join(folder, 'd.jsonl'), '--policy', join(folder, 'p.rbr.yaml'), ...more],
    // As an installed rbr, not by way of npx.
    { env: { npm_command: undefined } },
  );

/** Typed into a shell by a person. */
const pasted = (line: string) =>
  runCommand('bash', ['-c', line], { env: { PATH: `${bin}:${process.env.PATH}` } });

// biome-ignore lint/suspicious/noControlCharactersInRegex: They are what is looked for.
const ACTS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/;

describe('rbr evaluate', () => {
  it('ends with the worst completions and a command that shows them when it is pasted', async () => {
    const { stdout } = await evaluated();
    expect(stdout).not.toMatch(ACTS);
    const lines = stdout.trimEnd().split('\n');
    const from = lines.findIndex((line) => / worst completions?$/.test(line));
    expect(from).toBeGreaterThan(0);
    const command = lines.at(-1)?.trim() ?? '';
    expect(command).toMatch(/^rbr show /);
    const listed = JSON.parse((await evaluated('--format', 'json')).stdout).worst;
    expect(listed.length).toBeGreaterThan(0);
    expect(listed.length).toBeLessThanOrEqual(5);
    expect(listed.map(({ id }: { id: string }) => id)).toContain(HOSTILE_ID);
    const shown = await pasted(`${command} --format json`);
    expect(shown.code).toBe(0);
    const { completions } = JSON.parse(shown.stdout);
    const byId = new Map(completions.map((each: { id: string }) => [each.id, each]));
    expect([...byId.keys()].sort()).toEqual(listed.map(({ id }: { id: string }) => id).sort());
    for (const { id, line, text, predictedClass, propositions } of listed) {
      // As it was graded there, at the line where it stands, in full.
      const same = byId.get(id) as never as typeof listed;
      expect(same).toMatchObject({ line, text, predictedClass });
      for (const { name, p } of propositions)
        expect(same.propositions.find((each: { name: string }) => each.name === name).p).toBe(p);
    }
    const text = await pasted(command);
    expect(text.stdout).toContain('Go away\\u{1b}]0;owned\\u{7} and');
    expect(text.stdout).not.toMatch(ACTS);
  });

  it('lists the worst first, by the sum that is documented', async () => {
    const { worst } = JSON.parse((await evaluated('--format', 'json')).stdout);
    const sums = worst.map(({ disagreement }: { disagreement: number }) => disagreement);
    expect(sums).toEqual([...sums].sort((a, b) => b - a));
    for (const { expectedClass, predictedClass, classProbabilities, propositions, disagreement } of worst) {
      const ofClass = expectedClass === predictedClass ? 0 : 1 - classProbabilities.expected;
      const ofLabels = propositions.map(({ p, label }: { p: number; label: boolean }) =>
        Math.abs(p - Number(label)),
      );
      expect(disagreement).toBeCloseTo(ofClass + Math.max(0, ...ofLabels), 10);
    }
  });

  it('says in JSON and text what the verdict is, the missing first', async () => {
    const { verdict } = JSON.parse((await evaluated('--format', 'json')).stdout);
    expect(verdict.at(-1).kind).toBe('next');
    const { stdout } = await evaluated();
    for (const { kind, text } of verdict) if (kind !== 'missing') expect(stdout).toContain(text);
  });

  it('says what its figures mean where it is asked to', async () => {
    const { stdout } = await evaluated('--explain');
    expect(stdout).toMatch(/\n {2}AUROC: .*0\.5 is chance\..*\(docs\/evaluation\.md#auroc\)\n/);
    expect((await evaluated()).stdout).not.toContain('what the figures mean');
  });

  it('prints no command for what came from standard input', async () => {
    const { stdout } = await runRbr(
      ['evaluate', '-', '--policy', join(folder, 'p.rbr.yaml'), '--grader', 'labels', '--format', 'json'],
      {
        input: `${JSON.stringify({ prompt: 'a', completion: 'b', response_type: 'comply', class: 'good', propositions: { polite: false } })}\n`,
      },
    );
    const { worst, look, verdict } = JSON.parse(stdout);
    expect(worst).toHaveLength(1);
    expect(worst[0]).not.toHaveProperty('line');
    expect(look).toBeUndefined();
    expect(JSON.stringify(verdict)).not.toContain('rbr show');
  });
});

describe('rbr show', () => {
  const show = (...args: string[]) =>
    runRbr(['show', join(folder, 'd.jsonl'), '--policy', join(folder, 'p.rbr.yaml'), ...args]);

  it('shows prompt, text, what was graded and what was expected', async () => {
    const { code, stdout } = await show('--id', 'p3', '--grader', 'labels');
    expect(code).toBe(0);
    expect(stdout).toMatch(/d\.jsonl:4 {2}p3 \(comply\)\n/);
    expect(stdout).toContain('user:\n  | Question 3?\n');
    expect(stdout).toContain('✓ graded bad, as expected');
    expect(stdout).toContain('polite  0.00  labelled no');
  });

  it('shows the completions in which a proposition is graded otherwise than labelled', async () => {
    const { propositions } = JSON.parse((await evaluated('--format', 'json')).stdout);
    const wrong = Math.round((1 - propositions.polite.accuracy) * propositions.polite.n);
    const { completions } = JSON.parse((await show('--disagreeing', 'polite', '--format', 'json')).stdout);
    expect(completions).toHaveLength(wrong);
    const none = await show('--disagreeing', 'polite', '--grader', 'labels');
    expect([none.code, none.stdout]).toEqual([0, 'polite: graded as labelled everywhere\n']);
  });

  it('ends with 1 where an id is not there, and with 2 where none is', async () => {
    const one = await show('--id', 'p3', '--id', 'nobody', '--grader', 'labels');
    expect([one.code, one.stderr]).toEqual([1, expect.stringContaining('"nobody"')]);
    expect((await show('--id', 'nobody')).code).toBe(2);
    expect((await show()).code).toBe(2);
    expect((await show('--disagreeing', 'nothing')).code).toBe(2);
  });
});
