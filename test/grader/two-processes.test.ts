import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeManyCalls } from '../support/many-calls.ts';
import { ROOT, type Run, runRbr } from '../support/run-rbr.ts';
import { type StandaloneServer, startStandalone } from '../support/standalone-server.ts';

/** As many questions as in the report that this is about; the probe is one more. */
const SIZE = { completions: 286, propositions: 7 };
const QUESTIONS = SIZE.completions * SIZE.propositions;

let folder: string;
let server: StandaloneServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-two-'));
  server = await startStandalone({ latencyMs: 20, log: join(folder, 'answered.log') });
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

/** SHA-256 of each request that was answered, in order. */
const answered = async () =>
  (await readFile(join(folder, 'answered.log'), 'utf8').catch(() => '')).split('\n').slice(0, -1);

async function command(): Promise<(out: string, ...more: string[]) => string[]> {
  const { policy, samples } = await writeManyCalls(folder, SIZE);
  return (out, ...more) => [
    ...['grade', samples, '--policy', policy, '--grader', 'openai', '--model', 'm'],
    ...['--base-url', server.baseUrl, '--out', join(folder, out), ...more],
  ];
}
const env = () => ({ RBR_CACHE_DIR: join(folder, 'cache') });

function expectWhole(runs: readonly Run[]): void {
  for (const { code, stderr } of runs)
    expect([code, stderr]).toEqual([0, expect.stringContaining(`${SIZE.completions} completions graded`)]);
}

describe('several processes on one cache', () => {
  it.each([2, 4])('%i at once ask each question once, and all get all answers', async (processes) => {
    const args = await command();
    const outs = Array.from({ length: processes }, (_, n) => `${n}.jsonl`);
    const runs = await Promise.all(
      outs.map((out) => runRbr(args(out, '--concurrency', '32'), { env: env() })),
    );
    expectWhole(runs);
    const [first, ...others] = await Promise.all(outs.map((out) => readFile(join(folder, out), 'utf8')));
    for (const other of others) expect(other).toBe(first);
    const calls = await answered();
    console.log(`${processes} processes, ${QUESTIONS} questions: ${calls.length} requests`);
    expect(new Set(calls).size).toBe(QUESTIONS + 1);
    expect(calls.length).toBeLessThanOrEqual((QUESTIONS + 1) * 1.02);
  });

  it('one takes over what the other was asking when it was killed', async () => {
    const args = await command();
    const killed = spawn(process.execPath, [join(ROOT, 'dist/rbr.cjs'), ...args('0.jsonl')], {
      env: { ...process.env, ...env() },
      stdio: 'ignore',
    });
    const exited = once(killed, 'exit');
    while ((await answered()).length < 50) await sleep(5);
    const other = runRbr(args('1.jsonl'), { env: env() });
    while ((await answered()).length < 400) await sleep(5);
    killed.kill('SIGKILL');
    await exited;
    expectWhole([await other]);
    const calls = await answered();
    expect(new Set(calls).size).toBe(QUESTIONS + 1);
    // What was under way, at most: so many calls are made at once.
    expect(calls.length - (QUESTIONS + 1)).toBeLessThanOrEqual(16 + QUESTIONS * 0.02);
  });

  it('one goes on when the other stops at its limit', async () => {
    const args = await command();
    const limiting = runRbr(args('0.jsonl', '--max-calls', '100'), { env: env() });
    while ((await answered()).length < 50) await sleep(5);
    const [limited, other] = await Promise.all([limiting, runRbr(args('1.jsonl'), { env: env() })]);
    expect([limited.code, limited.stderr]).toEqual([2, expect.stringContaining('limit of 100 calls')]);
    expectWhole([other]);
    const calls = await answered();
    expect(new Set(calls).size).toBe(QUESTIONS + 1);
    expect(calls.length).toBeLessThanOrEqual((QUESTIONS + 1) * 1.02);
  });
});
