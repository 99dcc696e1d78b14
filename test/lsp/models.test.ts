import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LogMessageNotification } from 'vscode-languageserver-protocol/node';
import {
  DOCTOR_REQUEST,
  type DoctorResult,
  LOCAL_SERVERS_REQUEST,
  type LocalServersResult,
  OFFERED_MODELS_REQUEST,
  type OfferedModelsResult,
} from '../../server/src/language/protocol-care.ts';
import { GRADER_NOTIFICATION } from '../../server/src/language/protocol-grading.ts';
import { hanging, type Listening, listening } from '../support/local-model-servers.ts';
import { LspClient } from '../support/lsp-client.ts';
import { startModelServer } from '../support/model-server/model-server.ts';

let client: LspClient;
const log: string[] = [];
const running: Listening[] = [];
beforeAll(async () => {
  ({ client } = await LspClient.start('file:///nowhere'));
  client.connection.onNotification(LogMessageNotification.type, ({ message }) => void log.push(message));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()));
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
});

async function up(server: Promise<Listening>): Promise<Listening> {
  const each = await server;
  running.push(each);
  return each;
}

const localServers = (ports: unknown) =>
  client.connection.sendRequest<LocalServersResult>(LOCAL_SERVERS_REQUEST, { ports });
const settings = (baseUrl: string, more: object = {}) => ({
  ...{ kind: 'openai', model: '', votes: 3, order: 'conversation-first', ask: 'all', hover: false, baseUrl },
  ...{ budget: { calls: 100 }, mode: 'auto', concurrency: 4, timeoutSeconds: 5, ...more },
});
const offered = (baseUrl: string, more: object = {}) =>
  client.connection.sendRequest<OfferedModelsResult>(OFFERED_MODELS_REQUEST, {
    settings: settings(baseUrl, more),
  });

describe('models that may be chosen', () => {
  it('are those of the servers on this machine, at the ports of the settings', async () => {
    const [ollama, page] = [
      await up(listening('ollama')),
      await up(listening('a web page at every address')),
    ];
    expect(await localServers([page.port, ollama.port])).toMatchObject({
      servers: [{ name: 'Ollama', models: ['judge:4b', 'own/judge:latest'] }],
    });
    for (const bad of [null, 'all', ['11434'], [0, -1, 70_000, 1.5]])
      expect(await localServers(bad)).toEqual({ servers: [] });
  });

  it('keep nobody waiting for a server that says nothing', async () => {
    const [silent, vllm] = [await up(hanging('silent')), await up(listening('vLLM'))];
    const begun = performance.now();
    expect((await localServers([silent.port, vllm.port])).servers).toHaveLength(1);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it('are listed for an address with its key, or it is said why not', async () => {
    const [vllm, locked] = [await up(listening('vLLM')), await up(listening('wants a key'))];
    const at = ({ port }: Listening) => `http://127.0.0.1:${port}/v1`;
    expect(await offered(at(vllm), { apiKey: 'sk-test-of-models' })).toEqual({ models: ['maker/Judge-7B'] });
    expect(vllm.asked).toEqual(['GET /v1/models key']);
    const refused = await offered(at(locked), { apiKey: 'sk-test-of-models' });
    expect(refused).toEqual({ reason: expect.stringMatching(/\w/) });
    expect(JSON.stringify(refused)).not.toContain('sk-test');
    expect(await offered('nowhere')).toEqual({ reason: expect.stringMatching(/\w/) });
  });
});

describe('headers', () => {
  it('are of the doctor too, whose report and log have no value of them', async () => {
    const server = await startModelServer({ answer: () => ({ logprobs: { yes: 0.97, no: 0.03 } }) });
    try {
      const headers = { 'X-Api-Key': 'the-value-of-the-key', 'X-Team': 'the-value-of-the-team' };
      const more = { model: 'judge-1', headers, request: { body: { top_p: 0.5 } } };
      await client.connection.sendNotification(GRADER_NOTIFICATION, settings(server.baseUrl, more));
      const result = await client.connection.sendRequest<DoctorResult>(DOCTOR_REQUEST, {
        ...{ run: 'd', settings: settings(server.baseUrl, more), keySource: 'none is set' },
      });
      const key = 'steps' in result ? result.steps.find(({ id }) => id === 'key') : undefined;
      expect(key).toMatchObject({ state: 'ok', found: expect.stringContaining('X-Api-Key') });
      expect(server.calls.length).toBeGreaterThan(0);
      for (const call of server.calls) {
        expect(call.headers).toMatchObject({ 'x-api-key': 'the-value-of-the-key' });
        expect(call.body).toMatchObject({ top_p: 0.5 });
      }
      expect(log.join('\n')).toContain('"headers":2');
      expect(JSON.stringify(result) + log.join('\n')).not.toContain('the-value-of');
    } finally {
      await server.close();
    }
  });
});
