import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LogMessageNotification } from 'vscode-languageserver-protocol/node';
import {
  DOCTOR_REQUEST,
  DOCTOR_STEP,
  type DoctorResult,
  type DoctorStep,
  type ServerStatus,
  STATUS_NOTIFICATION,
} from '../../server/src/language/protocol-care.ts';
import { GRADE_REQUEST, GRADER_NOTIFICATION } from '../../server/src/language/protocol-grading.ts';
import { LspClient } from '../support/lsp-client.ts';
import { POLICY_TEXT } from '../support/model-run.ts';
import { type ModelServer, startModelServer } from '../support/model-server/model-server.ts';

const KEY = 'sk-test-0123456789abcdef';
const SAMPLES = `policy: p.rbr.yaml
samples:
  - id: greeting
    prompt: [{user: Hello?}]
    response_type: comply
    completions:
      - {id: kind, text: "A completion that no log may show.", class: good}
`;

let folder: string;
let client: LspClient;
let server: ModelServer;
let uri: string;
const steps: DoctorStep[] = [];
const statuses: ServerStatus[] = [];
const log: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-care-'));
  process.env.RBR_CACHE_DIR = join(folder, 'cache');
  await writeFile(join(folder, 'p.rbr.yaml'), POLICY_TEXT);
  await writeFile(join(folder, 's.samples.yaml'), SAMPLES);
  uri = pathToFileURL(join(folder, 's.samples.yaml')).href;
  server = await startModelServer({
    answer: ({ prompt }) => ({
      logprobs: /computer program/.test(prompt) ? { no: 0.97, yes: 0.03 } : { yes: 0.97, no: 0.03 },
    }),
    apiKey: KEY,
  });
  ({ client } = await LspClient.start(pathToFileURL(folder).href));
  client.connection.onNotification(DOCTOR_STEP, (step: DoctorStep) => void steps.push(step));
  client.connection.onNotification(STATUS_NOTIFICATION, (status: ServerStatus) => void statuses.push(status));
  client.connection.onNotification(LogMessageNotification.type, ({ message }) => void log.push(message));
  await client.open(uri, SAMPLES, 'rbr-samples');
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  expect(server.schemaProblems).toEqual([]);
  await server.close();
  await rm(folder, { recursive: true });
});

const openAi = (apiKey?: string, more: object = {}) => ({
  ...{ kind: 'openai', model: 'judge-1', votes: 3, order: 'conversation-first', ask: 'all', hover: false },
  ...{ budget: { calls: 1000 }, baseUrl: server.baseUrl, mode: 'auto', concurrency: 4, timeoutSeconds: 5 },
  ...(apiKey !== undefined && { apiKey }),
  price: { input: 1, output: 2 },
  ...more,
});
const doctor = (settings: object, more: object = {}) =>
  client.connection.sendRequest<DoctorResult>(DOCTOR_REQUEST, {
    ...{ run: 'd', settings, keySource: 'of the test', uri },
    ...more,
  });

describe('the doctor over LSP', () => {
  it('tells each step as it is done, and what it took counts for the session', async () => {
    const result = await doctor(openAi(KEY));
    expect('steps' in result && result.steps.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(result).toMatchObject({ calls: 3, steps: steps.map(({ step }) => step) });
    expect(statuses.some(({ isGrading }) => isGrading)).toBe(true);
    expect(statuses.at(-1)).toMatchObject({ isGrading: false, spent: { calls: 3, unpriced: 0 } });
    expect(statuses.at(-1)?.spent.costUsd).toBeGreaterThan(0);
  });

  it('tests a key alone in one call, and names what mends a wrong one', async () => {
    const before = server.calls.length;
    const right = await doctor(openAi(KEY), { onlyKey: true });
    expect(server.calls.length - before).toBe(1);
    expect('steps' in right && right.steps.at(-1)).toMatchObject({ id: 'answer', state: 'ok' });
    const wrong = await doctor(openAi('sk-test-another-one'), { onlyKey: true });
    const failed = 'steps' in wrong ? wrong.steps.find(({ state }) => state === 'failed') : undefined;
    expect(failed).toMatchObject({ id: 'key', cure: expect.stringMatching(/Set API Key/) });
    expect(JSON.stringify(wrong)).not.toContain('sk-test');
  });

  it('says of the embedded grader what it lacks', async () => {
    const result = await doctor({ kind: 'embedded' });
    expect(result).toMatchObject({
      calls: 0,
      steps: [{ id: 'samples', state: 'failed' }, { state: 'skipped' }],
    });
    expect(await doctor({ kind: 'embedded' }, { uri: undefined })).toEqual({ reason: expect.any(String) });
  });

  it('runs count, and why one stopped is told; no key, prompt or completion is in the log', async () => {
    const spentBefore = statuses.at(-1)?.spent.calls ?? 0;
    await client.connection.sendNotification(GRADER_NOTIFICATION, openAi(KEY));
    await client.connection.sendRequest(GRADE_REQUEST, { uri, run: 'g' });
    expect(statuses.at(-1)?.spent.calls).toBeGreaterThan(spentBefore);
    expect(statuses.at(-1)?.stopped).toBeUndefined();
    await client.connection.sendNotification(
      GRADER_NOTIFICATION,
      openAi('sk-test-wrong', { model: 'judge-2' }),
    );
    await client.connection.sendRequest(GRADE_REQUEST, { uri, run: 'g' });
    expect(statuses.at(-1)?.stopped).toMatchObject({ reason: 'credentials' });
    expect(log.join('\n')).toMatch(/Grader: openai.*judge-1/);
    expect(log.join('\n')).toMatch(/Graded 1 of 1/);
    expect(log.join('\n')).not.toMatch(/sk-test|no log may show|Is it polite/);
  });
});
