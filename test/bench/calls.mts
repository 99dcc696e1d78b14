/**
 * `rbr grade --grader openai`, the whole command from start to end, at 50 ms a call and 64 calls at a time, against the
 * ideal time (calls / 64 x 50 ms):
 * - 2,000 calls, alternating with promptfoo, which is asked the same questions of the same completions at the same server;
 * - 10,000 calls, alternating with the `openai` package by itself in a loop.
 * The server is a process of its own. Every run of rbr has an empty cache of answers.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OpenAI } from 'openai';
import { manyCompletion, widePrompt, writeManyCalls } from '../support/many-calls.ts';
import { startStandalone } from '../support/standalone-server.ts';
import { installPromptfoo, promptfooCommand } from './promptfoo.ts';

const LATENCY_MS = 50;
const CONCURRENCY = 64;
const ROUNDS = 3;
const PROPOSITIONS = 10;
const RBR = fileURLToPath(new URL('../../dist/rbr.cjs', import.meta.url));

const folder = await mkdtemp(join(tmpdir(), 'rbr-bench-calls-'));
const server = await startStandalone({ latencyMs: LATENCY_MS });
let runs = 0;

await besidePromptfoo(200);
await besideThePackage(1000);
await server.stop();
await rm(folder, { recursive: true });

async function besidePromptfoo(completions: number): Promise<void> {
  const calls = heading(completions);
  const version = installPromptfoo();
  const rbr = await rbrCommand(completions);
  const questions = {
    completions: Array.from({ length: completions }, (_, index) => manyCompletion(index)),
    rubrics: Array.from({ length: PROPOSITIONS }, (_, index) => widePrompt(index)),
  };
  for (let round = 1; round <= ROUNDS; round++) {
    await show('rbr grade', calls, () => run(rbr()));
    if (version !== undefined)
      await show(`promptfoo ${version}`, calls, () =>
        run(promptfooCommand(questions, server.baseUrl, CONCURRENCY)),
      );
  }
}

async function besideThePackage(completions: number): Promise<void> {
  const calls = heading(completions);
  const rbr = await rbrCommand(completions);
  for (let round = 1; round <= ROUNDS; round++) {
    await show('rbr grade', calls, () => run(rbr()));
    await show('the openai package alone, no cache', calls, () => packageAlone(server.baseUrl, calls));
  }
}

function heading(completions: number): number {
  const calls = completions * PROPOSITIONS;
  const ideal = (idealMs(calls) / 1000).toFixed(2);
  console.log(`  ${calls} calls at ${LATENCY_MS} ms, ${CONCURRENCY} at a time; the ideal is ${ideal} s`);
  return calls;
}

function idealMs(calls: number): number {
  return (calls / CONCURRENCY) * LATENCY_MS;
}

/** Prints what one run took, as the clock says and as the server saw it. */
async function show(name: string, calls: number, measured: () => void | Promise<void>): Promise<void> {
  await server.figures();
  const begun = performance.now();
  await measured();
  const ms = performance.now() - begun;
  const seen = await server.figures();
  if (seen.calls < calls) throw new Error(`${name}: ${seen.calls} calls were answered, not ${calls}`);
  const ideal = idealMs(calls);
  const figures = [
    `whole ${(ms / ideal).toFixed(2)} x the ideal`,
    `first request to last answer ${(seen.spanMs / ideal).toFixed(2)}`,
    `${seen.calls} calls`,
    `${seen.maxInFlight} at once`,
  ];
  console.log(`  ${name.padEnd(36)} ${figures.join(', ')}`);
}

interface Command {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** The exit codes of a run that did what it was to do. */
  readonly fine: readonly number[];
}

function run({ args, env, fine }: Command): void {
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  if (status === null || !fine.includes(status)) throw new Error(stderr);
}

async function rbrCommand(completions: number): Promise<() => Command> {
  const { policy, samples } = await writeManyCalls(folder, { completions, propositions: PROPOSITIONS });
  const args = [
    ...[RBR, 'grade', samples, '--policy', policy],
    ...['--grader', 'openai', '--model', 'm', '--base-url', server.baseUrl],
    ...['--concurrency', String(CONCURRENCY)],
  ];
  return () => {
    const own = join(folder, `run-${runs++}`);
    return {
      args: [...args, '--out', `${own}.jsonl`],
      env: { ...process.env, RBR_CACHE_DIR: own },
      fine: [0],
    };
  };
}

async function packageAlone(baseURL: string, calls: number): Promise<void> {
  const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 });
  let next = 0;
  const work = async () => {
    while (next < calls) {
      const content = `Is ${next++} a number? ${'Consider it well. '.repeat(40)}`;
      await client.chat.completions.create({
        model: 'm',
        messages: [{ role: 'user', content }],
        logprobs: true,
        top_logprobs: 20,
        max_tokens: 8,
      });
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
}
