import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HoverRequest, InlayHintRequest, RequestType } from 'vscode-languageserver-protocol/node';
import {
  ESTIMATE_REQUEST,
  type EstimateResult,
  EXPECTATIONS_REQUEST,
  type ExpectationsResult,
  GRADE_PROGRESS,
  GRADE_REQUEST,
  GRADER_NOTIFICATION,
  type GradeProgress,
  type GradeResult,
  type GraderSettings,
  LANGUAGE_MODEL_REQUEST,
  type LanguageModelParams,
  type LanguageModelResult,
} from '../../server/src/language/protocol-grading.ts';
import { SourceText } from '../../server/src/policy/source.ts';
import { LspClient } from '../support/lsp-client.ts';
import { POLICY_TEXT } from '../support/model-run.ts';
import { type ModelServer, startModelServer } from '../support/model-server/model-server.ts';

const SAMPLES = `policy: p.rbr.yaml
samples:
  - id: greeting
    prompt: [{user: Hello?}]
    response_type: comply
    completions:
      - {id: kind, text: "Good day, please come in.", class: good}
      - {id: short, text: "What?", class: good}
  - id: other
    prompt: [{user: "Who are you?"}]
    response_type: comply
    completions:
      - {id: harsh, text: "Shame on you.", class: rude}
`;

const METERED = {
  model: 'judge-1',
  votes: 3,
  order: 'conversation-first',
  ask: 'all',
  budget: { calls: 1000 },
  hover: false,
} as const;
const EDITOR: GraderSettings = { kind: 'editor', ...METERED };

let folder: string;
let client: LspClient;
let server: ModelServer;
let uri: string;
const progress: GradeProgress[] = [];
/** What the editor's model was asked. */
let asked: LanguageModelParams[] = [];

/** Polite is what says "please", and who speaks of shame judges. */
const truth = (prompt: string): boolean =>
  prompt.includes('Is it polite?') ? /please/.test(prompt) : /Shame/.test(prompt);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-grading-'));
  process.env.RBR_CACHE_DIR = join(folder, 'cache');
  await writeFile(join(folder, 'p.rbr.yaml'), POLICY_TEXT);
  const path = join(folder, 's.samples.yaml');
  await writeFile(path, SAMPLES);
  uri = pathToFileURL(path).href;
  server = await startModelServer({
    answer: ({ prompt }) => ({ logprobs: truth(prompt) ? { yes: 0.97, no: 0.03 } : { no: 0.97, yes: 0.03 } }),
    latencyMs: 10,
    apiKey: 'secret-key-of-the-test',
  });
  ({ client } = await LspClient.start(pathToFileURL(folder).href));
  client.connection.onNotification(GRADE_PROGRESS, (each: GradeProgress) => void progress.push(each));
  client.connection.onRequest(
    new RequestType<LanguageModelParams, LanguageModelResult, void>(LANGUAGE_MODEL_REQUEST),
    (params) => {
      if (params.messages.length === 0) return { text: '', model: params.model || 'first-one' };
      asked.push(params);
      const text = params.messages.map(({ content }) => content).join('\n');
      if (text.includes('What?') && text.includes('Is it polite?'))
        return { error: 'blocked', message: 'Filtered.' };
      return { text: truth(text) ? 'Yes.' : 'No.', model: params.model };
    },
  );
  await client.open(uri, SAMPLES, 'rbr-samples');
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  expect(server.schemaProblems).toEqual([]);
  await server.close();
  await rm(folder, { recursive: true });
});

const use = (settings: GraderSettings) => client.connection.sendNotification(GRADER_NOTIFICATION, settings);
const openAi = (more: object = {}): GraderSettings => ({
  kind: 'openai',
  ...METERED,
  baseUrl: server.baseUrl,
  apiKey: 'secret-key-of-the-test',
  mode: 'auto',
  concurrency: 8,
  timeoutSeconds: 5,
  price: { input: 1, output: 2 },
  ...more,
});
const estimate = (scope: object = {}) =>
  client.connection.sendRequest<EstimateResult>(ESTIMATE_REQUEST, { uri, ...scope });
const grade = (scope: object = {}) => {
  progress.length = 0;
  return client.connection.sendRequest<GradeResult>(GRADE_REQUEST, { uri, run: 'r', ...scope });
};
const verdicts = () =>
  Object.fromEntries(
    progress.flatMap((each) => each.verdicts).map((each) => [each.completionId.split('/')[1], each]),
  );
const hints = async () => {
  const source = new SourceText(uri, SAMPLES);
  const range = { start: { line: 0, character: 0 }, end: source.positionAt(SAMPLES.length) };
  const found = await client.connection.sendRequest(InlayHintRequest.type, { textDocument: { uri }, range });
  return (found ?? []).map(({ label }) => label);
};

describe('grading in the editor', () => {
  it('lists what is expected, by prompt, for the test explorer', async () => {
    const result = await client.connection.sendRequest<ExpectationsResult>(EXPECTATIONS_REQUEST, { uri });
    expect(result).toMatchObject({
      prompts: [
        {
          label: 'Hello?',
          completions: [
            { id: 'greeting/kind', expectedClass: 'good', label: 'Good day, please come in.' },
            { id: 'greeting/short', expectedClass: 'good' },
          ],
        },
        { label: 'Who are you?', completions: [{ id: 'other/harsh', expectedClass: 'rude' }] },
      ],
    });
  });

  it('costs nothing with the embedded grader, which has nothing to learn from here', async () => {
    expect(await estimate()).toMatchObject({ completions: 3, isMetered: false, calls: 0, costUsd: 0 });
    expect(await grade()).toMatchObject({ total: 3, calls: 0 });
  });

  it('says before what a run would take, and asks nothing for that', async () => {
    await use(openAi());
    const whole = await estimate();
    expect(whole).toMatchObject({ completions: 3, isMetered: true, calls: 6, cached: 0, grader: 'judge-1' });
    expect((whole as { costUsd: number }).costUsd).toBeGreaterThan(0);
    expect(await estimate({ completionIds: ['other/harsh'] })).toMatchObject({ completions: 1, calls: 2 });
    const listed = await client.connection.sendRequest<ExpectationsResult>(EXPECTATIONS_REQUEST, { uri });
    const promptId = 'prompts' in listed ? listed.prompts[0]?.promptId : undefined;
    expect(await estimate({ promptId })).toMatchObject({ completions: 2, calls: 4 });
    expect(server.calls).toHaveLength(0);
  });

  it('grades by the model: verdicts as they come, then hints and findings', async () => {
    expect(await grade()).toMatchObject({ done: 3, total: 3, failed: 0, missing: 0, calls: 7 });
    expect(progress.at(-1)).toMatchObject({ run: 'r', done: 3, total: 3 });
    expect(progress.at(-1)?.costUsd).toBeGreaterThan(0);
    const { kind, short, harsh } = verdicts();
    expect(kind).toMatchObject({ agrees: true, gradedClass: 'good' });
    expect(harsh).toMatchObject({ agrees: true, gradedClass: 'rude' });
    expect(short).toMatchObject({ agrees: false, expectedClass: 'good', gradedClass: 'curt' });
    expect(short?.message).toMatch(/Graded curt \(0\.94\), expected good/);
    expect(await hints()).toEqual(['✓ graded so, 0.94', '✗ graded curt, 0.94', '✓ graded so, 0.97']);
    const found = await until(() => client.latest(uri).find(({ code }) => code === 'class-graded-otherwise'));
    expect(found?.message).toContain('Expected good, graded curt');
  });

  it('asks nothing twice', async () => {
    const calls = server.calls.length;
    expect(await estimate()).toMatchObject({ calls: 0, cached: 6 });
    expect(await grade()).toMatchObject({ done: 3, calls: 0 });
    await use({ kind: 'embedded' });
    await use(openAi());
    expect(await hints()).toContain('✗ graded curt, 0.94');
    expect(server.calls).toHaveLength(calls);
  });

  it('ends at the limit, with what was graded', async () => {
    await use(openAi({ model: 'judge-2', budget: { calls: 3 } }));
    const result = await grade();
    expect(result).toMatchObject({ calls: 3, stopped: expect.stringContaining('limit of 3 calls') });
  });

  it('counts and keeps what is under way when the limit is reached, and asks only the rest the next time', async () => {
    const slow = await startModelServer({
      answer: () => ({ logprobs: { yes: 0.9, no: 0.1 } }),
      latencyMs: 150,
    });
    await use(openAi({ baseUrl: slow.baseUrl, budget: { calls: 5 } }));
    expect(await grade()).toMatchObject({ calls: 5, stopped: expect.stringContaining('limit of 5 calls') });
    expect(slow.calls).toHaveLength(5);
    await use(openAi({ baseUrl: slow.baseUrl }));
    expect(await grade()).toMatchObject({ done: 3, calls: 2 });
    await slow.close();
  });

  it('says for what it waits and until when', async () => {
    let refused = 0;
    const busy = await startModelServer({
      answer: ({ number }) =>
        number > 0 && refused++ === 0
          ? { status: 429, error: { message: 'Slow down.' }, headers: { 'retry-after': '6' } }
          : { logprobs: { yes: 0.9, no: 0.1 } },
    });
    await use(openAi({ baseUrl: busy.baseUrl }));
    expect(await grade()).toMatchObject({ done: 3, failed: 0 });
    const [waiting, ...more] = progress.flatMap((each) => each.waiting ?? []);
    expect(more).toEqual([]);
    expect(waiting?.why).toContain('Slow down.');
    expect(Math.abs(Date.parse(waiting?.until ?? '') - Date.now())).toBeLessThan(60_000);
    expect(progress.at(-1)?.waiting).toBeUndefined();
    await busy.close();
  });

  it('sends what the user wants in each request, and says what of it cannot be', async () => {
    const request = { answerTokens: 33, reasoningEffort: 'low', body: { top_p: 0.4 } };
    const headers = { 'X-Gate': 'the-value-of-the-gate' };
    const before = server.calls.length;
    await use(openAi({ model: 'judge-fields', request, headers }));
    expect(await grade()).toMatchObject({ done: 3, failed: 0 });
    const asked = server.calls.slice(before);
    expect(asked.length).toBeGreaterThan(3);
    for (const call of asked) {
      expect(call.body).toMatchObject({ max_tokens: 33, reasoning_effort: 'low', top_p: 0.4 });
      expect(call.headers['x-gate']).toBe('the-value-of-the-gate');
    }
    // Anything may stand in settings.
    const bad = [
      { request: { body: { messages: [] } } },
      { request: { answerTokens: 'many' } },
      { request: { reasoningEffort: 3 } },
      { headers: { 'X-Gate': 7 } },
      { headers: ['X-Gate: the-value-of-the-gate'] },
    ];
    for (const more of bad) {
      await use(openAi({ model: 'judge-bad', ...more }));
      const result = await grade();
      expect(result).toEqual({ reason: expect.stringContaining('rbr.grader.answerTokens') });
      expect(JSON.stringify(result)).not.toContain('the-value-of-the-gate');
    }
    expect(server.calls.slice(before)).toHaveLength(asked.length);
  });

  it('says in words what is wrong with the setup, and never the key', async () => {
    await use(openAi({ model: 'judge-3', apiKey: 'another-key-of-the-test' }));
    const refused = await grade();
    expect(JSON.stringify(refused)).toMatch(/does not accept the key/);
    expect(JSON.stringify(refused)).not.toContain('another-key');
    await use(openAi({ model: '' }));
    expect(await estimate()).toEqual({ reason: expect.stringContaining('rbr.grader.model') });
    await use(openAi({ baseUrl: 'nowhere' }));
    expect(await estimate()).toEqual({ reason: expect.stringMatching(/nowhere|Invalid URL/) });
  });

  it('asks the model of the editor by votes; its filter is a refusal, not a no', async () => {
    asked = [];
    await use(EDITOR);
    expect(await grade()).toMatchObject({
      done: 3,
      costUsd: null,
      missing: 1,
      missingAnswers: '1 answer missing: 1 refused',
    });
    expect(await hints()).toContain('? no verdict');
    const { kind, short } = verdicts();
    expect(kind).toMatchObject({ gradedClass: 'good', agrees: true });
    expect(short?.gradedClass).toBeNull();
    expect(short?.message).toMatch(/polite: no answer \(the judge refused/);
    expect(asked.every(({ messages }) => messages.every(({ role }) => role === 'user'))).toBe(true);
  });

  it('asks on a hover only where that is allowed; the answer comes as a hint, and a refusal ends the asking', async () => {
    const hover = () =>
      client.connection.sendRequest(HoverRequest.type, {
        textDocument: { uri },
        position: new SourceText(uri, SAMPLES).positionAt(SAMPLES.indexOf('Shame on') + 2),
      });
    const calls = server.calls.length;
    await use(openAi({ model: 'judge-4' }));
    await hover();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(server.calls).toHaveLength(calls);
    await use(openAi({ model: 'judge-4', hover: true }));
    await hover();
    await until(async () => (await hints()).some((label) => label === '✓ graded so, 0.97') || undefined);
    expect(server.calls).toHaveLength(calls + 3);
    await use(openAi({ model: 'judge-5', hover: true, apiKey: 'another-key-of-the-test' }));
    for (let times = 0; times < 5; times++) {
      await hover();
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    expect(server.calls).toHaveLength(calls + 4);
  });

  it('is cancelled down to the socket', async () => {
    const silent = await startModelServer({
      answer: ({ prompt }) =>
        prompt.includes('Does the completion greet the user?')
          ? { logprobs: { yes: 0.9, no: 0.1 } }
          : { fault: 'silence' },
    });
    await use(openAi({ baseUrl: silent.baseUrl, timeoutSeconds: 600 }));
    const { CancellationTokenSource } = await import('vscode-languageserver-protocol/node');
    const source = new CancellationTokenSource();
    const running = client.connection.sendRequest<GradeResult>(
      GRADE_REQUEST,
      { uri, run: 'c' },
      source.token,
    );
    await until(() => silent.inFlight === 6 || undefined);
    source.cancel();
    await running.catch(() => undefined);
    await until(() => silent.inFlight === 0 || undefined);
    expect(silent.aborted).toBe(6);
    await silent.close();
  });
});

async function until<T>(find: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
