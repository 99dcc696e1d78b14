import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { POLICY_TEXT } from '../support/model-run.ts';
import {
  type ModelServer,
  type ModelServerOptions,
  startModelServer,
} from '../support/model-server/model-server.ts';
import { ROOT } from '../support/run-rbr.ts';

let folder: string;
let server: ModelServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-interrupt-'));
  await writeFile(join(folder, 'p.rbr.yaml'), POLICY_TEXT);
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const COUNT = 600;
const row = (n: number) =>
  JSON.stringify({ id: `i${n}`, response_type: 'comply', prompt: 'Hello?', completion: `Text ${n}.` });
const serve = async (options: Partial<ModelServerOptions> = {}) => {
  server = await startModelServer({
    answer: () => ({ logprobs: { yes: 0.9, no: 0.1 } }),
    latencyMs: 20,
    ...options,
  });
};

/** On a Node without SQLite, `rbr` starts itself anew under the newer one that is installed near. */
const NODES: [string, string[]][] = [
  ['under this Node', []],
  ['under an older Node', ['--no-experimental-sqlite']],
];

interface Started {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

/** In a process group of its own, as a shell starts a command. */
function start(flags: readonly string[], input: string, ...more: string[]): Started {
  const args = ['grade', input, '--policy', join(folder, 'p.rbr.yaml')];
  return startRbr(flags, [...args, ...more]);
}

function startRbr(flags: readonly string[], args: readonly string[]): Started {
  const model = ['--grader', 'openai', '--model', 'judge-1', '--base-url', server.baseUrl];
  const child = spawn(
    process.execPath,
    [...flags, join(ROOT, 'dist/rbr.cjs'), ...args, ...model, '--concurrency', '4'],
    {
      cwd: ROOT,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, RBR_CACHE_DIR: join(folder, 'cache') },
    },
  );
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (data) => {
    said += data;
  });
  return { child, said: () => said, ended: once(child, 'close').then(([code]) => code as number | null) };
}

const called = async (count: number) => {
  while (server.calls.length < count) await sleep(5);
};
const many = async () => {
  const path = join(folder, 'in.jsonl');
  await writeFile(path, `${Array.from({ length: COUNT }, (_, n) => row(n)).join('\n')}\n`);
  return path;
};

describe.each(NODES)('%s', (_, flags) => {
  describe.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s', (signal) => {
    it.each<[string, (child: ChildProcess) => void]>([
      ['to the process', (child) => child.kill(signal)],
      ['to its whole group, as a terminal sends it', (child) => process.kill(-(child.pid as number), signal)],
    ])('%s ends the run in order', async (_, send) => {
      await serve();
      const { child, said, ended } = start(flags, await many(), '--out', join(folder, 'out.jsonl'));
      await called(40);
      send(child);
      expect(await ended).toBe(130);
      expect(said()).toMatch(/\d+ completions graded; .* calls/);
      expect(said()).toMatch(/Interrupted\..*--resume/);
      expect((await readdir(folder)).sort()).toEqual(['cache', 'in.jsonl', 'out.jsonl', 'p.rbr.yaml']);
      const text = await readFile(join(folder, 'out.jsonl'), 'utf8');
      expect(text.endsWith('\n')).toBe(true);
      expect(text.split('\n').length).toBeLessThan(COUNT);
    });
  });

  it('the second interrupt ends it at once, without a lock', async () => {
    await serve({ latencyMs: 0 });
    // Nobody reads its lines: the run waits, and cannot end in order.
    const { child, ended } = start(flags, await many());
    child.stdout?.pause();
    const isFull = async () => {
      let before = -1;
      while (server.calls.length !== before) {
        before = server.calls.length;
        await sleep(300);
      }
    };
    await called(40);
    await isFull();
    process.kill(-(child.pid as number), 'SIGINT');
    await sleep(200);
    process.kill(-(child.pid as number), 'SIGINT');
    if (child.exitCode === null) await once(child, 'exit');
    child.stdout?.destroy();
    expect(await ended).toBe(130);
  });

  it('before there is a first answer', async () => {
    await serve({ answer: () => ({ fault: 'silence' }) });
    const { child, said, ended } = start(flags, await many(), '--out', join(folder, 'out.jsonl'));
    await called(1);
    process.kill(-(child.pid as number), 'SIGINT');
    expect(await ended).toBe(130);
    expect(said()).toMatch(/0 completions graded.*\nInterrupted/);
    expect((await readdir(folder)).filter((name) => name.startsWith('out'))).toEqual([]);
  });

  it.each(['evaluate', 'fit'])('`%s` ends in order too', async (command) => {
    await serve();
    const samples = 'samples/self-harm.samples.yaml';
    const args = command === 'evaluate' ? [command, samples] : [command, '--samples', samples];
    const { child, said, ended } = startRbr(flags, [...args, '--policy', 'samples/four-areas.rbr.yaml']);
    await called(20);
    process.kill(-(child.pid as number), 'SIGINT');
    expect(await ended).toBe(130);
    expect(said()).toMatch(/\d+ calls, .*\n(.*\n)*Interrupted\./);
  });

  it('while it waits for standard input', async () => {
    await serve();
    const { child, said, ended } = start(flags, '-', '--out', join(folder, 'out.jsonl'));
    child.stdin?.write(`${row(0)}\n`);
    await called(3);
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(said()).toMatch(/\d completions graded.*\nInterrupted/);
    expect((await readdir(folder)).filter((name) => name.endsWith('.lock'))).toEqual([]);
  });
});
