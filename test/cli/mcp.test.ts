import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMcp } from '../support/mcp-client.ts';
import { POLICY_TEXT } from '../support/model-run.ts';
import { type ModelServer, startModelServer } from '../support/model-server/model-server.ts';
import { ROOT } from '../support/run-rbr.ts';

const SAMPLES = join(ROOT, 'samples');
const POLICY = 'four-areas.rbr.yaml';
const NAMES = ['rbr_check', 'rbr_grade', 'rbr_explain', 'rbr_suggest'];
const ajv = new Ajv({ strict: false });
/** As it came over the wire; none is one that nothing fits. */
const compiled = (schema: object | undefined) =>
  ajv.compile(JSON.parse(JSON.stringify(schema ?? { not: {} })));

const textOf = (result: Awaited<ReturnType<Client['callTool']>>): string => {
  const [first] = result.content;
  return first?.type === 'text' ? first.text : '';
};

describe.each(['legacy', 'auto'] as const)('rbr mcp, by the %s handshake', (mode) => {
  let client: Client;
  beforeAll(async () => {
    ({ client } = await startMcp(SAMPLES, { mode }));
  });
  afterAll(() => client.close());
  const call = (name: string, input: Record<string, unknown>) => client.callTool({ name, arguments: input });

  it('says who it is and what its tools are', async () => {
    expect(client.getServerVersion()).toMatchObject({ name: 'rbr', title: 'Rule Based Rewards' });
    expect(client.getInstructions()).toContain('rbr_check');
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(NAMES);
    for (const { inputSchema, outputSchema, annotations, description } of tools) {
      expect(() => compiled(inputSchema)).not.toThrow();
      expect(() => compiled(outputSchema)).not.toThrow();
      // The embedded grader reaches nothing outside this machine.
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false, openWorldHint: false });
      expect(description?.length).toBeGreaterThan(100);
    }
  });

  it.each<[string, Record<string, unknown>]>([
    ['rbr_check', { file: POLICY, loopholes: true }],
    ['rbr_check', { file: POLICY, text: 'completion_class_order: [a, b]\n' }],
    ['rbr_grade', { file: 'everyday.samples.yaml', completions: ['book-review/perfect-answer'] }],
    ['rbr_explain', { file: POLICY, name: 'ideal' }],
    ['rbr_explain', { code: 'classes-gap' }],
    ['rbr_suggest', { file: POLICY, limit: 2 }],
  ])('%s %j answers by its output schema', async (name, input) => {
    const { tools } = await client.listTools();
    const schema = tools.find((tool) => tool.name === name)?.outputSchema;
    const result = await call(name, input);
    expect(result.isError).not.toBe(true);
    const isValid = compiled(schema);
    expect(isValid(result.structuredContent), JSON.stringify(isValid.errors)).toBe(true);
    expect(textOf(result).length).toBeGreaterThan(20);
  });

  it.each<[string, string, Record<string, unknown>, RegExp]>([
    ['a wrong input', 'rbr_check', { file: 5 }, /`file` must be string/],
    ['an unknown key', 'rbr_grade', { file: POLICY, baseUrl: 'https://evil.example' }, /baseUrl|additional/],
    [
      'an unknown file',
      'rbr_check',
      { file: 'none.rbr.yaml' },
      /no file none\.rbr\.yaml.*four-areas\.rbr\.yaml/,
    ],
    ['a path outside', 'rbr_check', { file: '../package.json' }, /outside .*--root/],
    ['a path that leads outside', 'rbr_check', { file: '/etc/passwd' }, /outside .*--root/],
  ])('makes of %s an error that says what to do', async (_, name, input, words) => {
    const result = await call(name, input);
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(words);
  });

  it('has the pages of findings and the policies as resources', async () => {
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toContain('rbr://findings/classes-gap');
    const policy = resources.find(({ name }) => name === POLICY);
    const page = await client.readResource({ uri: 'rbr://findings/classes-gap' });
    expect(page.contents[0]).toMatchObject({ text: expect.stringContaining('# classes-gap') });
    const text = await client.readResource({ uri: policy?.uri ?? '' });
    expect(text.contents[0]).toMatchObject({ text: expect.stringContaining('completion_class_order') });
    await expect(client.readResource({ uri: 'rbr://findings/nothing' })).rejects.toThrow();
    await expect(client.readResource({ uri: 'file:///etc/passwd' })).rejects.toThrow();
    // No policy, though under the root.
    const readme = new URL('README.md', policy?.uri).href;
    await expect(client.readResource({ uri: readme })).rejects.toThrow();
  });

  it('tells how far it is, and goes on after a call that was cancelled', async () => {
    const told: number[] = [];
    const abort = new AbortController();
    const cancelled = client.callTool(
      { name: 'rbr_suggest', arguments: { file: POLICY } },
      { signal: abort.signal },
    );
    setTimeout(() => abort.abort(), 50);
    await expect(cancelled).rejects.toThrow();
    const { structuredContent } = await client.callTool(
      { name: 'rbr_grade', arguments: { file: 'everyday.samples.yaml' } },
      { onprogress: ({ progress }) => told.push(progress) },
    );
    expect(structuredContent).toMatchObject({ completions: { length: 20 } });
    expect(told.length).toBeGreaterThan(5);
    expect(told).toEqual([...told].sort((a, b) => a - b));
  });
});

describe('rbr mcp in its folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rbr-mcp-'));
    await writeFile(
      join(folder, 'outside.rbr.yaml'),
      'simple_propositions: { secret: { prompt: Sesame? } }\n',
    );
    const root = join(folder, 'root');
    await mkdir(root);
    await writeFile(join(root, 'p.rbr.yaml'), `extends: ../outside.rbr.yaml\n${POLICY_TEXT}`);
    await symlink(join(folder, 'outside.rbr.yaml'), join(root, 'link.rbr.yaml'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('reads nothing outside: no link, and nothing that a policy extends', async () => {
    const { client } = await startMcp(join(folder, 'root'));
    try {
      const link = await client.callTool({ name: 'rbr_check', arguments: { file: 'link.rbr.yaml' } });
      expect(textOf(link)).toMatch(/outside/);
      const policy = await client.callTool({ name: 'rbr_check', arguments: { file: 'p.rbr.yaml' } });
      expect(policy.structuredContent).toMatchObject({
        findings: expect.arrayContaining([expect.objectContaining({ code: 'extends-missing' })]),
      });
      const named = await client.callTool({
        name: 'rbr_explain',
        arguments: { file: 'p.rbr.yaml', name: 'secret' },
      });
      expect(named.isError).toBe(true);
      expect(JSON.stringify([link, policy, named])).not.toContain('Sesame');
    } finally {
      await client.close();
    }
  });

  it('ends when its input does, having said nothing but the protocol', async () => {
    const child = spawn(process.execPath, [join(ROOT, 'dist/rbr.cjs'), 'mcp', '--root', folder]);
    let stdout = '';
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    child.stdin.end();
    const [code] = await once(child, 'close');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  });
});

describe('rbr mcp with a model', () => {
  let folder: string;
  let server: ModelServer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rbr-mcp-model-'));
    await writeFile(join(folder, 'p.rbr.yaml'), POLICY_TEXT);
    server = await startModelServer({
      answer: ({ prompt }) => ({
        logprobs: prompt.includes('Is it polite?') ? { yes: 0.9, no: 0.1 } : { yes: 0.2, no: 0.8 },
      }),
      latencyMs: 5,
      apiKey: 'key-of-the-test',
    });
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  const start = (...args: string[]) =>
    startMcp(folder, {
      args: ['--grader', 'openai', '--model', 'judge-1', '--base-url', server.baseUrl, ...args],
      env: { RBR_API_KEY: 'key-of-the-test', RBR_CACHE_DIR: join(folder, `cache-${args.join('')}`) },
    });
  const grade = (client: Client, completion: string) =>
    client.callTool({
      name: 'rbr_grade',
      arguments: {
        file: 'p.rbr.yaml',
        prompt: [{ role: 'user', content: 'Hello?' }],
        completion,
        responseType: 'comply',
      },
    });

  it('grades by the model of its command line', async () => {
    const { client, said } = await start();
    try {
      const { tools } = await client.listTools();
      expect(tools.find(({ name }) => name === 'rbr_grade')?.annotations?.openWorldHint).toBe(true);
      const { structuredContent } = await grade(client, 'Good day.');
      // good: polite and not judging, 0.9 * 0.8; curt: 0.1 * 0.8; rude: 0.2.
      expect(structuredContent).toMatchObject({
        grader: 'openai',
        completions: [
          {
            predictedClass: 'good',
            propositions: expect.arrayContaining([
              expect.objectContaining({ name: 'polite', p: expect.closeTo(0.9, 6), from: 'logprobs' }),
            ]),
            classes: [
              { name: 'good', p: expect.closeTo(0.72, 6) },
              { name: 'curt', p: expect.closeTo(0.08, 6) },
              { name: 'rude', p: expect.closeTo(0.2, 6) },
            ],
          },
        ],
      });
      expect(said()).not.toContain('key-of-the-test');
      expect(server.schemaProblems).toEqual([]);
    } finally {
      await client.close();
    }
  });

  it('holds its limit over all calls of the session', async () => {
    const { client } = await start('--max-calls', '6');
    const before = server.calls.length;
    try {
      const results = [];
      for (let call = 0; call < 5; call++) results.push(await grade(client, `Good day, number ${call}.`));
      expect(server.calls.length - before).toBeLessThanOrEqual(6);
      const last = results.at(-1);
      expect(JSON.stringify(last)).toContain('The limit of 6 calls is reached.');
    } finally {
      await client.close();
    }
  });

  it('does not start without a key where one is needed, and says which', async () => {
    const child = spawn(
      process.execPath,
      [join(ROOT, 'dist/rbr.cjs'), 'mcp', '--root', folder, '--grader', 'openai', '--model', 'm'],
      { env: { PATH: process.env.PATH ?? '' } },
    );
    let stderr = '';
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(2);
    expect(stderr).toContain('OPENAI_API_KEY');
  });
});
