import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labelJudge } from '../support/label-judge.ts';
import { POLICY_TEXT } from '../support/model-run.ts';
import {
  type AskedCall,
  type ModelServer,
  type ModelServerOptions,
  startModelServer,
} from '../support/model-server/model-server.ts';
import { type RunOptions, runRbr } from '../support/run-rbr.ts';

let folder: string;
let server: ModelServer | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-grade-'));
  await writeFile(at('p.rbr.yaml'), POLICY_TEXT);
});
afterEach(async () => {
  expect(server?.schemaProblems ?? []).toEqual([]);
  await server?.close();
  server = undefined;
  await rm(folder, { recursive: true });
});

const at = (name: string) => join(folder, name);
const row = (id: string, text = `Text of ${id}.`) =>
  JSON.stringify({
    id,
    response_type: 'comply',
    prompt: [{ role: 'user', content: 'Hello?' }],
    completion: text,
  });
const write = (name: string, ...rows: string[]) => writeFile(at(name), `${rows.join('\n')}\n`);
const ids = (count: number) => Array.from({ length: count }, (_, n) => `i${n}`);

const politely = ({ prompt }: AskedCall) => ({
  logprobs: prompt.includes('Is it polite?') ? { yes: 0.9, no: 0.1 } : { no: 0.9, yes: 0.1 },
});
const isProbe = ({ prompt }: AskedCall) => prompt.includes('Does the completion greet the user?');
async function serve(options: Partial<ModelServerOptions> = {}) {
  server = await startModelServer({ answer: politely, ...options });
  return server;
}

/** Grades `in.jsonl`; each test remembers its own answers. */
const grade = (args: readonly string[] = [], { env, ...options }: RunOptions = {}) =>
  runRbr(
    [
      ...['grade', at('in.jsonl'), '--policy', at('p.rbr.yaml'), '--grader', 'openai', '--model', 'judge-1'],
      ...(server ? ['--base-url', server.baseUrl] : []),
      ...args,
    ],
    {
      env: { RBR_CACHE_DIR: at('cache'), OPENAI_API_KEY: undefined, RBR_API_KEY: undefined, ...env },
      ...options,
    },
  );
const intoFile = (...args: string[]) => grade(['--out', at('out.jsonl'), ...args]);
const lines = async (name = 'out.jsonl') =>
  (await readFile(at(name), 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
const idsOf = async () => (await lines()).map(({ id }) => id);

describe('rbr grade --grader openai', () => {
  it('writes a line per completion in the order of the input, and says what it took', async () => {
    await serve({ latencyMs: 5 });
    await write('in.jsonl', ...ids(40).map((id) => row(id)));
    const { code, stdout, stderr } = await grade(['--price', '1,2']);
    expect(code).toBe(0);
    const graded = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(graded.map(({ id }) => id)).toEqual(ids(40));
    expect(graded[0]).toMatchObject({
      responseType: 'comply',
      predictedClass: 'good',
      propositions: {
        polite: { mode: 'logprobs', coverage: expect.closeTo(1, 6), p: expect.closeTo(0.9, 6) },
      },
    });
    expect(graded[0].classes.good).toBeCloseTo(0.81, 6);
    expect(stderr).toMatch(/40 completions graded; 81 calls, .* tokens, \$0\.\d+; 0 answers from the cache/);
    expect(server?.calls).toHaveLength(81);
    expect(server?.maxInFlight).toBeGreaterThan(4);
  });

  it('says before what it would take, and asks nothing for that', async () => {
    await serve();
    await write('in.jsonl', ...ids(3).map((id) => row(id)));
    const { code, stdout } = await grade(['--dry-run', '--price', '1000,0']);
    expect(code).toBe(0);
    const plan = JSON.parse(stdout);
    expect(plan).toMatchObject({ schemaVersion: 1, dryRun: true, completions: 3, calls: 6, cached: 0 });
    expect(plan.costUsd).toBeCloseTo(plan.inputTokens / 1000, 9);
    expect(server?.calls).toEqual([]);
  });

  it('grades all the same where answers cannot be kept, and says so', async () => {
    await serve();
    await write('in.jsonl', row('i0'));
    await writeFile(at('no-folder'), '');
    const { code, stderr } = await grade([], { env: { RBR_CACHE_DIR: at('no-folder') } });
    expect([code, stderr]).toEqual([0, expect.stringMatching(/for this run only: .*RBR_CACHE_DIR/)]);
  });

  it('makes an error of one item an error on its line', async () => {
    await serve({ answer: (call) => (call.prompt.includes('of i1.') ? { status: 400 } : politely(call)) });
    await write('in.jsonl', row('i0'), row('i1'), row('i2'));
    const { code } = await intoFile();
    expect(code).toBe(1);
    const [i0, i1, i2] = await lines();
    expect([i0.predictedClass, i1.predictedClass, i2.predictedClass]).toEqual(['good', null, 'good']);
    expect(i1.errors).toEqual([
      { proposition: 'polite', message: expect.stringContaining('did not work'), retry: true },
      { proposition: 'judges', message: expect.any(String), retry: true },
    ]);
    expect(i1.propositions.polite).toEqual({ p: null, mode: 'logprobs', missing: 'failed' });
  });

  it('asks only what decides the class, and says what it left out', async () => {
    await serve({ answer: () => ({ logprobs: { yes: 0.99, no: 0.01 } }) });
    await write('in.jsonl', row('i0'));
    await intoFile('--ask', 'deciding');
    const [line] = await lines();
    expect(line).toMatchObject({
      predictedClass: 'rude',
      propositions: { polite: { p: null, mode: 'unasked' } },
    });
    expect(line.errors).toBeUndefined();
    expect(server?.calls.filter((call) => !isProbe(call))).toHaveLength(1);
  });
});

describe('a model in the other commands', () => {
  const model = () => ['--grader', 'openai', '--model', 'judge-1', '--base-url', server?.baseUrl ?? ''];
  const env = () => ({ RBR_CACHE_DIR: at('cache'), OPENAI_API_KEY: undefined, RBR_API_KEY: undefined });
  const POLICY = 'samples/four-areas.rbr.yaml';

  it('is evaluated against the labels, and fitted on, without asking twice', async () => {
    await serve({ answer: labelJudge('samples') });
    const samples = 'samples/self-harm.samples.yaml';
    const evaluated = await runRbr(
      ['evaluate', samples, '--policy', POLICY, '--format', 'json', '--concurrency', '32', ...model()],
      { env: env() },
    );
    expect(evaluated.code).toBe(0);
    const { macro, classes, grader } = JSON.parse(evaluated.stdout);
    expect(macro).toMatchObject({ accuracy: 1, auroc: 1 });
    expect(classes.accuracy).toBe(1);
    expect(grader).toMatchObject({ kind: 'openai', summary: expect.stringContaining('log probabilities') });
    const calls = server?.calls.length;
    const fitted = await runRbr(
      ['fit', '--policy', POLICY, '--samples', samples, '--format', 'json', ...model()],
      { env: env() },
    );
    expect(fitted.code).toBe(0);
    expect(JSON.parse(fitted.stdout).responseTypes.safe_refuse.dualityGap).toBeLessThan(1e-4);
    expect(server?.calls).toHaveLength(calls ?? -1);
  });
});

describe('limits and keys of a run', () => {
  it('ends at the limit with 2, keeps what was graded, and goes on from there', async () => {
    await serve({ latencyMs: 2 });
    await write('in.jsonl', ...ids(20).map((id) => row(id)));
    const first = await intoFile('--max-calls', '15', '--concurrency', '2');
    expect([first.code, first.stderr]).toEqual([2, expect.stringMatching(/limit of 15 calls.*--resume/)]);
    expect(server?.calls).toHaveLength(15);
    const there = await idsOf();
    expect(there.length).toBeGreaterThan(3);
    expect(there).toEqual(ids(20).slice(0, there.length));
    const second = await intoFile('--resume');
    expect(second.code).toBe(0);
    expect(await idsOf()).toEqual(ids(20));
    // A probe, and each question once over the two runs.
    expect(server?.calls).toHaveLength(41);
  });

  it.each<[string, string[], Record<string, string>, RegExp]>([
    [
      'a budget without a price',
      ['--budget-usd', '1', '--base-url', 'https://models.example/v1'],
      {},
      /--price/,
    ],
    ['OpenAI without a key', ['--base-url', 'https://api.openai.com/v1'], {}, /OPENAI_API_KEY/],
    ['no address', ['--base-url', 'nowhere'], {}, /--base-url/],
    ['another scheme', ['--base-url', 'ftp://models.example'], {}, /http/],
    ['a price that is none', ['--price', 'cheap'], {}, /0\.4,1\.6/],
    ['votes that are none', ['--votes', '0'], {}, /whole number/],
    ['a file to resume that is not named', ['--resume'], {}, /--out/],
  ])('says what is wrong: %s', async (_, args, env, message) => {
    await write('in.jsonl', row('i0'));
    const { code, stdout, stderr } = await grade(args, { env });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('sends a key to the address that it is for, and to no other', async () => {
    await serve();
    await write('in.jsonl', row('i0'));
    const sent = async (env: Record<string, string>) => {
      await rm(at('cache'), { recursive: true, force: true });
      const { code } = await grade([], { env });
      expect(code).toBe(0);
      return server?.calls.at(-1)?.headers.authorization;
    };
    expect(await sent({})).toBeUndefined();
    expect(await sent({ RBR_API_KEY: 'for-this-one' })).toBe('Bearer for-this-one');
    // This machine only; see `keyFor`.
    expect(await sent({ OPENAI_API_KEY: 'of-openai' })).toBe('Bearer of-openai');
    // Nothing of it is left behind.
    for (const file of (await readdir(at('cache'))).map((name) => join(at('cache'), name)))
      expect((await readFile(file)).includes('of-openai')).toBe(false);
    const elsewhere = { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', RBR_API_KEY: 'k' };
    expect(await sent(elsewhere)).toBe('Bearer k');
  });
});

describe('rbr grade --resume', () => {
  it('cuts off a torn last line, and does again only what is not there', async () => {
    await serve();
    await write('in.jsonl', ...ids(6).map((id) => row(id)));
    await intoFile();
    const whole = await readFile(at('out.jsonl'), 'utf8');
    await writeFile(at('out.jsonl'), whole.slice(0, whole.indexOf('"i4"') + 30));
    const { stderr } = await intoFile('--resume');
    expect(stderr).toContain('2 completions graded; 4 were there already');
    expect(await readFile(at('out.jsonl'), 'utf8')).toBe(whole);
  });

  it('grades changed completions anew in place of their lines, keeps those of other files, and takes twins for two', async () => {
    await serve();
    await write('in.jsonl', row('a'), row('b'), row('twin', 'Same.'), row('twin', 'Same.'));
    await intoFile();
    await write('in.jsonl', row('b', 'Another text.'), row('c'), row('twin', 'Same.'), row('twin', 'Same.'));
    const { stderr } = await intoFile('--resume');
    expect(stderr).toContain('2 completions graded; 2 were there already');
    expect((await idsOf()).sort()).toEqual(['a', 'b', 'c', 'twin', 'twin']);
    expect(new Set((await lines()).map(({ sample }) => sample)).size).toBe(4);
  });

  it('asks again for what failed for a reason that may pass', async () => {
    let isDown = true;
    await serve({
      answer: (call) => (isDown && call.prompt.includes('of i1.') ? { status: 400 } : politely(call)),
    });
    await write('in.jsonl', row('i0'), row('i1'));
    await intoFile();
    isDown = false;
    const calls = server?.calls.length ?? 0;
    await intoFile('--resume');
    const graded = await lines();
    expect(graded.map(({ id, errors }) => [id, errors])).toEqual([
      ['i0', undefined],
      ['i1', undefined],
    ]);
    expect(server?.calls.length).toBe(calls + 2);
  });

  it('never mixes two graders, and goes on with files of its own only', async () => {
    await serve();
    await write('in.jsonl', row('i0'));
    await intoFile();
    const before = await readFile(at('out.jsonl'), 'utf8');
    const other = await intoFile('--resume', '--mode', 'votes');
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('Two are never mixed')]);
    expect(await readFile(at('out.jsonl'), 'utf8')).toBe(before);
    await write('out.jsonl', '{"name": "something else"}', '{"name": "altogether"}');
    const foreign = await intoFile('--resume');
    expect([foreign.code, foreign.stderr]).toEqual([2, expect.stringContaining('out.jsonl:1 is no line')]);
  });

  it('ends in order when it is interrupted: whole lines, 130, and it goes on', async () => {
    await serve({ latencyMs: 20 });
    await write('in.jsonl', ...ids(60).map((id) => row(id)));
    const interrupted = await grade(['--out', at('out.jsonl'), '--concurrency', '4'], {
      onStart: (child) => {
        const timer = setInterval(() => {
          if ((server?.calls.length ?? 0) < 30) return;
          clearInterval(timer);
          child.kill('SIGINT');
        }, 5);
      },
    });
    expect([interrupted.code, interrupted.stderr]).toEqual([130, expect.stringContaining('Interrupted.')]);
    const there = await idsOf();
    expect(there).toEqual(ids(60).slice(0, there.length));
    expect(there.length).toBeLessThan(60);
    await intoFile('--resume');
    expect(await idsOf()).toEqual(ids(60));
  });

  it('waits for no other run that writes the same file, but says which', async () => {
    await serve();
    await write('in.jsonl', row('i0'));
    await writeFile(at('out.jsonl.lock'), String(process.pid));
    const { code, stderr } = await intoFile();
    expect([code, stderr]).toEqual([2, expect.stringContaining(`process ${process.pid}`)]);
    // One that is gone holds nothing.
    await writeFile(at('out.jsonl.lock'), '999999999');
    expect((await intoFile()).code).toBe(0);
  });
});
