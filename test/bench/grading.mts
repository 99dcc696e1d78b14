/**
 * The embedded grader on the paper's policy and gold labels: learning all propositions, and grading a
 * completion on all of them, with and without cues. Side by side in one run.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Bench } from 'tinybench';
import { createEmbeddedGrader } from '../../server/src/grader/embedded/grader.ts';
import { trainEmbedded } from '../../server/src/grader/embedded/train.ts';
import type { SampleCompletion } from '../../server/src/samples/model.ts';
import { readSamples } from '../../server/src/samples/read.ts';
import { nodeFiles } from '../../server/src/workspace/node-files.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';

const root = new URL('../../', import.meta.url);
const data = new URL('../shared/data/openai-rbr/', root);
if (!existsSync(data)) {
  console.log("grading: skipped, the paper's data is not beside this checkout");
  process.exit(0);
}

const gold: SampleCompletion[] = [];
for await (const item of readSamples([fileURLToPath(new URL('gold.train.jsonl', data))])) {
  if ('completion' in item) gold.push(item.completion);
}
const policies = {
  'without cues': new URL('proposition_prompts.yaml', data),
  'with cues': new URL('test/acceptance/paper-cues.rbr.yaml', root),
};
for (const [name, url] of Object.entries(policies)) {
  const state = await new Workspace(nodeFiles()).policy(pathToFileURL(fileURLToPath(url)).href);
  if (!state) throw new Error(`no policy at ${url}`);
  const started = performance.now();
  const model = await trainEmbedded(state.policy, gold);
  const trained = performance.now() - started;
  const again = performance.now();
  await trainEmbedded(state.policy, gold);
  const warm = performance.now() - again;
  const grader = createEmbeddedGrader(state.policy, model);
  const bench = new Bench({ time: 1500, warmupTime: 500 });
  let next = 0;
  bench.add('grade', async () => {
    const completion = gold[next++ % gold.length];
    if (completion) await grader.grade(completion);
  });
  await bench.run();
  const result = bench.tasks[0]?.result;
  if (!result || !('latency' in result)) throw new Error('the benchmark did not run');
  const { latency } = result;
  console.log(
    `  ${name.padEnd(12)}  learn ${state.policy.propositions.size} propositions on ${gold.length} labels: ${trained.toFixed(0)} ms cold, ${warm.toFixed(0)} ms warm; grade one completion on all: p50 ${latency.p50.toFixed(2)} ms, p99 ${latency.p99.toFixed(2)} ms`,
  );
}
