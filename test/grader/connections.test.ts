import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CallError } from '../../server/src/grader/llm/chat/chat.ts';
import { type OpenAiOptions, openAiModel } from '../../server/src/grader/llm/transport/openai-model.ts';
import {
  type AskedCall,
  type ModelServer,
  type ModelServerOptions,
  type Reply,
  startModelServer,
} from '../support/model-server/model-server.ts';
import { runRbr } from '../support/run-rbr.ts';
import { makeCertificates, type TestCertificates } from '../support/test-certificates.ts';
import { startTestProxy, type TestProxy } from '../support/test-proxy.ts';

let folder: string;
let certificates: TestCertificates;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-certificates-'));
  certificates = await makeCertificates(folder);
});
afterAll(() => rm(folder, { recursive: true }));

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

const yes: Reply = { logprobs: { Yes: 0.9, No: 0.1 } };

async function serve(options: Partial<ModelServerOptions> = {}): Promise<ModelServer & { port: number }> {
  const server = await startModelServer({ answer: () => yes, models: ['judge-1'], ...options });
  open.push(server);
  return Object.assign(server, { port: Number(new URL(server.baseUrl).port) });
}

async function proxied(port: number, refusal?: number): Promise<TestProxy> {
  const proxy = await startTestProxy({ port, ...(refusal !== undefined && { refusal }) });
  open.push(proxy);
  return proxy;
}

const ask = async (options: Partial<OpenAiOptions> & { baseUrl: string }) => {
  const model = await openAiModel({
    model: 'judge-1',
    timeoutMs: 5_000,
    connections: 2,
    environment: {},
    ...options,
  });
  const request = { messages: [{ role: 'user' as const, content: 'Yes?' }], max_tokens: 8, logprobs: true };
  return (await model.send(request)).reply.text;
};
const failureOf = async (options: Parameters<typeof ask>[0]) => {
  const error = await ask(options).catch((each: unknown) => each);
  expect(error).toBeInstanceOf(CallError);
  return error as CallError;
};

describe('a proxy', () => {
  it('tunnels to an https address that only it can reach, with its own credentials', async () => {
    const server = await serve({ tls: certificates });
    const proxy = await proxied(server.port);
    const { port } = new URL(proxy.url);
    const environment = { HTTPS_PROXY: `http://me:secret@127.0.0.1:${port}` };
    const { caFile } = certificates;
    const text = await ask({
      baseUrl: 'https://judge.example/v1',
      environment,
      caFile,
      apiKey: 'sk-one-two-three',
    });
    expect(text).toBe('Yes');
    expect(proxy.asked).toEqual(['CONNECT judge.example:443']);
    expect(proxy.credentials).toEqual([`Basic ${Buffer.from('me:secret').toString('base64')}`]);
    expect(server.calls[0]?.headers.authorization).toBe('Bearer sk-one-two-three');
    expect(server.calls[0]?.headers['proxy-authorization']).toBeUndefined();
  });

  it('forwards to an http address', async () => {
    const server = await serve();
    const proxy = await proxied(server.port);
    await ask({ baseUrl: 'http://judge.example/v1?a=b', environment: { http_proxy: proxy.url } });
    expect(proxy.asked).toEqual(['POST http://judge.example/v1/chat/completions?a=b']);
  });

  it('is not asked for this machine, nor for what NO_PROXY names', async () => {
    const server = await serve();
    const proxy = await proxied(server.port);
    const environment = { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url };
    await ask({ baseUrl: server.baseUrl, environment });
    const failure = await failureOf({
      baseUrl: 'http://judge.invalid/v1',
      environment: { ...environment, NO_PROXY: 'invalid' },
    });
    expect(failure.details.code).toMatch(/ENOTFOUND|EAI_AGAIN/);
    expect(proxy.asked).toEqual([]);
  });

  it.each([
    [407, true],
    [403, true],
    [502, undefined],
  ])(
    'that turns the call away with %j is named, and its answer is not taken for the model’s',
    async (status, isFinal) => {
      const server = await serve();
      const proxy = await proxied(server.port, status);
      const environment = { HTTPS_PROXY: proxy.url };
      const failure = await failureOf({ baseUrl: 'https://judge.example/v1', environment });
      const proxyOf = { variable: 'HTTPS_PROXY', url: proxy.url };
      expect(failure).toMatchObject({ kind: 'network', details: { status, proxy: proxyOf } });
      expect(failure.details.isFinal).toBe(isFinal);
      expect(failure.message).toMatch(
        /The proxy http:\/\/127\.0\.0\.1:\d+ of HTTPS_PROXY does not let the call through/,
      );
      expect(server.calls).toEqual([]);
    },
  );

  it('that is down is named', async () => {
    const environment = { HTTPS_PROXY: 'http://me:secret@127.0.0.1:9' };
    const failure = await failureOf({ baseUrl: 'https://judge.example/v1', environment });
    expect(failure).toMatchObject({ kind: 'network', details: { code: 'ECONNREFUSED', wasNeverSent: true } });
    expect(failure.message).toMatch(
      /judge\.example.* through the proxy http:\/\/127\.0\.0\.1:9 of HTTPS_PROXY/,
    );
    expect(failure.message).not.toContain('secret');
  });
});

describe('an authority of one’s own', () => {
  it('is not trusted by itself: the call is not made, and not tried again', async () => {
    const server = await serve({ tls: certificates });
    const failure = await failureOf({ baseUrl: server.baseUrl });
    expect(failure).toMatchObject({ kind: 'network', details: { isFinal: true, wasNeverSent: true } });
    expect(failure.message).toMatch(/certificate/);
    expect(server.calls).toEqual([]);
  });

  it('is trusted where its file is named, on every call', async () => {
    const server = await serve({ tls: certificates });
    const { caFile } = certificates;
    expect(await ask({ baseUrl: server.baseUrl, caFile })).toBe('Yes');
  });

  it('is a file with certificates in it', async () => {
    const baseUrl = 'https://judge.example/v1';
    await expect(ask({ baseUrl, caFile: join(folder, 'none.pem') })).rejects.toThrow(/none\.pem/);
    await expect(ask({ baseUrl, caFile: join(folder, 'san.cnf') })).rejects.toThrow(/holds no certificate/);
  });

  it('https where http is spoken is told as such', async () => {
    const server = await serve();
    const failure = await failureOf({ baseUrl: server.baseUrl.replace('http:', 'https:') });
    expect(failure).toMatchObject({ kind: 'network', details: { isFinal: true } });
  });
});

describe('an address with a query', () => {
  it('keeps it on every request, and is sent its key as Azure wants it as well', async () => {
    const server = await serve();
    const baseUrl = `${server.baseUrl}/?api-version=2024-10-21`;
    const model = await openAiModel({
      baseUrl,
      model: 'judge-1',
      apiKey: 'k1',
      timeoutMs: 5_000,
      connections: 1,
    });
    await model.send({ messages: [{ role: 'user', content: 'Yes?' }] });
    expect(await model.list?.()).toEqual(['judge-1']);
    expect(model.address).toBe(`${server.baseUrl}?api-version=2024-10-21`);
    expect(server.calls[0]).toMatchObject({
      path: '/v1/chat/completions?api-version=2024-10-21',
      headers: { 'api-key': 'k1', authorization: 'Bearer k1' },
    });
  });
});

describe('rbr doctor', () => {
  const doctor = (baseUrl: string, env: Readonly<Record<string, string>>) =>
    runRbr(['doctor', '--grader', 'openai', '--model', 'judge-1', '--base-url', baseUrl], {
      env: {
        RBR_CACHE_DIR: folder,
        RBR_API_KEY: 'k',
        OPENAI_API_KEY: undefined,
        NO_PROXY: '',
        no_proxy: '',
        ...env,
      },
    });

  it('goes through the proxy, with the authority of NODE_EXTRA_CA_CERTS', async () => {
    const server = await serve({ tls: certificates });
    const proxy = await proxied(server.port);
    const env = { HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: certificates.caFile };
    const { stdout } = await doctor('https://judge.example/v1', env);
    expect(stdout).toMatch(/judge\.example answers/);
    expect(proxy.asked[0]).toBe('CONNECT judge.example:443');
  });

  it('goes by what the system trusts', async () => {
    const server = await serve({ tls: certificates });
    const { stdout } = await doctor(server.baseUrl, { SSL_CERT_FILE: certificates.caFile });
    expect(stdout).toMatch(/127\.0\.0\.1:\d+ answers/);
  });

  it('names the proxy where that is the cause', async () => {
    const server = await serve();
    const proxy = await proxied(server.port, 407);
    const { stdout, code } = await doctor('https://judge.example/v1', { HTTPS_PROXY: proxy.url });
    expect(code).toBe(1);
    expect(stdout).toMatch(/of HTTPS_PROXY does not let the call through: 407/);
    expect(stdout).toMatch(/user:password@/);
    const down = await doctor('https://judge.example/v1', { HTTPS_PROXY: 'http://127.0.0.1:9' });
    expect(down.stdout).toMatch(/The proxy http:\/\/127\.0\.0\.1:9 .*HTTPS_PROXY/);
  });

  it('asks an address of Azure as it wants to be asked, and shows its words where the version is missing', async () => {
    const isWanted = ({ path, headers }: AskedCall) =>
      path.includes('api-version=2024-10-21') && headers['api-key'] === 'k';
    const missing: Reply = { status: 404, error: { message: 'Resource not found', code: '404' } };
    const server = await serve({ answer: (call) => (isWanted(call) ? yes : missing) });
    const { stdout } = await doctor(`${server.baseUrl}?api-version=2024-10-21`, {});
    expect(stdout).toMatch(/An answer came/);
    const without = await doctor(server.baseUrl, {});
    expect(without.stdout).toContain('Resource not found');
    expect(without.stdout).not.toMatch(/Did you mean judge-1|Set --model to judge-1/);
  });

  it('names the certificate where that is the cause', async () => {
    const server = await serve({ tls: certificates });
    const { stdout, code } = await doctor(server.baseUrl, {});
    expect(code).toBe(1);
    expect(stdout).toMatch(/NODE_EXTRA_CA_CERTS/);
    expect(stdout).toMatch(/--ca-file/);
  });
});
