import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { findLocalServers, LOCAL_PORTS } from '../../server/src/grader/llm/transport/local-servers.ts';
import { namesOf } from '../../server/src/grader/llm/transport/model-list.ts';
import { hanging, type Kind, type Listening, listening, sendingOn } from '../support/local-model-servers.ts';
import { runRbr } from '../support/run-rbr.ts';

const running: Listening[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()));
});

async function up(server: Promise<Listening>): Promise<Listening> {
  const each = await server;
  running.push(each);
  return each;
}

describe('model servers on this machine', () => {
  it.each<[Kind, string, string[]]>([
    ['ollama', 'Ollama', ['judge:4b', 'own/judge:latest']],
    ['ollama, of its first versions', 'Ollama', ['judge:4b']],
    ['ollama without a model', 'Ollama', []],
    ['LM Studio', 'LM Studio', ['maker/judge-9b']],
    ['llama.cpp', 'llama.cpp', ['judge.gguf']],
    ['vLLM', 'vLLM', ['maker/Judge-7B']],
    ['SGLang', 'SGLang', ['maker/Judge-7B']],
  ])('%s is known by what it answers, not by its port', async (kind, name, models) => {
    const { port, asked } = await up(listening(kind));
    expect(await findLocalServers({ ports: [port] })).toEqual([
      { name, baseUrl: `http://127.0.0.1:${port}/v1`, models, needsKey: false },
    ]);
    // Only lists are asked for, and nobody's key goes along.
    expect(asked.toSorted()).toEqual(['GET /api/tags', 'GET /v1/models']);
  });

  it('of another kind go by their address', async () => {
    const { port } = await up(listening('of a kind that we do not know'));
    expect(await findLocalServers({ ports: [port] })).toMatchObject([
      { name: `127.0.0.1:${port}`, models: ['judge'] },
    ]);
  });

  it('that want a key are told apart from web pages that want a sign-in', async () => {
    const { port } = await up(listening('wants a key'));
    const page = await up(listening('a web page behind a sign-in'));
    expect(await findLocalServers({ ports: [page.port, port] })).toEqual([
      { name: `127.0.0.1:${port}`, baseUrl: `http://127.0.0.1:${port}/v1`, models: [], needsKey: true },
    ]);
  });

  it.each<Kind>([
    'a web page at every address',
    'a web page behind a sign-in',
    'an API of something else',
    'a list of what is no model',
    'cut off',
  ])('%s is none', async (kind) => {
    const { port } = await up(listening(kind));
    expect(await findLocalServers({ ports: [port] })).toEqual([]);
  });

  it('are found in the order of the ports, beside others that hang, are closed or send on', async () => {
    const [silent, half] = [await up(hanging('silent')), await up(hanging('half'))];
    const [vllm, ollama] = [await up(listening('vLLM')), await up(listening('ollama'))];
    const elsewhere = await up(listening('LM Studio'));
    const redirect = await up(sendingOn(`http://127.0.0.1:${elsewhere.port}`));
    const closed = await listening('vLLM');
    await closed.close();
    const ports = [silent.port, ollama.port, half.port, redirect.port, closed.port, vllm.port];
    const found = await findLocalServers({ ports, timeoutMs: 300 });
    expect(found.map(({ name }) => name)).toEqual(['Ollama', 'vLLM']);
    expect(elsewhere.asked).toEqual([]);
  });

  it('are found on either family of addresses, once', async () => {
    const six = await up(listening('vLLM', { host: '::1' })).catch(() => undefined);
    // A machine without IPv6 has none there.
    if (six)
      expect(await findLocalServers({ ports: [six.port] })).toMatchObject([
        { baseUrl: `http://[::1]:${six.port}/v1` },
      ]);
    const four = await up(listening('vLLM'));
    await up(listening('vLLM', { host: '::1', port: four.port })).catch(() => undefined);
    expect(await findLocalServers({ ports: [four.port, four.port] })).toMatchObject([
      { baseUrl: `http://127.0.0.1:${four.port}/v1` },
    ]);
  });

  it('are no longer asked when it is cancelled', async () => {
    const { port } = await up(hanging('silent'));
    const abort = new AbortController();
    const looking = findLocalServers({ ports: [port], timeoutMs: 60_000, signal: abort.signal });
    abort.abort();
    await expect(looking).rejects.toThrow(/abort/i);
  });

  it('are looked for where the well-known ones listen', () => {
    for (const port of [11434, 1234, 8080, 8000]) expect(LOCAL_PORTS).toContain(port);
  });
});

describe('a list of models', () => {
  it('is read to names that can be shown, or not at all, whatever comes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (page) => {
        for (const each of [page, { data: page }, { models: page }, { object: 'list', data: [page] }])
          for (const name of namesOf(each) ?? []) expect(name).toMatch(/^[^\p{Cc}]+$/u);
      }),
    );
    expect(namesOf({ data: [{ id: 'a' }, { id: 'b\u001b[31m' }, { id: 'a' }] })).toEqual(['a']);
  });
});

describe('rbr models', () => {
  const ports = (...servers: readonly Listening[]) => servers.map(({ port }) => port).join(',');

  it('lists what is found on this machine, by server', async () => {
    const [ollama, locked] = [await up(listening('ollama')), await up(listening('wants a key'))];
    const { code, stdout } = await runRbr(['models', '--ports', ports(ollama, locked)]);
    expect(stdout).toContain(
      `Ollama at http://127.0.0.1:${ollama.port}/v1\n  judge:4b\n  own/judge:latest\n`,
    );
    expect(stdout).toMatch(new RegExp(`:${locked.port}/v1\\n {2}needs a key`));
    expect(code).toBe(0);
    const document = await runRbr(['models', '--ports', ports(ollama), '--format', 'json']);
    expect(JSON.parse(document.stdout)).toMatchObject({
      schemaVersion: 1,
      servers: [{ name: 'Ollama', models: ['judge:4b', 'own/judge:latest'], needsKey: false }],
    });
  });

  it('ends with 1 where nothing is found, and says where it looked', async () => {
    const page = await up(listening('a web page at every address'));
    const { code, stdout, stderr } = await runRbr(['models', '--ports', ports(page)]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(String(page.port));
  });

  it('lists those of an address, with the key that is for it; without one it says which', async () => {
    const [vllm, locked] = [await up(listening('vLLM')), await up(listening('wants a key'))];
    const at = ({ port }: Listening) => ['models', '--base-url', `http://127.0.0.1:${port}/v1`];
    const env = { RBR_API_KEY: 'sk-test-of-the-list', OPENAI_API_KEY: undefined };
    const fine = await runRbr(at(vllm), { env });
    expect([fine.code, fine.stdout]).toEqual([0, expect.stringContaining('  maker/Judge-7B\n')]);
    expect(vllm.asked).toEqual(['GET /v1/models key']);
    const without = await runRbr(at(locked), { env: { ...env, RBR_API_KEY: undefined } });
    expect([without.code, without.stderr]).toEqual([2, expect.stringContaining('RBR_API_KEY')]);
    const wrong = await runRbr(at(locked), { env });
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/does not list its models/)]);
    expect(wrong.stderr).not.toContain('sk-test');
  });
});
