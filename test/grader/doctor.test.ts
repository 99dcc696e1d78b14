import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Step } from '../../server/src/grader/doctor/examination.ts';
import { nearNames } from '../../server/src/grader/doctor/failures.ts';
import { examineModel, MOST_CALLS } from '../../server/src/grader/doctor/model-doctor.ts';
import type { ModelPatient } from '../../server/src/grader/doctor/patient.ts';
import { checkAnswerStore } from '../../server/src/grader/llm/store/answer-store-check.ts';
import { openAiModel } from '../../server/src/grader/llm/transport/openai-model.ts';
import {
  type AskedCall,
  type ModelServer,
  type ModelServerOptions,
  type Reply,
  startModelServer,
} from '../support/model-server/model-server.ts';

const KEY = 'sk-test-0123456789abcdef';
const servers: ModelServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    expect(server.schemaProblems).toEqual([]);
    await server.close();
  }
});

async function serve(options: Partial<ModelServerOptions> = {}): Promise<ModelServer> {
  const server = await startModelServer({ answer: judge, ...options });
  servers.push(server);
  return server;
}

const judge = ({ prompt }: AskedCall): Reply => ({
  logprobs: /computer program/.test(prompt) ? { no: 0.97, yes: 0.03 } : { yes: 0.97, no: 0.03 },
});

const NAMES = {
  baseUrl: 'THE_ADDRESS',
  model: 'THE_MODEL',
  mode: 'THE_MODE',
  price: 'THE_PRICE',
  timeout: 'THE_TIMEOUT',
  certificates: 'THE_CERTIFICATES',
  concurrency: 'THE_CONCURRENCY',
  setKey: 'Set the key',
  listing: 'THE_LISTING',
  request: 'THE_REQUEST',
};

async function examine(baseUrl: string, more: Partial<ModelPatient> = {}) {
  const told: Step[] = [];
  const { model = 'judge-1', apiKey, timeoutMs = 2_000 } = more;
  const patient: ModelPatient = {
    kind: 'openai',
    baseUrl,
    model,
    keySource: apiKey === undefined ? 'none is set' : 'from a test',
    mode: 'auto',
    price: { input: 1, output: 2 },
    limits: { calls: 1000, usd: 1 },
    timeoutMs,
    names: NAMES,
    open: () =>
      openAiModel({ baseUrl, model, timeoutMs, connections: 2, ...(apiKey !== undefined && { apiKey }) }),
    ...more,
  };
  const { steps, spent } = await examineModel(patient, { tell: (step) => told.push(step) });
  expect(told).toEqual(steps);
  expect(JSON.stringify(steps)).not.toContain('sk-test');
  expect(spent.calls).toBeLessThanOrEqual(MOST_CALLS);
  const at = (id: Step['id']) => steps.find((step) => step.id === id) as Step;
  return { steps, spent, at, failed: steps.filter(({ state }) => state === 'failed') };
}

const states = (steps: readonly Step[]) => Object.fromEntries(steps.map(({ id, state }) => [id, state]));

describe('a model that is well set up', () => {
  it('passes every step, in a few calls, which are counted', async () => {
    const server = await serve({ apiKey: KEY, models: ['judge-0', 'judge-1'] });
    const { steps, spent, at } = await examine(server.baseUrl, { apiKey: KEY });
    expect(states(steps)).toEqual({
      settings: 'ok',
      limits: 'ok',
      store: 'warning',
      connection: 'ok',
      address: 'ok',
      key: 'ok',
      model: 'ok',
      answer: 'ok',
      probability: 'ok',
      judgement: 'ok',
      rate: 'ok',
    });
    expect(spent.calls).toBe(3);
    expect(server.calls).toHaveLength(3);
    expect(spent.costUsd).toBeGreaterThan(0);
    expect(at('model').found).toMatch(/one of 2/);
    expect(at('judgement').found).toMatch(/0\.97 .*0\.03/);
  });

  it('asks anew each time: nothing is remembered', async () => {
    const server = await serve();
    await examine(server.baseUrl);
    await examine(server.baseUrl);
    expect(server.calls).toHaveLength(6);
  });

  it('is told apart without log probabilities as well, which is said', async () => {
    const server = await serve({
      answer: (call) => ({ content: 'no' in asked(call) ? '{"answer": "no"}' : '{"answer": "yes"}' }),
      abilities: { logprobs: 'null' },
    });
    const { at, failed } = await examine(server.baseUrl);
    expect(failed).toEqual([]);
    expect(at('probability')).toMatchObject({
      state: 'warning',
      found: expect.stringMatching(/share of votes/),
    });
    expect(at('judgement').state).toBe('ok');
  });

  it('tells the allowances of the server', async () => {
    const rateLimit = { requests: { limit: 60, windowMs: 60_000 }, headers: true };
    const { at } = await examine((await serve({ rateLimit })).baseUrl);
    expect(at('rate').found).toMatch(/57 of 60 requests/);
  });
});

const asked = ({ prompt }: AskedCall) => (/computer program/.test(prompt) ? { no: true } : { yes: true });

/** What is wrong, and the step that says so with what mends it. */
describe('what is wrong', () => {
  it.each<[string, Partial<ModelServerOptions>, Partial<ModelPatient>, Step['id'], RegExp, RegExp]>([
    ['a wrong key', { apiKey: KEY }, { apiKey: 'sk-test-wrong' }, 'key', /does not accept/, /Set the key/],
    ['no key', { apiKey: KEY, models: ['judge-1'] }, {}, 'key', /wants a key; none is set/, /Set the key/],
    ['a key with a line break', {}, { apiKey: 'sk-a\nb' }, 'settings', /characters/, /Set the key/],
    [
      'a wrong model where models are listed',
      { answer: () => noModel, models: ['judge-1', 'other'] },
      { model: 'jugde-1' },
      'model',
      /Did you mean judge-1\?/,
      /Set THE_MODEL to judge-1/,
    ],
    [
      'a wrong model where they are not',
      { answer: () => noModel },
      {},
      'model',
      /no model judge-1/,
      /THE_MODEL/,
    ],
    [
      'log probabilities that are demanded and not given',
      { abilities: { logprobs: 'null' } },
      { mode: 'logprobs' },
      'probability',
      /No log probabilities/,
      /Set THE_MODE to auto/,
    ],
    [
      'a model that answers nonsense',
      { answer: () => ({ logprobs: { banana: 0.9, apple: 0.1 } }) },
      {},
      'judgement',
      /No yes or no could be read/,
      /THE_MODEL/,
    ],
    [
      'a model that says yes to everything',
      { answer: () => ({ logprobs: { yes: 0.9, no: 0.1 } }) },
      {},
      'judgement',
      /0\.90.*0\.90/,
      /no judge/,
    ],
    ['a slow model', { latencyMs: 2_000 }, { timeoutMs: 200 }, 'answer', /within 0\.2 s/, /THE_TIMEOUT/],
    [
      'too many requests',
      { answer: () => ({ status: 429, error: { message: 'Slow down.' } }) },
      {},
      'answer',
      /Slow down/,
      /THE_CONCURRENCY/,
    ],
    [
      'an account without credit',
      { answer: () => ({ status: 429, error: { message: 'No credit.', code: 'insufficient_quota' } }) },
      {},
      'key',
      /no credit/,
      /Add credit/,
    ],
    [
      'a redirect',
      { answer: () => ({ fault: 'redirect', to: 'http://127.0.0.1:9/' }) },
      {},
      'address',
      /sends on to another \(307\)/,
      /THE_ADDRESS/,
    ],
    [
      'a fault of the server',
      { answer: () => ({ fault: 'html-502' }) },
      {},
      'answer',
      /fault \(502\)/,
      /later/,
    ],
    ['no model', {}, { model: '' }, 'settings', /No model/, /THE_MODEL/],
  ])('%s', async (_, options, more, step, found, cure) => {
    const { failed, steps } = await examine((await serve(options)).baseUrl, more);
    expect(failed).toEqual([expect.objectContaining({ id: step, state: 'failed' })]);
    expect(failed[0]?.found).toMatch(found);
    expect(failed[0]?.cure).toMatch(cure);
    const after = steps.slice(steps.findIndex(({ id }) => id === step) + 1);
    if (step !== 'settings')
      for (const { id, state } of after)
        expect([id, state]).toEqual([id, id === 'rate' && step === 'judgement' ? 'ok' : 'skipped']);
  });

  it('a port at which nothing listens', async () => {
    const server = await startModelServer({ answer: judge });
    await server.close();
    const { at, spent } = await examine(server.baseUrl);
    expect(at('connection')).toMatchObject({ state: 'failed', found: expect.stringMatching(/refused/) });
    expect(at('connection').cure).toMatch(/Start the server/);
    expect(spent.calls).toBe(0);
  });

  it('a host that is not there', async () => {
    const { at } = await examine('http://nowhere.invalid/v1');
    expect(at('connection')).toMatchObject({ state: 'failed', found: expect.stringMatching(/DNS/) });
  });

  it('plain http where https is spoken to', async () => {
    const server = await serve();
    const { at } = await examine(server.baseUrl.replace('http:', 'https:'));
    expect(at('connection')).toMatchObject({ state: 'failed', found: expect.stringMatching(/TLS/) });
  });

  it('a web page', async () => {
    const page = createServer((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>'),
    );
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
    try {
      const { failed } = await examine(`http://127.0.0.1:${(page.address() as AddressInfo).port}`);
      expect(failed).toMatchObject([{ id: 'address', found: expect.stringMatching(/web page/) }]);
      expect(failed[0]?.cure).toMatch(/want \/v1/);
    } finally {
      page.close();
      page.closeAllConnections();
    }
  });

  it('an address that is none', async () => {
    const { at } = await examine('ftp://models.example');
    expect(at('settings')).toMatchObject({ state: 'failed', cure: expect.stringMatching(/THE_ADDRESS/) });
    expect(at('connection').state).toBe('skipped');
  });
});

describe('what is said before anything is sent', () => {
  it('of a key in clear text, a price that is not known, a limit that is lower than the examination', async () => {
    const { at } = await examine('http://192.0.2.1:9/v1', {
      apiKey: KEY,
      timeoutMs: 50,
      ...{ price: undefined as never },
    });
    expect(at('settings')).toMatchObject({ state: 'warning', found: expect.stringMatching(/clear text/) });
    expect(at('limits')).toMatchObject({ state: 'warning', cure: expect.stringMatching(/THE_PRICE/) });
    const server = await serve();
    const limited = await examine(server.baseUrl, { limits: { calls: 2 } });
    expect(server.calls).toHaveLength(2);
    expect(limited.failed).toHaveLength(1);
  });

  it('of a store that can be written to, and one that cannot', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rbr-doctor-'));
    try {
      await writeFile(join(folder, 'file'), '');
      expect(checkAnswerStore(join(folder, 'file', 'answers.sqlite')).problem).toMatch(/ENOTDIR|EEXIST/);
      const server = await serve();
      const checkStore = () => checkAnswerStore(join(folder, 'answers.sqlite'));
      const { at } = await examine(server.baseUrl, { checkStore });
      // Where this Node has SQLite.
      const state = process.getBuiltinModule('node:sqlite') ? 'ok' : 'warning';
      expect(at('store').state).toBe(state);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('near names', () => {
  it.each([
    ['judge-4.1-mni', ['judge-4.1-mini', 'other'], ['judge-4.1-mini']],
    ['judge-3', ['maker/judge-3-70b', 'x'], ['maker/judge-3-70b']],
    ['nothing-like-it', ['jdg'], []],
  ])('%s among %j', (wanted, offered, near) => {
    expect(nearNames(wanted, offered)).toEqual(near);
  });
});

const noModel: Reply = {
  status: 404,
  error: { message: 'The model does not exist.', code: 'model_not_found' },
};
