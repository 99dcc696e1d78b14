import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { writeManyCalls } from '../support/many-calls.ts';
import { ROOT, runRbr } from '../support/run-rbr.ts';
import { startStandalone } from '../support/standalone-server.ts';

const COMPLETIONS = 1000;
const PROPOSITIONS = 10;
const CONCURRENCY = 64;
const KILLS = 20;

/** The server is a process of its own, which counts what it has answered: what somebody would pay for. */
it('a run of 10,000 calls, killed 20 times at random instants: every item once, paid again at most what was under way', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rbr-killed-'));
  const log = join(folder, 'answered.log');
  const server = await startStandalone({ latencyMs: 50, log });
  const { policy, samples } = await writeManyCalls(folder, {
    completions: COMPLETIONS,
    propositions: PROPOSITIONS,
  });
  const out = join(folder, 'out.jsonl');
  const env = { RBR_CACHE_DIR: join(folder, 'cache') };
  const args = [
    ...[
      'grade',
      samples,
      '--policy',
      policy,
      '--grader',
      'openai',
      '--model',
      'm',
      '--base-url',
      server.baseUrl,
    ],
    ...['--concurrency', String(CONCURRENCY), '--out', out, '--resume'],
  ];
  const answered = async () => (await readFile(log, 'utf8').catch(() => '')).split('\n').length - 1;

  let kills = 0;
  const progress: number[] = [];
  while (kills < KILLS) {
    const before = await answered();
    const child = spawn(process.execPath, [join(ROOT, 'dist/rbr.cjs'), ...args], {
      env: { ...process.env, ...env },
      stdio: 'ignore',
    });
    const exited = once(child, 'exit');
    // From the first answer on, so that each kill hits the run and not its start.
    while ((await answered()) === before && child.exitCode === null) await sleep(10);
    await sleep(Math.random() * 350);
    child.kill('SIGKILL');
    const [code, signal] = await exited;
    expect([code, signal]).toEqual([null, 'SIGKILL']);
    kills++;
    // What was under way when it was killed is still answered, to nobody.
    await sleep(100);
    progress.push(await answered());
  }
  const last = await runRbr(args, { env });
  expect([last.code, last.stderr]).toEqual([0, expect.stringContaining('completions graded')]);

  const lines = (await readFile(out, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ id }) => id)).toEqual(Array.from({ length: COMPLETIONS }, (_, n) => `item-${n}`));
  expect(lines.every(({ propositions }) => Object.keys(propositions).length === PROPOSITIONS)).toBe(true);

  const calls = (await readFile(log, 'utf8')).trimEnd().split('\n');
  const distinct = new Set(calls).size;
  // The questions, and how the model is to be asked.
  expect(distinct).toBe(COMPLETIONS * PROPOSITIONS + 1);
  const paidAgain = calls.length - distinct;
  console.log(
    `killed ${KILLS} times after ${progress.join(', ')} answers; ${paidAgain} paid again, ${(paidAgain / KILLS).toFixed(1)} a kill`,
  );
  await server.stop();
  expect(paidAgain).toBeLessThanOrEqual(KILLS * CONCURRENCY);
  await rm(folder, { recursive: true });
}, 300_000);
