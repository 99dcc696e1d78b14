/**
 * The fit on data of the shape of the paper's, cold, at 5,900, 59,000 and 590,000 completions: the exact fit with its
 * certificate, and the paper's released rule (AdamW, 1,000 steps) on the same arrays in the same run; each in a
 * process of its own. Then the whole command, with reading the features from JSONL, and its memory.
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fitByAdamW, PAPER_ADAMW } from '../../server/src/reward/fit/adamw.ts';
import { fitWeights } from '../../server/src/reward/fit/fit.ts';
import { FitDataBuilder } from '../../server/src/reward/fit/fit-data.ts';
import { peakOf } from '../support/peak-memory.ts';
import { FEATURES, ORDERINGS, rankedRows } from '../support/ranked-data.ts';

/** Of 17 completions each. */
const PROMPTS = [347, 3_470, 34_700];
/** The released rule would take minutes on the largest. */
const ADAMW_UP_TO = 3_470;

const [mode, prompts] = process.argv.slice(2);
if (mode === 'exact' || mode === 'adamw') inProcess(mode, Number(prompts));
else await compare();

interface Measured {
  readonly ms: number;
  readonly rows: number;
  readonly pairs: number;
  readonly loss: number;
  readonly relativeGap: number;
}

/** Fits all response types, once, in a process that has done nothing else; making the data is not timed. */
function inProcess(method: 'exact' | 'adamw', count: number): void {
  const builders = new Map<string, FitDataBuilder>();
  for (const row of rankedRows(count)) {
    const builder = builders.get(row.response_type) ?? new FitDataBuilder(FEATURES);
    builders.set(row.response_type, builder);
    const tiers = ORDERINGS.orderings[row.response_type] ?? [];
    builder.add({
      promptId: row.prompt_id,
      rank: tiers.findIndex((tier) => tier.includes(row.label)),
      baseReward: row.base_reward,
      values: FEATURES.map((name) => row.features[name] as number),
    });
  }
  const data = [...builders.values()].map((builder) => builder.build());
  const started = performance.now();
  const fits = data.map((each) =>
    method === 'exact'
      ? fitWeights(each, { l2: 0.001, margin: 1 })
      : fitByAdamW(each, { ...PAPER_ADAMW, trainShare: 1, margin: 1, seed: 0 }),
  );
  const ms = performance.now() - started;
  const pairs = fits.reduce((sum, fit) => sum + fit.pairs, 0);
  const measured: Measured = {
    ms,
    rows: data.reduce((sum, each) => sum + each.rowCount, 0),
    pairs,
    loss: fits.reduce((sum, fit) => sum + fit.trainLoss * fit.pairs, 0) / pairs,
    relativeGap: Math.max(
      ...fits.map((fit) => ('dualityGap' in fit ? fit.dualityGap / fit.objective : Number.NaN)),
    ),
  };
  console.log(JSON.stringify(measured));
}

function child(method: string, count: number): Measured {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--max-old-space-size=8000', process.argv[1] as string, method, String(count)],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

async function compare(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'rbr-bench-fit-'));
  const orderings = join(folder, 'orderings.yaml');
  await writeFile(orderings, JSON.stringify(ORDERINGS));
  const policy = join(folder, 'empty.rbr.yaml');
  await writeFile(policy, 'simple_propositions: {feature_0: {prompt: "?"}}\n');
  let before: Measured | undefined;
  for (const count of PROMPTS) {
    const exact = child('exact', count);
    const growth = before ? `, ${(exact.ms / before.ms).toFixed(1)} times the size before` : '';
    before = exact;
    console.log(
      `  ${exact.rows} completions, ${exact.pairs} pairs: ${exact.ms.toFixed(0)} ms to a relative gap of ${exact.relativeGap.toExponential(1)}, mean hinge ${exact.loss.toFixed(4)}${growth}`,
    );
    if (count <= ADAMW_UP_TO) {
      const adamw = child('adamw', count);
      console.log(
        `    the paper's rule on the same arrays: ${adamw.ms.toFixed(0)} ms (${(adamw.ms / exact.ms).toFixed(1)} times), mean hinge ${adamw.loss.toFixed(4)}`,
      );
    }
    const features = join(folder, 'features.jsonl');
    await writeRows(features, count);
    const { peakMb, seconds } = await peakOf([
      ...['fit', '--policy', policy, '--features', features, '--orderings', orderings, '--format', 'json'],
    ]);
    console.log(`    the whole command, from JSONL: ${seconds.toFixed(2)} s, ${peakMb} MB at most`);
    await rm(features);
  }
  await rm(folder, { recursive: true });
}

async function writeRows(path: string, count: number): Promise<void> {
  const file = createWriteStream(path);
  for (const row of rankedRows(count)) if (!file.write(`${JSON.stringify(row)}\n`)) await once(file, 'drain');
  file.end();
  await once(file, 'finish');
}
