import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { POLICY_TEXT } from '../support/model-run.ts';
import {
  type AskedCall,
  type ModelServer,
  type Reply,
  startModelServer,
} from '../support/model-server/model-server.ts';
import { runRbr } from '../support/run-rbr.ts';

const COMPLETIONS = 30;
/** Two propositions are asked about, and one probe is made. */
const QUESTIONS = 2 * COMPLETIONS;

let folder: string;
let servers: ModelServer[];
beforeEach(async () => {
  servers = [];
  folder = await mkdtemp(join(tmpdir(), 'rbr-failures-'));
  await writeFile(join(folder, 'p.rbr.yaml'), POLICY_TEXT);
  const rows = Array.from({ length: COMPLETIONS }, (_, n) => ({
    id: `i${n}`,
    response_type: 'comply',
    prompt: [{ role: 'user', content: 'Hello?' }],
    completion: `Text number ${n}.`,
    labels: { polite: n % 2 === 0, judges: false },
  }));
  await writeFile(join(folder, 'in.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
});
afterEach(async () => {
  for (const server of servers) await server.close();
  await rm(folder, { recursive: true });
});

const yes: Reply = { logprobs: { Yes: 0.9, No: 0.1 } };
const isProbe = ({ prompt }: AskedCall) => !prompt.includes('Text number');

async function serve(answer: (call: AskedCall) => Reply, latencyMs = 0): Promise<ModelServer> {
  const server = await startModelServer({ answer, latencyMs });
  servers.push(server);
  return server;
}

const rbr = (command: 'grade' | 'evaluate', server: ModelServer, more: readonly string[] = []) =>
  runRbr(
    [
      ...[command, join(folder, 'in.jsonl'), '--policy', join(folder, 'p.rbr.yaml')],
      ...['--grader', 'openai', '--model', 'judge-1', '--base-url', server.baseUrl],
      ...(command === 'grade' ? ['--out', join(folder, 'out.jsonl')] : []),
      ...more,
    ],
    { env: { RBR_CACHE_DIR: join(folder, 'cache'), RBR_API_KEY: 'k', OPENAI_API_KEY: undefined } },
  );
const lines = async () =>
  (await readFile(join(folder, 'out.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const callsSaid = (stderr: string) => Number(/(\d+) calls,/.exec(stderr)?.[1]);

describe('a run that stops at its limit in the middle of completions', () => {
  it.each(['grade', 'evaluate'] as const)(
    '%s counts and keeps every answer that was paid',
    async (command) => {
      const server = await serve(() => yes, 100);
      const { stderr, code } = await rbr(command, server, ['--max-calls', '33', '--concurrency', '16']);
      expect(code).toBe(2);
      expect(stderr).toMatch(/The limit of 33 calls is reached/);
      expect(server.calls).toHaveLength(33);
      expect(callsSaid(stderr)).toBe(33);
      // The next run asks only what is left: nothing that was paid is asked again.
      const next = await rbr(command, server, command === 'grade' ? ['--resume'] : []);
      expect(next.code).toBe(0);
      expect(server.calls.filter((call) => !isProbe(call))).toHaveLength(QUESTIONS);
      expect(new Set(server.calls.map(({ prompt }) => prompt)).size).toBe(server.calls.length);
    },
  );
});

describe('a wait that a server asks for', () => {
  const HOUR = 3600;
  it.each<[string, Record<string, string>]>([
    ['two hours', { 'retry-after': String(2 * HOUR) }],
    ['a date', { 'retry-after': new Date(Date.now() + 2 * HOUR * 1000).toUTCString() }],
    ['seconds since 1970', { 'retry-after': String(Math.round(Date.now() / 1000) + 2 * HOUR) }],
    ['milliseconds since 1970', { 'retry-after-ms': String(Date.now() + 2 * HOUR * 1000) }],
    [
      'the reset of an allowance',
      { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '23h59m0s' },
    ],
  ])('of %s ends the run, which says until when, and goes on from there', async (_, headers) => {
    let isClosed = true;
    const refusal: Reply = { status: 429, error: { message: 'Slow down, please.' }, headers };
    const server = await serve((call) => (isClosed && call.number > 20 ? refusal : yes));
    const { stderr, code } = await rbr('grade', server);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /takes no calls until (?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d: 429 Slow down, please\. .*--resume/,
    );
    expect(stderr).not.toContain('Warning');
    isClosed = false;
    const next = await rbr('grade', server, ['--resume']);
    expect(next.code).toBe(0);
    expect(await lines()).toHaveLength(COMPLETIONS);
    const paid = server.calls.filter((call) => !isProbe(call)).map(({ prompt }) => prompt);
    expect(new Set(paid).size).toBe(QUESTIONS);
  });

  it.each(['-1', '99999999999999999', 'soon', '1e999', 'Infinity'])(
    'of %j is not waited for',
    async (written) => {
      let refused = 0;
      const headers = { 'retry-after': written };
      const server = await serve((call) =>
        !isProbe(call) && refused++ === 0 ? { status: 429, error: { message: 'Slow.' }, headers } : yes,
      );
      const { stderr, code } = await rbr('grade', server);
      expect(code).toBe(0);
      expect(stderr).not.toContain('Warning');
      expect(await lines()).toHaveLength(COMPLETIONS);
    },
  );

  it.each(['23h59m0s', String(Math.round(Date.now() / 1000) + 86_000), '1d2h3m4s5ms'])(
    'in the headers of an answer, %s away, is no reason to stand still while answers come',
    async (reset) => {
      const headers = {
        'x-ratelimit-limit-requests': '20',
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': reset,
      };
      const server = await serve(() => ({ logprobs: { Yes: 0.9, No: 0.1 }, headers }));
      const { stderr, code } = await rbr('grade', server);
      expect(code).toBe(0);
      expect(stderr).not.toContain('Warning');
      expect(await lines()).toHaveLength(COMPLETIONS);
    },
  );

  it('that is short is kept, and said', async () => {
    let refused = 0;
    const headers = { 'retry-after': '6' };
    const server = await serve((call) =>
      !isProbe(call) && refused++ === 0 ? { status: 429, error: { message: 'Slow down.' }, headers } : yes,
    );
    const begun = performance.now();
    const { stderr, code } = await rbr('grade', server);
    expect(performance.now() - begun).toBeGreaterThan(6_000);
    expect(code).toBe(0);
    expect(stderr.match(/waiting \d s, until \d\d:\d\d:\d\d: 429 Slow down\./g)).toHaveLength(1);
  });
});

describe('what failed for the moment', () => {
  const message = { role: 'assistant', content: '' };
  it.each<[string, Reply]>([
    ['an empty answer', { raw: JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }] }) }],
    [
      'an error in the choice',
      { raw: JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'error' }] }) },
    ],
    [
      'an answer cut off',
      { raw: JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'length' }] }) },
    ],
    ['a firewall', { raw: '<html><body>Blocked</body></html>', contentType: 'text/html', httpStatus: 403 }],
    [
      'an overloaded provider inside a 200',
      { raw: JSON.stringify({ error: { code: 502, message: 'Down.' } }) },
    ],
  ])('%s: is counted, and asked again by --resume', async (_, reply) => {
    let isIll = true;
    const isItsTurn = ({ prompt }: AskedCall) => isIll && /number (?:3|7)\./.test(prompt);
    const server = await serve((call) => (isItsTurn(call) ? reply : yes));
    const first = await rbr('grade', server);
    expect(first.code).toBe(1);
    const graded = await lines();
    expect(graded).toHaveLength(COMPLETIONS);
    expect(graded.filter(({ errors }) => errors).map(({ id }) => id)).toEqual(['i3', 'i7']);
    isIll = false;
    const asked = server.calls.length;
    const next = await rbr('grade', server, ['--resume']);
    expect(next.code).toBe(0);
    expect(server.calls).toHaveLength(asked + 4);
    expect((await lines()).filter(({ errors }) => errors)).toEqual([]);
  });
});

describe('a firewall before the first completion', () => {
  it('stops no run, however often that is resumed, once the model has answered', async () => {
    const blocked: Reply = {
      raw: '<html><body>Sorry, you have been blocked</body></html>',
      contentType: 'text/html',
      httpStatus: 403,
    };
    const server = await serve((call) => (/number 0\./.test(call.prompt) ? blocked : yes));
    for (let times = 1; times <= 3; times++) {
      const { code, stderr } = await rbr('grade', server, times > 1 ? ['--resume'] : []);
      expect({ code, stderr }).toMatchObject({
        code: 1,
        stderr: expect.not.stringMatching(/does not allow/),
      });
      expect(await lines()).toHaveLength(COMPLETIONS);
    }
    const [failed, ...more] = (await lines()).filter(({ errors }) => errors);
    expect(more).toEqual([]);
    expect(failed.errors[0].message).toContain('403 text/html: Sorry, you have been blocked');
  });
});
