/** What `rbr grade --out` writes over, goes on with, and leaves alone. */
import { link, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { POLICY_TEXT } from '../support/model-run.ts';
import {
  type AskedCall,
  type ModelServer,
  type Reply,
  startModelServer,
} from '../support/model-server/model-server.ts';
import { runRbr } from '../support/run-rbr.ts';

let folder: string;
let server: ModelServer;
let answer: (call: AskedCall) => Reply;
const yes: Reply = { logprobs: { yes: 0.9, no: 0.1 } };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-out-'));
  answer = () => yes;
  server = await startModelServer({ answer: (call) => answer(call) });
  await writeFile(at('p.rbr.yaml'), POLICY_TEXT);
  await writeFile(at('in.jsonl'), ['a', 'b', 'c'].map(row).join(''));
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const at = (name: string) => join(folder, name);
const row = (id: string) =>
  `${JSON.stringify({ id, response_type: 'comply', prompt: 'Hello?', completion: `Text of ${id}.` })}\n`;
const grade = (...args: string[]) =>
  runRbr(
    [
      ...['grade', at('in.jsonl'), '--policy', at('p.rbr.yaml'), '--grader', 'openai', '--model', 'm'],
      ...['--base-url', server.baseUrl, ...args],
    ],
    { env: { RBR_CACHE_DIR: at('cache') } },
  );
const lines = async (name = 'out.jsonl') =>
  (await readFile(at(name), 'utf8'))
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

describe('an output that is an input', () => {
  it.each<[string, () => Promise<string>]>([
    ['by its name', async () => at('in.jsonl')],
    ['by a symbolic link', () => symlink(at('in.jsonl'), at('link')).then(() => at('link'))],
    ['by another name of the same file', () => link(at('in.jsonl'), at('twin')).then(() => at('twin'))],
    ['as the policy', async () => at('p.rbr.yaml')],
  ])('%s is refused, and stays', async (_, name) => {
    const out = await name();
    const before = await readFile(out, 'utf8');
    for (const more of [[], ['--resume']]) {
      const { code, stderr } = await grade('--out', out, ...more);
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining(`--out ${out} is one of the files that are read`),
      ]);
    }
    expect(await readFile(out, 'utf8')).toBe(before);
    expect(server.calls).toEqual([]);
  });

  it('is refused by the other commands too', async () => {
    const before = await readFile('samples/four-areas.rbr.yaml', 'utf8');
    const policy = at('four.rbr.yaml');
    await writeFile(policy, before);
    const samples = 'samples/self-harm.samples.yaml';
    for (const args of [
      ['fit', '--policy', policy, '--samples', samples, '--out', policy],
      ['evaluate', samples, '--policy', policy, '--grader', 'labels', '--out', policy],
      ['evaluate', samples, '--policy', policy, '--grader', 'labels', '--save', policy],
      ['import', at('in.jsonl'), '--out', at('in.jsonl'), '--force'],
    ]) {
      const { code, stderr } = await runRbr(args);
      expect([args[0], code, stderr]).toEqual([
        args[0],
        2,
        expect.stringContaining('is one of the files that are read'),
      ]);
    }
    expect(await readFile(policy, 'utf8')).toBe(before);
  });
});

describe('what is in the file already', () => {
  it('grades of a model are never replaced: it says how to go on, before it asks anything', async () => {
    await grade('--out', at('out.jsonl'));
    const before = await readFile(at('out.jsonl'), 'utf8');
    const calls = server.calls.length;
    const { code, stderr } = await grade('--out', at('out.jsonl'), '--max-calls', '1000');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/has grades of a model.*--resume/)]);
    expect(await readFile(at('out.jsonl'), 'utf8')).toBe(before);
    expect(server.calls).toHaveLength(calls);
  });

  it('stays where the command could read nothing', async () => {
    await writeFile(at('out.jsonl'), 'mine\n');
    await writeFile(at('empty.jsonl'), '');
    for (const [samples, policy] of [
      ['typo.jsonl', 'p.rbr.yaml'],
      ['empty.jsonl', 'p.rbr.yaml'],
      ['in.jsonl', 'typo.rbr.yaml'],
    ] as const) {
      const args = [
        'grade',
        at(samples),
        '--policy',
        at(policy),
        '--grader',
        'labels',
        '--out',
        at('out.jsonl'),
      ];
      expect((await runRbr(args)).code).toBe(2);
      expect(await readFile(at('out.jsonl'), 'utf8')).toBe('mine\n');
    }
  });

  it('`--resume` changes nothing in a file that is not its own', async () => {
    const text = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.json(),
      fc.constantFrom('{"id":"x"}', '{"id": "x", "sample": 3}\n', 'a\nb', '[1]\n{"id":"'),
    );
    await fc.assert(
      fc.asyncProperty(text, async (content) => {
        await writeFile(at('out.jsonl'), content);
        const { code, stderr } = await grade('--out', at('out.jsonl'), '--resume');
        // The beginning of a line of its own may be anybody's.
        if ('{"id":"'.startsWith(content)) return;
        expect([code, stderr]).toEqual([2, expect.stringContaining('is no line of')]);
        expect(await readFile(at('out.jsonl'), 'utf8')).toBe(content);
      }),
      { numRuns: 12 },
    );
  });
});

describe('`--resume` asks again', () => {
  it.each<[string, Reply, number]>([
    ['what failed', { status: 400, error: { message: 'Not now.' } }, 1],
    ['what was unreadable', { content: 'It depends on the moon.', logprobs: { It: 1 } } as Reply, 1],
    ['what was empty', { content: '' }, 1],
    ['what was cut', { content: '', finishReason: 'length' }, 1],
    ['not what was refused', { content: '', refusal: 'I will not judge this.' }, 0],
  ])('%s', async (_, reply, again) => {
    answer = ({ prompt }) => (prompt.includes('Text of b.') && prompt.includes('polite') ? reply : yes);
    await grade('--out', at('out.jsonl'));
    expect((await lines()).map(({ id, propositions }) => [id, propositions.polite.p])).toEqual([
      ['a', 0.9],
      ['b', null],
      ['c', 0.9],
    ]);
    answer = () => yes;
    const calls = server.calls.length;
    await grade('--out', at('out.jsonl'), '--resume');
    expect(server.calls.length - calls).toBe(again);
    const after = await lines();
    expect(after.map(({ id }) => id).sort()).toEqual(['a', 'b', 'c']);
    expect(after.find(({ id }) => id === 'b').propositions.polite.p).toBe(again ? 0.9 : null);
  });
});

describe('the lock', () => {
  it('of a process that is gone is taken over; of another machine it is not', async () => {
    const lock = at('out.jsonl.lock');
    await writeFile(lock, `999999999 ${hostname()}`);
    expect((await grade('--out', at('out.jsonl'))).code).toBe(0);
    await writeFile(lock, '999999999 another-machine');
    const { code, stderr } = await grade('--out', at('out.jsonl'), '--resume');
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/process 999999999 on another-machine.*remove/),
    ]);
    expect(await readFile(lock, 'utf8')).toBe('999999999 another-machine');
    await rm(lock);
    expect((await readdir(folder)).sort()).toEqual(['cache', 'in.jsonl', 'out.jsonl', 'p.rbr.yaml']);
  });

  it('lets one of many go on at a time, also over a dead one', async () => {
    await writeFile(at('out.jsonl.lock'), `999999999 ${hostname()}`);
    const runs = await Promise.all(
      Array.from({ length: 4 }, () => grade('--out', at('out.jsonl'), '--resume')),
    );
    for (const { code, stderr } of runs) expect([code, stderr]).toEqual([0, expect.anything()]);
    expect((await lines()).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(runs.map(({ stderr }) => stderr).join('')).toContain('3 were there already');
  });
});
