/**
 * `rbr grade --grader openai`, the whole command from start to end: 10,000 calls at 50 ms, 64 at a time, against the
 * ideal time (10,000 / 64 x 50 ms). Beside it in the same run: the `openai` package by itself in a loop. The server is a
 * process of its own.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OpenAI } from 'openai';
import { writeManyCalls } from '../support/many-calls.ts';
import { startStandalone } from '../support/standalone-server.ts';

const CALLS = { completions: 1000, propositions: 10 };
const LATENCY_MS = 50;
const CONCURRENCY = 64;
const RBR = fileURLToPath(new URL('../../dist/rbr.cjs', import.meta.url));

const calls = CALLS.completions * CALLS.propositions;
const ideal = (calls / CONCURRENCY) * LATENCY_MS;
const folder = await mkdtemp(join(tmpdir(), 'rbr-bench-calls-'));
const { policy, samples } = await writeManyCalls(folder, CALLS);

const show = (name: string, ms: number) =>
  console.log(`  ${name.padEnd(42)} ${(ms / 1000).toFixed(2)} s  ${(ms / ideal).toFixed(2)} x the ideal`);
console.log(
  `  ${calls} calls at ${LATENCY_MS} ms, ${CONCURRENCY} at a time; the ideal is ${(ideal / 1000).toFixed(2)} s`,
);

for (let round = 1; round <= 3; round++) {
  const server = await startStandalone({ latencyMs: LATENCY_MS });
  const env = { ...process.env, RBR_CACHE_DIR: join(folder, `cache-${round}`) };
  const args = [
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
  ];
  const rbr = () => {
    const begun = performance.now();
    const { status, stderr } = spawnSync(
      process.execPath,
      [RBR, ...args, '--concurrency', String(CONCURRENCY), '--out', join(folder, 'out.jsonl')],
      { env, encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(stderr);
    return performance.now() - begun;
  };
  show('rbr grade, the whole command', rbr());
  const { calls: answered } = await server.stop();
  if (answered !== calls + 1) throw new Error(`${answered} calls were answered, not ${calls} and a probe`);
  const other = await startStandalone({ latencyMs: LATENCY_MS });
  show('the openai package alone, no cache', await packageAlone(other.baseUrl));
  await other.stop();
}
await rm(folder, { recursive: true });

async function packageAlone(baseURL: string): Promise<number> {
  const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 });
  const begun = performance.now();
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
  return performance.now() - begun;
}
