import { afterEach, describe, expect, it } from 'vitest';
import { type AnswerStore, memoryAnswerStore } from '../../server/src/grader/llm/store/answer-store.ts';
import { completionOf, openRun, type RunOptions } from '../support/model-run.ts';
import {
  type AskedCall,
  type ModelServer,
  type ModelServerOptions,
  startModelServer,
} from '../support/model-server/model-server.ts';

let server: ModelServer | undefined;
afterEach(async () => {
  expect(server?.schemaProblems ?? []).toEqual([]);
  await server?.close();
  server = undefined;
});

const answer = (_: AskedCall) => ({ logprobs: { Yes: 0.98, No: 0.02 } });
async function serve(options: Partial<ModelServerOptions> = {}) {
  server = await startModelServer({ answer, extensions: ['chat_template_kwargs'], ...options });
  return server;
}

/** Grades one completion; what was asked for that, and the grader's fingerprint. */
async function graded({ baseUrl, calls }: ModelServer, more: Partial<RunOptions> = {}) {
  const before = calls.length;
  const { grader } = await openRun({ baseUrl, ...more });
  const grades = await grader.grade(completionOf('Good day.'));
  return { grades, asked: calls.slice(before), fingerprint: grader.fingerprint };
}

/** What a store was given, in the clear. */
function watched(): { store: AnswerStore; written: string[] } {
  const store = memoryAnswerStore();
  const written: string[] = [];
  const put = store.put.bind(store);
  const setFact = store.setFact.bind(store);
  store.put = (key, text) => {
    written.push(String.fromCharCode(...key), text);
    return put(key, text);
  };
  store.setFact = (name, text) => {
    written.push(name, text);
    return setFact(name, text);
  };
  return { store, written };
}

describe("the user's own fields of a request", () => {
  const request = {
    answerTokens: 77,
    reasoningEffort: 'none',
    body: { top_p: 0.5, chat_template_kwargs: { enable_thinking: false } },
  };

  it('are in every call, the probe among them', async () => {
    const asking = { request };
    const { asked } = await graded(await serve(), { asking });
    expect(asked.length).toBeGreaterThan(2);
    for (const { body } of asked)
      expect(body).toMatchObject({ max_tokens: 77, reasoning_effort: 'none', ...request.body });
  });

  it('make other answers: nothing of another body is taken from what is remembered', async () => {
    const running = await serve();
    const store = memoryAnswerStore();
    const seen = new Set<string>();
    const kinds = [
      undefined,
      request,
      { ...request, answerTokens: 78 },
      { ...request, reasoningEffort: 'low' },
      { ...request, body: { top_p: 0.6 } },
    ];
    for (const each of kinds) {
      const asking = each ? { request: each } : {};
      const first = await graded(running, { store, asking });
      expect(first.asked.length).toBeGreaterThan(2);
      expect(seen).not.toContain(first.fingerprint);
      seen.add(first.fingerprint);
      const again = await graded(running, { store, asking });
      expect(again.asked).toEqual([]);
      expect(again.fingerprint).toBe(first.fingerprint);
    }
  });
});

describe("the user's own headers", () => {
  it('are in every call; one that says who asks stands in place of the key', async () => {
    const running = await serve();
    const headers = { 'X-Team': 'safety', authorization: 'Bearer of-the-header' };
    for (const more of [{ headers }, { headers, apiKey: 'of-the-key' }]) {
      const { asked } = await graded(running, more);
      for (const call of asked)
        expect(call.headers).toMatchObject({ 'x-team': 'safety', authorization: 'Bearer of-the-header' });
    }
  });

  it('are part of what is asked, unless they only say who asks', async () => {
    const running = await serve();
    const store = memoryAnswerStore();
    const one = await graded(running, { store, headers: { 'X-Route': 'a', 'X-Api-Key': 'k1' } });
    const key = await graded(running, { store, headers: { 'x-route': 'a', 'X-Api-Key': 'k2' } });
    const route = await graded(running, { store, headers: { 'X-Route': 'b', 'X-Api-Key': 'k1' } });
    expect([one.asked.length, key.asked.length, route.asked.length]).toEqual([3, 0, 3]);
    expect(key.fingerprint).toBe(one.fingerprint);
    expect(route.fingerprint).not.toBe(one.fingerprint);
  });

  it('stand nowhere in the clear: not in what is remembered, not in a grade, not in an error', async () => {
    const headers = { 'X-Gate': 'the-value-of-the-gate', Authorization: 'Bearer the-token-of-it' };
    const { store, written } = watched();
    const running = await serve({
      answer: (call) =>
        call.prompt.includes('Is it polite?')
          ? { status: 400, error: { message: `No: ${call.headers['x-gate']} ${call.headers.authorization}` } }
          : answer(call),
    });
    const { grades } = await graded(running, { store, headers });
    expect(grades.polite).toMatchObject({ p: null, missing: 'failed' });
    expect(written.length).toBeGreaterThan(1);
    expect(written.join('\n') + JSON.stringify(grades)).not.toMatch(/the-value-of|the-token-of/);
  });
});
