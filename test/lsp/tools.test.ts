import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver-protocol/node';
import { GRADER_NOTIFICATION, type GraderSettings } from '../../server/src/language/protocol-grading.ts';
import {
  TOOL_PLAN_REQUEST,
  TOOL_REQUEST,
  type ToolName,
  type ToolPlanResult,
  type ToolResult,
} from '../../server/src/language/protocol-tools.ts';
import { LspClient } from '../support/lsp-client.ts';
import { POLICY_TEXT } from '../support/model-run.ts';
import { type ModelServer, startModelServer } from '../support/model-server/model-server.ts';

let folder: string;
let client: LspClient;
let server: ModelServer;
let policy: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-tools-'));
  process.env.RBR_CACHE_DIR = join(folder, 'cache');
  await writeFile(join(folder, 'p.rbr.yaml'), POLICY_TEXT);
  await writeFile(join(folder, 'notes.txt'), 'x');
  policy = pathToFileURL(join(folder, 'p.rbr.yaml')).href;
  server = await startModelServer({
    answer: ({ prompt }) => ({
      logprobs: prompt.includes('Is it polite?') ? { yes: 0.9, no: 0.1 } : { yes: 0.2, no: 0.8 },
    }),
    latencyMs: 20,
  });
  ({ client } = await LspClient.start(pathToFileURL(folder).href));
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  expect(server.schemaProblems).toEqual([]);
  await server.close();
  await rm(folder, { recursive: true });
});

const call = (name: ToolName, input: object) =>
  client.connection.sendRequest<ToolResult>(TOOL_REQUEST, { name, input });
const plan = (name: ToolName, input: object) =>
  client.connection.sendRequest<ToolPlanResult | null>(TOOL_PLAN_REQUEST, { name, input });
const completion = (text: string) => ({
  file: 'p.rbr.yaml',
  prompt: [{ role: 'user', content: 'Hello?' }],
  completion: text,
  responseType: 'comply',
});
const useModel = (calls: number) => {
  const settings: GraderSettings = {
    kind: 'openai',
    model: 'judge-1',
    votes: 3,
    order: 'conversation-first',
    ask: 'all',
    budget: { calls },
    hover: false,
    baseUrl: server.baseUrl,
    mode: 'auto',
    concurrency: 4,
    timeoutSeconds: 5,
    price: { input: 1, output: 2 },
  };
  return client.connection.sendNotification(GRADER_NOTIFICATION, settings);
};

describe('the tools over the protocol', () => {
  it('see an open text as it is in the editor, before it is saved', async () => {
    const before = await call('rbr_check', { file: 'p.rbr.yaml' });
    expect(before.structured).toMatchObject({ summary: { errors: 0 } });
    await client.open(policy, POLICY_TEXT.replace('{polite: true', '{polit: true'));
    const open = await call('rbr_check', { file: policy });
    expect(open.structured).toMatchObject({
      findings: expect.arrayContaining([expect.objectContaining({ code: 'unknown-proposition', line: 4 })]),
    });
    await client.change(policy, POLICY_TEXT);
    const after = await call('rbr_check', { file: 'p.rbr.yaml' });
    expect(after.structured).toMatchObject({ summary: { errors: 0 } });
  });

  it('have the pages of findings', async () => {
    const { text, isError } = await call('rbr_explain', { code: 'classes-gap' });
    expect(isError).toBe(false);
    expect(text).toContain('# classes-gap');
  });

  it('look at nothing outside the workspace', async () => {
    const { text, isError } = await call('rbr_check', { file: '../elsewhere.rbr.yaml' });
    expect(isError).toBe(true);
    expect(text).toContain('outside the folders of this workspace');
  });

  it('answer with an error where there is no such tool', async () => {
    expect(await call('rbr_delete' as ToolName, {})).toEqual({
      text: 'There is no tool "rbr_delete".',
      isError: true,
    });
  });

  it('plan nothing as long as no model is set up', async () => {
    expect(await plan('rbr_grade', completion('Good day.'))).toBeNull();
  });

  it('plan what a model would be asked, then ask it, then know it', async () => {
    await useModel(100);
    const planned = await plan('rbr_grade', completion('Good day.'));
    expect(planned).toMatchObject({ grader: 'judge-1', completions: 1, calls: 2, cached: 0 });
    expect(server.calls).toHaveLength(0);
    expect(await plan('rbr_check', { file: 'p.rbr.yaml' })).toBeNull();
    const { structured } = await call('rbr_grade', completion('Good day.'));
    expect(structured).toMatchObject({ grader: 'openai', completions: [{ predictedClass: 'good' }] });
    expect(await plan('rbr_grade', completion('Good day.'))).toMatchObject({ calls: 0, cached: 2 });
  });

  it('have the limits of one run together', async () => {
    await useModel(3);
    const before = server.calls.length;
    let last: ToolResult | undefined;
    for (const text of ['One.', 'Two.', 'Three.', 'Four.']) last = await call('rbr_grade', completion(text));
    expect(server.calls.length - before).toBeLessThanOrEqual(3);
    expect(last?.text).toContain('The limit of 3 calls is reached.');
  });

  it('end when they are cancelled', async () => {
    await useModel(100);
    const source = new CancellationTokenSource();
    const cancelled = client.connection.sendRequest<ToolResult>(
      TOOL_REQUEST,
      { name: 'rbr_grade', input: completion('Cancelled.') },
      source.token,
    );
    setTimeout(() => source.cancel(), 5);
    await expect(cancelled).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  });
});
