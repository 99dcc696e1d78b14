import { afterEach, describe, expect, it } from 'vitest';
import { CallError, RunStopped } from '../../server/src/grader/llm/chat/chat.ts';
import { askerOf, completionOf, openRun, type RunOptions } from '../support/model-run.ts';
import {
  type AskedCall,
  type ModelServer,
  type ModelServerOptions,
  type Reply,
  startModelServer,
} from '../support/model-server/model-server.ts';

const servers: ModelServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    expect(server.schemaProblems).toEqual([]);
    await server.close();
  }
});

async function serve(options: ModelServerOptions): Promise<ModelServer> {
  const server = await startModelServer(options);
  servers.push(server);
  return server;
}

const isProbe = ({ prompt }: AskedCall) => prompt.includes('Does the completion greet the user?');
const yes: Reply = { logprobs: { Yes: 0.9, No: 0.1 } };

/** A server on which each call fails so often before it is answered. */
async function failing(failure: Reply, times: number, more: Partial<RunOptions> = {}) {
  const failed = new Map<string, number>();
  const answered: string[] = [];
  const server = await serve({
    answer: (call) => {
      const before = failed.get(call.prompt) ?? 0;
      if (!isProbe(call) && before < times) {
        failed.set(call.prompt, before + 1);
        return failure;
      }
      if (!isProbe(call)) answered.push(call.prompt);
      return yes;
    },
  });
  return { ...(await openRun({ baseUrl: server.baseUrl, timeoutMs: 300, ...more })), server, answered };
}

const error = (status: number, more: object = {}): Reply => ({
  status,
  error: { message: 'Try again.' },
  ...more,
});

/** What may go away, and whether the call may be on the bill although nothing came of it. */
const PASSING: [string, Reply, 'free' | 'maybe charged'][] = [
  ['429 with retry-after', error(429, { headers: { 'retry-after': '0' } }), 'free'],
  ['429 with retry-after-ms', error(429, { headers: { 'retry-after-ms': '3' } }), 'free'],
  ['429 without headers', error(429), 'free'],
  ['500', error(500), 'free'],
  ['503', error(503), 'free'],
  ['502 with a page of HTML', { fault: 'html-502' }, 'free'],
  ['a connection dropped before the answer', { fault: 'drop-before' }, 'maybe charged'],
  ['a connection dropped in the answer', { fault: 'drop-during' }, 'maybe charged'],
  ['a truncated body', { fault: 'truncate' }, 'maybe charged'],
  ['a malformed body', { fault: 'malformed' }, 'maybe charged'],
  ['an empty body', { fault: 'empty' }, 'maybe charged'],
  ['silence', { fault: 'silence' }, 'maybe charged'],
];

describe('what may go away', () => {
  it.each(PASSING)('%s: tried again, answered once, counted once', async (_, failure, bill) => {
    const { grader, asker, answered } = await failing(failure, 2);
    const before = asker.caller.meter.spent;
    const grades = await grader.grade(completionOf('Good day.'));
    expect(Object.values(grades).map(({ p }) => p)).toEqual([0.9, 0.9]);
    expect(answered).toHaveLength(2);
    const { calls, uncertain, turnedAway } = asker.caller.meter.spent;
    expect(uncertain - before.uncertain).toBe(bill === 'free' ? 0 : 4);
    expect(turnedAway - before.turnedAway).toBe(bill === 'free' ? 4 : 0);
    expect(calls - before.calls).toBe(2 + (bill === 'free' ? 0 : 4));
  });

  it.each(PASSING)('%s for ever: an error of that item alone, and never a no', async (_, failure) => {
    const server = await serve({
      answer: (call) => (call.prompt.includes('doomed') && !isProbe(call) ? failure : yes),
    });
    const { grader } = await openRun({ baseUrl: server.baseUrl, timeoutMs: 1_000, attempts: 2 });
    const texts = ['one', 'two', 'doomed', 'four'];
    const [one, two, doomed, four] = await Promise.all(texts.map((text) => grader.grade(completionOf(text))));
    for (const grades of [one, two, four])
      expect(Object.values(grades ?? {}).map(({ p }) => p)).toEqual([0.9, 0.9]);
    for (const grade of Object.values(doomed ?? {})) {
      expect(grade).toMatchObject({ p: null, missing: 'failed' });
      expect(grade.note).not.toBe('');
    }
    // What failed is not remembered: it is asked again the next time.
    expect(await grader.known(completionOf('doomed'))).toBeUndefined();
  });
});

describe('what does not go away', () => {
  it.each<[string, Reply, RunStopped['reason']]>([
    ['a key that is not accepted', error(401), 'credentials'],
    [
      'an account without credit',
      { status: 429, error: { message: 'No credit.', code: 'insufficient_quota' } },
      'quota',
    ],
    ['an unknown model', error(404), 'address'],
    ['a redirect', { fault: 'redirect', to: 'http://127.0.0.1:9/v1/chat/completions' }, 'address'],
  ])('%s ends the run at once', async (_, reply, reason) => {
    const server = await serve({ answer: () => reply });
    const failure = await openRun({ baseUrl: server.baseUrl }).catch((each: unknown) => each);
    expect(failure).toBeInstanceOf(RunStopped);
    expect(failure).toMatchObject({ reason });
    expect(server.calls).toHaveLength(1);
  });

  it('a request that the server rejects is an error of its item', async () => {
    const server = await serve({
      answer: (call) => (call.prompt.includes('too long') ? error(400) : yes),
    });
    const { grader } = await openRun({ baseUrl: server.baseUrl });
    const grades = await grader.grade(completionOf('far too long'));
    expect(grades.polite).toMatchObject({
      p: null,
      missing: 'failed',
      note: expect.stringContaining('Try again.'),
    });
    expect((await grader.grade(completionOf('short'))).polite?.p).toBe(0.9);
  });

  it('an address that is down ends the run instead of failing every item', async () => {
    const server = await startModelServer({ answer: () => yes });
    const { grader } = await openRun({ baseUrl: server.baseUrl, attempts: 2 });
    await server.close();
    let failedItems = 0;
    const outcome = await (async () => {
      for (let n = 0; n < 100; n++) {
        await grader.grade(completionOf(`text ${n}`));
        failedItems++;
      }
    })().catch((each: unknown) => each);
    expect(outcome).toMatchObject({ reason: 'address' });
    expect(failedItems).toBeLessThan(20);
  });
});

describe('rate limits', () => {
  const texts = Array.from({ length: 40 }, (_, n) => `text ${n}`);
  it.each([
    ['by headers', { headers: true, retryAfter: true }],
    ['without a header', { headers: false, retryAfter: false }],
  ])('are kept %s: all is answered, once each, without a storm of refusals', async (_, say) => {
    const prompts: string[] = [];
    const server = await serve({
      answer: ({ prompt }) => {
        prompts.push(prompt);
        return yes;
      },
      latencyMs: 5,
      rateLimit: { requests: { limit: 25, windowMs: 300 }, ...say },
    });
    const { grader, asker } = await openRun({ baseUrl: server.baseUrl, concurrency: 32, attempts: 12 });
    const graded = await Promise.all(texts.map((text) => grader.grade(completionOf(text))));
    expect(graded.every((grades) => Object.values(grades).every(({ p }) => p === 0.9))).toBe(true);
    expect(new Set(prompts).size).toBe(prompts.length);
    expect(asker.caller.meter.spent.calls).toBe(prompts.length);
    expect(asker.caller.meter.spent.turnedAway).toBeLessThan(prompts.length * (say.headers ? 1 : 4));
  });
});

describe('token limits', () => {
  it('are kept by headers as well', async () => {
    const prompts: string[] = [];
    const server = await serve({
      answer: ({ prompt }) => {
        prompts.push(prompt);
        return yes;
      },
      latencyMs: 5,
      // Some ten prompts a window.
      rateLimit: { tokens: { limit: 3_000, windowMs: 200 }, headers: true, retryAfter: true },
    });
    const { grader, asker } = await openRun({ baseUrl: server.baseUrl, concurrency: 32, attempts: 12 });
    const texts = Array.from({ length: 30 }, (_, n) => `text ${n}`);
    const graded = await Promise.all(texts.map((text) => grader.grade(completionOf(text))));
    expect(graded.every((grades) => Object.values(grades).every(({ p }) => p === 0.9))).toBe(true);
    expect(new Set(prompts).size).toBe(prompts.length);
    expect(asker.caller.meter.spent.turnedAway).toBeLessThan(prompts.length);
  });
});

describe('limits of a run', () => {
  const grading = async (options: Partial<RunOptions>) => {
    const server = await serve({ answer: () => yes, latencyMs: 2 });
    const { grader, asker } = await openRun({ baseUrl: server.baseUrl, ...options });
    const all = await Promise.allSettled(
      Array.from({ length: 30 }, (_, n) => grader.grade(completionOf(`text ${n}`))),
    );
    const stopped = all.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    return { server, spent: asker.caller.meter.spent, stopped };
  };

  it('of calls are met exactly: not one more is sent', async () => {
    const { server, spent, stopped } = await grading({ limits: { calls: 21 } });
    expect(server.calls).toHaveLength(21);
    expect(spent.calls).toBe(21);
    expect(stopped[0]).toMatchObject({ reason: 'budget' });
  });

  it('of money are never passed', async () => {
    const { spent, stopped } = await grading({
      limits: { calls: 1_000, usd: 0.002 },
      price: { input: 1, output: 2 },
    });
    expect(spent.costUsd).toBeLessThanOrEqual(0.002);
    expect(spent.costUsd).toBeGreaterThan(0);
    expect(stopped[0]).toMatchObject({ reason: 'budget' });
  });
});

describe('the end of a run', () => {
  it('waits for the calls under way, for a while; those that are cut off may be on the bill', async () => {
    const server = await serve({
      answer: ({ prompt }) =>
        prompt.includes('silent')
          ? { fault: 'silence' }
          : prompt.includes('slow')
            ? { ...yes, latencyMs: 150 }
            : { status: 401, error: { message: 'Expired.' }, latencyMs: 50 },
    });
    const { caller } = await askerOf({ baseUrl: server.baseUrl, timeoutMs: 60_000, graceMs: 1_000 });
    const ask = (content: string) => caller.call({ messages: [{ role: 'user', content }] });
    const kept: string[] = [];
    const slow = caller.call({ messages: [{ role: 'user', content: 'slow' }] }, undefined, async () => {
      kept.push('slow');
    });
    const all = await Promise.allSettled([slow, ask('silent'), ask('refused')]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    for (const each of all.slice(1))
      expect(each.status === 'rejected' && each.reason).toMatchObject({ reason: 'credentials' });
    expect(kept).toEqual(['slow']);
    expect(caller.meter.spent).toMatchObject({ calls: 2, uncertain: 1, turnedAway: 1 });
    await expect(ask('slow')).rejects.toMatchObject({ reason: 'credentials' });
    expect(server.calls).toHaveLength(3);
  });
});

describe('cancelling', () => {
  it('closes the connections under way and sends nothing more', async () => {
    const server = await serve({ answer: (call) => (isProbe(call) ? yes : { fault: 'silence' }) });
    const { grader } = await openRun({ baseUrl: server.baseUrl, concurrency: 4, timeoutMs: 60_000 });
    const abort = new AbortController();
    const all = Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => grader.grade(completionOf(`text ${n}`), { signal: abort.signal })),
    );
    while (server.inFlight < 4) await new Promise((resolve) => setTimeout(resolve, 5));
    abort.abort();
    for (const each of await all) {
      expect(each.status === 'rejected' && each.reason).toBeInstanceOf(CallError);
      expect(each.status === 'rejected' && each.reason).toMatchObject({ kind: 'cancelled' });
    }
    while (server.inFlight > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(server.aborted).toBe(4);
    expect(server.calls).toHaveLength(5);
  });
});

describe('keys', () => {
  const KEY = 'sk-test-0123456789abcdef';

  it('are sent to their address only: not on a redirect', async () => {
    const elsewhere = await serve({ answer: () => yes });
    const server = await serve({
      answer: () => ({ fault: 'redirect', to: `${elsewhere.baseUrl}/chat/completions` }),
    });
    await expect(openRun({ baseUrl: server.baseUrl, apiKey: KEY })).rejects.toThrow();
    expect(server.calls[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(elsewhere.calls).toEqual([]);
  });

  it('are in no error text, even where the server repeats them', async () => {
    const server = await serve({
      answer: () => ({
        status: 401,
        error: { message: `Incorrect API key provided: ${KEY}, or sk-te**********cdef.` },
      }),
    });
    const failure = await openRun({ baseUrl: server.baseUrl, apiKey: KEY }).catch((each: Error) => each);
    expect(String(failure)).not.toContain('sk-te');
    expect(JSON.stringify(failure)).not.toContain('sk-te');
  });

  it('and addresses come from no ambient variable', async () => {
    const elsewhere = await serve({ answer: () => yes });
    const server = await serve({ answer: () => yes });
    const ambient = {
      OPENAI_BASE_URL: elsewhere.baseUrl,
      OPENAI_API_KEY: KEY,
      OPENAI_ORG_ID: 'org-ambient',
      OPENAI_PROJECT_ID: 'proj-ambient',
      HTTP_PROXY: elsewhere.baseUrl,
    };
    const before = { ...process.env };
    Object.assign(process.env, ambient);
    try {
      const asker = await askerOf({ baseUrl: server.baseUrl });
      await asker.caller.call({ messages: [{ role: 'user', content: 'yes?' }] });
    } finally {
      process.env = before;
    }
    expect(elsewhere.calls).toEqual([]);
    const [call] = server.calls;
    expect(call?.headers.authorization).toBeUndefined();
    expect(JSON.stringify(call?.headers)).not.toMatch(/ambient|sk-/);
  });

  it('are not sent where none was given, and are asked for in words', async () => {
    const server = await serve({ answer: () => yes, apiKey: KEY });
    await expect(openRun({ baseUrl: server.baseUrl })).rejects.toMatchObject({ reason: 'credentials' });
    await expect(openRun({ baseUrl: server.baseUrl, apiKey: KEY })).resolves.toBeDefined();
  });
});
