import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { POLICY_TEXT } from '../support/model-run.ts';
import {
  type AskedCall,
  type ModelServer,
  type ModelServerOptions,
  startModelServer,
} from '../support/model-server/model-server.ts';
import type { Reply } from '../support/model-server/script.ts';
import { runRbr } from '../support/run-rbr.ts';

let folder: string;
let server: ModelServer | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-missing-'));
  await writeFile(at('p.rbr.yaml'), POLICY_TEXT);
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(folder, { recursive: true });
});

const at = (name: string) => join(folder, name);
const row = (id: string, more: object = {}) =>
  JSON.stringify({
    id,
    response_type: 'comply',
    prompt: [{ role: 'user', content: 'Hello?' }],
    completion: `Text of ${id}.`,
    ...more,
  });
const write = (name: string, ...rows: string[]) => writeFile(at(name), `${rows.join('\n')}\n`);

const YES: Reply = { logprobs: { yes: 0.95, no: 0.05 } };
const NO: Reply = { logprobs: { no: 0.95, yes: 0.05 } };
const MAYBE: Reply = { logprobs: { maybe: 0.9, perhaps: 0.1 } };
const REFUSED: Reply = { content: '', refusal: 'I will not judge this.' };
const BROKEN: Reply = { status: 400, error: { message: 'did not work' } };
const isPolite = ({ prompt }: AskedCall) => prompt.includes('Is it polite?');
/** Polite, and judges nobody. */
const good = (call: AskedCall) => (isPolite(call) ? YES : NO);

async function serve(answer: ModelServerOptions['answer']) {
  server = await startModelServer({ answer });
}

const model = () => ['--grader', 'openai', '--model', 'judge-1', '--base-url', server?.baseUrl ?? ''];
const rbr = async (...args: string[]) => {
  const { code, stdout, stderr } = await runRbr(args, {
    env: { RBR_CACHE_DIR: at('cache'), OPENAI_API_KEY: undefined, RBR_API_KEY: undefined },
  });
  return { code, stdout, stderr, last: stderr.trim().split('\n').at(-1) ?? '' };
};
const grade = (...args: string[]) => rbr('grade', at('in.jsonl'), '--policy', at('p.rbr.yaml'), ...args);

describe('rbr grade where answers are missing', () => {
  /** What the judge says of `polite`, by the text of the completion. */
  const ofPolite = (replies: Readonly<Record<string, Reply>>) => (call: AskedCall) => {
    const [, reply] = Object.entries(replies).find(([id]) => call.prompt.includes(`of ${id}.`)) ?? [];
    return reply && isPolite(call) ? reply : good(call);
  };

  it('exits with 1 where a completion has no verdict, and counts them by kind in its last line', async () => {
    await serve(ofPolite({ b: MAYBE, c: REFUSED, d: BROKEN }));
    await write('in.jsonl', ...['a', 'b', 'c', 'd'].map((id) => row(id)));
    const { code, stdout, last } = await grade(...model());
    expect(code).toBe(1);
    expect(last).toMatch(/^4 completions graded; 3 without a verdict \(3 answers missing: /);
    for (const kind of ['1 unreadable', '1 refused', '1 failed']) expect(last).toContain(kind);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ predictedClass }) => predictedClass)).toEqual(['good', null, null, null]);
    expect(lines.map(({ propositions }) => propositions.polite.missing)).toEqual([
      undefined,
      'unreadable',
      'refused',
      'failed',
    ]);
  });

  it('exits with 0 where a missing answer could not have changed the class, and still says that it is missing', async () => {
    await serve((call) => (isPolite(call) ? MAYBE : YES));
    await write('in.jsonl', row('a'));
    const { code, stdout, last } = await grade(...model());
    expect([code, JSON.parse(stdout).predictedClass]).toEqual([0, 'rude']);
    expect(last).toMatch(/^1 completion graded; 1 answer missing: 1 unreadable; /);
  });

  it('does not count what was left unasked on purpose', async () => {
    await serve(() => YES);
    await write('in.jsonl', row('a'));
    const { code, last } = await grade(...model(), '--ask', 'deciding');
    expect([code, last]).toEqual([0, expect.not.stringContaining('missing')]);
  });

  it('accepts as many as --allow-missing says, of completions and lines together', async () => {
    await serve(ofPolite({ b: MAYBE }));
    await write('in.jsonl', row('a'), row('b'), '{"id": "torn', row('c'));
    expect((await grade(...model(), '--allow-missing', '1')).code).toBe(1);
    const { code, last } = await grade(...model(), '--allow-missing', '2');
    expect(code).toBe(0);
    expect(last).toContain('3 completions graded; 1 without a verdict');
    expect(last).toContain('1 line of input unreadable');
  });

  it('has a summary in JSON beside a file of lines, and counts the lines that were there before', async () => {
    await serve(ofPolite({ b: REFUSED }));
    await write('in.jsonl', row('a'), row('b'));
    const into = [...model(), '--out', at('out.jsonl'), '--format', 'json'];
    const first = await grade(...into);
    expect(first.code).toBe(1);
    expect(JSON.parse(first.stdout)).toMatchObject({
      schemaVersion: 1,
      missing: 1,
      unreadable: 0,
      graded: 2,
      answers: { of: 4, missing: 1, reasons: { refused: 1 } },
    });
    await write('in.jsonl', row('a'), row('b'), row('c'));
    const again = await grade(...into, '--resume');
    expect([again.code, JSON.parse(again.stdout)]).toEqual([
      1,
      expect.objectContaining({ missing: 1, graded: 1 }),
    ]);
    expect((await readFile(at('out.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(3);
  });

  it('takes labels that do not tell the class for missing, and a response type that is not known', async () => {
    await write(
      'in.jsonl',
      row('told', { propositions: { polite: true, judges: false } }),
      row('told-by-one', { propositions: { judges: true } }),
      row('open', { propositions: { polite: true } }),
      row('no-type', { response_type: undefined, propositions: { polite: true, judges: false } }),
    );
    const { code, last } = await grade('--grader', 'labels');
    expect([code, last]).toEqual([
      1,
      '4 completions graded; 2 without a verdict (1 of no response type; 2 answers missing: 2 not labelled)',
    ]);
    // What was asked for by name is the verdict.
    expect((await grade('--grader', 'labels', '--propositions', 'judges')).code).toBe(1);
    expect((await grade('--grader', 'labels', '--propositions', 'judges', '--allow-missing', '1')).code).toBe(
      0,
    );
  });

  it('counts what of the training data could not be read', async () => {
    await write(
      'train.jsonl',
      row('t', { prompt: 'Goodbye?', propositions: { polite: true, judges: false } }),
      'torn',
    );
    await write('in.jsonl', row('a'));
    const { code, last } = await grade('--train', at('train.jsonl'));
    expect([code, last]).toEqual([1, expect.stringContaining('1 line of input unreadable')]);
  });

  it('says of base rates that they are', async () => {
    await write(
      'train.jsonl',
      row('t', { prompt: 'Goodbye?', propositions: { polite: true, judges: false } }),
    );
    await write('in.jsonl', row('a'));
    const { code, last } = await grade('--train', at('train.jsonl'));
    expect([code, last]).toEqual([
      0,
      expect.stringContaining('2 of 2 answers not to be relied on (2 base rates'),
    ]);
  });
});

describe('rbr evaluate where answers are missing', () => {
  const POLICY = 'samples/four-areas.rbr.yaml';
  const SAMPLES = 'samples/self-harm.samples.yaml';
  /** Judges nothing; the probe of a run gets its answer. */
  const decline = (call: AskedCall) => (call.prompt.includes('Is this line a question?') ? YES : REFUSED);
  const evaluate = (...args: string[]) => rbr('evaluate', SAMPLES, '--policy', POLICY, ...model(), ...args);

  it('says first that nearly nothing could be graded, exits with 1, and calls no mean over the rest a macro', async () => {
    await serve(decline);
    const { code, stdout, last } = await evaluate();
    expect(code).toBe(1);
    const [first, second, third] = stdout.split('\n');
    expect(first).toBe('Nothing could be graded.');
    expect(second).toMatch(/^\d+ of \d+ answers are missing: \d+ refused\.$/);
    expect(third).toMatch(/^91 of 91 completions have no verdict/);
    expect(last).toContain('91 of 91 completions have no verdict');
    // The one that the policy computes is measured; the others stand there without figures.
    expect(stdout).toMatch(/^brief +91 +\d+ +0 +77 +1\.000/m);
    expect(stdout).toMatch(/^refuses +0 +0 +91 +0 +– +–/m);
    expect(stdout).toMatch(/^no macro: answers to 1 of \d+ with 5\+ positives +–/m);
    expect(stdout).not.toMatch(/^macro/m);
    expect(stdout).toContain('class accuracy – on 0 of 91');
  });

  it('has the counts in JSON, in the HTML report too, and misses a limit on a figure that is not there', async () => {
    await serve(decline);
    const { code, stdout, stderr } = await evaluate('--format', 'json', '--fail-under', 'auroc=0.1');
    expect(code).toBe(1);
    const document = JSON.parse(stdout);
    expect(Object.keys(document).slice(0, 4)).toEqual(['schemaVersion', 'missing', 'unreadable', 'answers']);
    const { missing, answers, propositions, macro, classes } = document;
    expect(missing).toBe(91);
    expect(answers.reasons).toEqual({ refused: answers.missing });
    expect(propositions.refuses).toMatchObject({ n: 0, labelled: 91, missing: 91, auroc: null });
    expect(propositions.brief).toMatchObject({ n: 91, labelled: 91, missing: 0, accuracy: 1 });
    expect(macro).toMatchObject({ auroc: null, propositions: 1 });
    expect(macro.of).toBeGreaterThan(5);
    expect(classes).toMatchObject({ n: 0, of: 91, accuracy: null });
    expect(document.safety).toBeUndefined();
    expect(stderr).toContain('auroc=0.1 is not reached: not measured (no macro: answers to 1 of');
    const html = await evaluate('--format', 'html', '--allow-missing', '91');
    expect([html.code, html.stdout]).toEqual([0, expect.stringContaining('Nothing could be graded.')]);
  });

  it('gives the figures of what is there with how many they are over', async () => {
    // Every third completion is not read.
    await serve((call) => {
      const said = /\d+/.exec(call.prompt.match(/Text of c(\d+)/)?.[0] ?? '');
      return said && Number(said[0]) % 3 === 0 ? MAYBE : good(call);
    });
    const rows = Array.from({ length: 12 }, (_, index) =>
      row(`c${index}`, { class: 'good', propositions: { polite: index % 2 === 0, judges: false } }),
    );
    await write('in.jsonl', ...rows);
    const args = ['evaluate', at('in.jsonl'), '--policy', at('p.rbr.yaml'), ...model(), '--format', 'json'];
    const { code, stdout } = await rbr(...args);
    expect(code).toBe(1);
    const { missing, answers, propositions, macro, classes } = JSON.parse(stdout);
    expect([missing, answers]).toEqual([4, { of: 24, missing: 8, reasons: { unreadable: 8 } }]);
    expect(propositions.polite).toMatchObject({ n: 8, positives: 4, labelled: 12, missing: 4 });
    expect(classes).toMatchObject({ n: 8, of: 12, accuracy: 1 });
    expect(macro).toMatchObject({ propositions: 1, of: 1, accuracy: 0.5 });
  });
});

describe('rbr fit where answers are missing', () => {
  const labelled = (id: string, prompt: string, polite: boolean | undefined, judges = false) =>
    row(id, {
      prompt: [{ role: 'user', content: prompt }],
      class: judges ? 'rude' : polite === false ? 'curt' : 'good',
      propositions: { judges, ...(polite !== undefined && { polite }) },
    });
  const fitted = (...args: string[]) =>
    rbr('fit', '--policy', at('p.rbr.yaml'), '--samples', at('in.jsonl'), '--no-base-reward', ...args);

  it('exits with 1 where a ranked completion has no grade, or a line is not read, and counts both', async () => {
    await write(
      'in.jsonl',
      labelled('a', 'One?', true),
      labelled('b', 'One?', false),
      labelled('c', 'One?', undefined),
      labelled('d', 'Two?', true),
      labelled('e', 'Two?', false, true),
      '{"id": "torn',
    );
    const { code, stdout, last } = await fitted('--format', 'json');
    expect([code, JSON.parse(stdout)]).toEqual([1, expect.objectContaining({ missing: 1, unreadable: 1 })]);
    expect(last).toBe(
      'Not fitted on: 1 ranked completion without what the reward needs; 1 line of input unreadable.',
    );
    expect((await fitted('--allow-missing', '2')).code).toBe(0);
  });
});
