import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startMcp } from '../support/mcp-client.ts';
import { POLICY_TEXT } from '../support/model-run.ts';
import { type ModelServer, startModelServer } from '../support/model-server/model-server.ts';
import { runRbr } from '../support/run-rbr.ts';

const SECRET = 'the-value-of-the-gate';
const FLAGS = [
  ...['--answer-tokens', '64', '--reasoning-effort', 'none'],
  ...['--body', 'chat_template_kwargs.enable_thinking=false', '--body', '{"top_p": 0.5}'],
  ...['--header', `X-Gate: ${SECRET}`],
];
const FIELDS = {
  max_tokens: 64,
  reasoning_effort: 'none',
  chat_template_kwargs: { enable_thinking: false },
  top_p: 0.5,
};

let folder: string;
let server: ModelServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-requests-'));
  await writeFile(join(folder, 'p.rbr.yaml'), POLICY_TEXT);
  const rows = [0, 1, 2].map((n) => ({
    id: `i${n}`,
    response_type: 'comply',
    prompt: [{ role: 'user', content: 'Hello?' }],
    completion: `Text ${n}.`,
    labels: { polite: n !== 1, judges: false },
    label: n === 1 ? 'curt' : 'good',
  }));
  await writeFile(join(folder, 'in.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  server = await startModelServer({
    extensions: ['chat_template_kwargs'],
    answer: ({ prompt }) => ({
      logprobs: /polite|Paris|question/i.test(prompt) ? { yes: 0.9, no: 0.1 } : { no: 0.9, yes: 0.1 },
    }),
  });
});
afterEach(async () => {
  expect(server.schemaProblems).toEqual([]);
  await server.close();
  await rm(folder, { recursive: true });
});

const rbr = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runRbr(
    [
      ...args,
      ...['--policy', join(folder, 'p.rbr.yaml'), '--grader', 'openai', '--model', 'judge-1'],
      ...['--base-url', server.baseUrl],
    ],
    { env: { RBR_CACHE_DIR: join(folder, 'cache'), OPENAI_API_KEY: undefined, RBR_API_KEY: 'k', ...env } },
  );
const input = () => join(folder, 'in.jsonl');

function expectFields() {
  expect(server.calls.length).toBeGreaterThan(0);
  for (const { body, headers } of server.calls) {
    expect(body).toMatchObject(FIELDS);
    expect(headers['x-gate']).toBe(SECRET);
  }
}

describe('options of each request', () => {
  it.each([
    ['grade', () => [input()]],
    ['evaluate', () => [input()]],
    ['fit', () => ['--samples', input()]],
    ['doctor', () => []],
  ])('rbr %s sends them, and shows no value of a header', async (command, args) => {
    const { stdout, stderr } = await rbr([command, ...args(), ...FLAGS]);
    expectFields();
    expect(stdout + stderr).not.toContain(SECRET);
  });

  it('come from the environment as well', async () => {
    await rbr(['grade', input()], {
      RBR_ANSWER_TOKENS: '64',
      RBR_REASONING_EFFORT: 'none',
      RBR_BODY: '{"chat_template_kwargs": {"enable_thinking": false}, "top_p": 0.5}',
      RBR_HEADERS: JSON.stringify({ 'X-Gate': SECRET }),
    });
    expectFields();
  });

  it('are what assistants ask with too', async () => {
    const { client, said } = await startMcp(folder, {
      args: [...['--grader', 'openai', '--model', 'judge-1', '--base-url', server.baseUrl], ...FLAGS],
      env: { RBR_API_KEY: 'k', RBR_CACHE_DIR: join(folder, 'cache-mcp') },
    });
    try {
      const prompt = [{ role: 'user', content: 'Hello?' }];
      await client.callTool({
        name: 'rbr_grade',
        arguments: { file: 'p.rbr.yaml', prompt, completion: 'Good day.', responseType: 'comply' },
      });
      expectFields();
      expect(said()).not.toContain(SECRET);
    } finally {
      await client.close();
    }
  });

  it('count in the estimate, which sends nothing', async () => {
    const tokens = async (...flags: string[]) =>
      JSON.parse((await rbr(['grade', input(), '--dry-run', ...flags])).stdout).outputTokens;
    expect(await tokens('--answer-tokens', '640')).toBe(10 * (await tokens('--answer-tokens', '64')));
    expect(server.calls).toEqual([]);
  });

  it('are remembered apart, with no header in the clear in any file', async () => {
    const asked = async (...flags: string[]) => {
      const before = server.calls.length;
      await rbr(['grade', input(), ...flags]);
      return server.calls.length - before;
    };
    const all = await asked(...FLAGS);
    expect(all).toBeGreaterThan(5);
    expect(await asked(...FLAGS)).toBe(0);
    expect(await asked(...FLAGS, '--body', 'top_p=0.6')).toBe(all);
    const cache = join(folder, 'cache');
    for (const name of await readdir(cache))
      expect((await readFile(join(cache, name))).toString('latin1'), name).not.toContain(SECRET);
  });

  it.each([
    [['--body', 'max_tokens=5'], /"max_tokens".*answer tokens/],
    [['--body', 'tier=flex'], /--body 'tier="flex"'/],
    [['--header', SECRET], /Name: value/],
    [['--header', 'Host: x'], /Host belongs to the connection/],
    [['--answer-tokens', '0'], /whole number/],
  ])('%j is a fault of the call: 2, nothing sent, no value repeated', async (flags, said) => {
    const { code, stderr } = await rbr(['grade', input(), ...flags]);
    expect([code, server.calls.length]).toEqual([2, 0]);
    expect(stderr).toMatch(said);
    expect(stderr).not.toContain(SECRET);
  });

  it('the doctor says what of them cannot be', async () => {
    const { code, stdout } = await rbr(['doctor', '--body', 'seed=1', '--format', 'json']);
    const failed = JSON.parse(stdout).steps.find(({ state }: { state: string }) => state === 'failed');
    expect(failed).toMatchObject({ id: 'settings', found: expect.stringMatching(/"seed"/) });
    expect(failed.cure).toMatch(/--body/);
    expect(code).toBe(1);
  });
});
