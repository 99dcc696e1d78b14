import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { POLICY_TEXT } from '../support/model-run.ts';
import {
  type ModelServer,
  type ModelServerOptions,
  startModelServer,
} from '../support/model-server/model-server.ts';
import { runRbr } from '../support/run-rbr.ts';

const KEY = 'sk-test-0123456789abcdef';
let folder: string;
let server: ModelServer | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-doctor-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(folder, { recursive: true });
});

async function serve(options: Partial<ModelServerOptions> = {}): Promise<string> {
  server = await startModelServer({
    answer: ({ prompt }) => ({
      logprobs: /computer program/.test(prompt) ? { no: 0.97, yes: 0.03 } : { yes: 0.97, no: 0.03 },
    }),
    apiKey: KEY,
    ...options,
  });
  return server.baseUrl;
}

const doctor = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runRbr(['doctor', ...args], {
    env: {
      RBR_CACHE_DIR: folder,
      OPENAI_API_KEY: undefined,
      RBR_API_KEY: undefined,
      RBR_PRICE: '1,2',
      ...env,
    },
  });

describe('rbr doctor', () => {
  it('finds a grader that works, says so step by step, and counts what it took', async () => {
    const baseUrl = await serve({ models: ['judge-1'] });
    const run = await doctor(['--base-url', baseUrl, '--model', 'judge-1'], { RBR_API_KEY: KEY });
    expect(run.stdout).toMatch(/✓ Key and account: Not refused \(from RBR_API_KEY\)/);
    expect(run.stdout).toMatch(/✓ Yes and no told apart/);
    expect(run.stdout).toMatch(/The grader works\. 3 calls, \$0\.0/);
    expect(run.stdout + run.stderr).not.toContain(KEY);
    expect(run.code).toBe(0);
  });

  it('is one JSON document with --format json; 1 where something failed, with what mends it', async () => {
    const baseUrl = await serve();
    const run = await doctor(['--base-url', baseUrl, '--model', 'judge-1', '--format', 'json']);
    const document = JSON.parse(run.stdout);
    expect(document).toMatchObject({ schemaVersion: 1, ok: false, grader: 'openai', spent: { calls: 0 } });
    expect(document.steps.find(({ state }: { state: string }) => state === 'failed')).toMatchObject({
      id: 'key',
      cure: 'Set RBR_API_KEY to a key.',
    });
    expect(run.code).toBe(1);
  });

  it('has no key for OpenAI where none is set, and sends nothing without a model', async () => {
    const run = await doctor(['--format', 'json']);
    expect(JSON.parse(run.stdout).steps[0]).toMatchObject({ id: 'settings', state: 'failed' });
    expect(run.code).toBe(1);
  });

  it('tells a wrong key from a wrong model, and no key is in what it says', async () => {
    const baseUrl = await serve();
    const run = await doctor(['--base-url', baseUrl, '--model', 'm'], { RBR_API_KEY: 'sk-test-another-key' });
    expect(run.stdout).toMatch(/✗ Key and account: The server does not accept the key/);
    expect(run.stdout + run.stderr).not.toContain('sk-test');
    expect(run.code).toBe(1);
  });

  it('says of the embedded grader what lacks labels', async () => {
    const policy = join(folder, 'p.rbr.yaml');
    await writeFile(policy, POLICY_TEXT);
    const none = await doctor(['--grader', 'embedded', '--policy', policy]);
    expect(none.stdout).toMatch(/✗ Labelled samples: 0 of 0/);
    expect(none.code).toBe(1);
    const shipped = await doctor([
      '--grader',
      'embedded',
      '--policy',
      'samples/four-areas.rbr.yaml',
      '--format',
      'json',
    ]);
    expect(JSON.parse(shipped.stdout)).toMatchObject({ ok: true, grader: 'embedded' });
  });

  it('could not run without what it needs', async () => {
    expect((await doctor(['--grader', 'embedded'])).code).toBe(2);
    expect((await doctor(['--policy', join(folder, 'none.rbr.yaml')])).code).toBe(2);
    expect(
      (
        await doctor(['--base-url', 'https://m.example', '--budget-usd', '1', '--model', 'm'], {
          RBR_PRICE: '',
        })
      ).code,
    ).toBe(2);
  });
});
