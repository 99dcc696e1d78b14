import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Layout,
  type LayoutCompletion,
  madeUpLayout,
  ORDERS,
  writeLayout,
} from '../support/paper-layout/layout.ts';
import { notebookFigures, tenBins } from '../support/paper-layout/notebook.ts';
import { ROOT, runRbr } from '../support/run-rbr.ts';

const SAFE = ['Safe Refuse 1', 'Safe Refuse 2'];
const IDEAL = Object.fromEntries(
  Object.entries(ORDERS).map(([type, tiers]) => [type, tiers[0]?.[0] as string]),
);

let folder: string;
let common: string[];
let weights: string;
let alone: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-features-'));
  const policy = join(folder, 'p.rbr.yaml');
  await writeFile(
    policy,
    `simple_propositions: {judges: {prompt: Judges?}}\norderings: ${JSON.stringify(ORDERS)}\n`,
  );
  common = ['--policy', policy];
  const train = await writeLayout(folder, 'train', madeUpLayout('train', 40, 1));
  weights = join(folder, 'w.json');
  alone = join(folder, 'alone.json');
  const fit = ['fit', ...common, '--features', train];
  expect((await runRbr([...fit, '--out', weights])).code).toBe(0);
  expect((await runRbr([...fit, '--no-base-reward', '--out', alone])).code).toBe(0);
});
afterAll(() => rm(folder, { recursive: true }));

async function evaluated(...args: string[]) {
  const run = await runRbr(['evaluate', ...common, '--weights', weights, '--format', 'json', ...args]);
  return { ...run, document: run.stdout === '' ? undefined : JSON.parse(run.stdout) };
}

async function fitted(path: string) {
  const { responseTypes } = JSON.parse(await readFile(path, 'utf8'));
  return Object.fromEntries(
    Object.entries<{ weights: Record<string, number> }>(responseTypes).map(([type, fit]) => [
      type,
      fit.weights,
    ]),
  );
}

/** What no tidy data would show: what the release's look-ups make of data that are not what they look like. */
function withOddities(layout: Layout): Layout {
  const at = (index: number) => layout.lines[index] as [string, LayoutCompletion[]];
  // The line's own text is another one than the conversation by which the release looks up.
  at(0)[0] = 'not the conversation';
  // The first completion tells the response type.
  (at(1)[1].at(-1) as LayoutCompletion).response_type = 'Safe Refuse 2';
  // Of two lines with one prompt the later one counts, and of two scores.
  layout.lines.unshift([at(5)[0], at(5)[1].slice(0, 2)]);
  layout.scores.unshift({ ...(layout.scores[3] as Layout['scores'][number]), rm_score: 1000 });
  return layout;
}

describe.each([
  ['apart', false],
  ['merged', true],
])("rbr evaluate on the paper's layout, the two safe refusals %s", (_, isMerged) => {
  it.each([11, 12, 13])("has the notebook's figures on made-up data (seed %i)", async (seed) => {
    const data = await writeLayout(
      folder,
      `test${seed}`,
      withOddities(madeUpLayout(`test${seed}`, 41, seed)),
    );
    const { code, document, stderr } = await evaluated(
      ...[data, '--weights-alone', alone],
      ...(isMerged ? ['--merge', `Safe Refuse=${SAFE.join(',')}`] : []),
    );
    expect([code, document.missing, document.unreadable]).toEqual([0, 0, 0]);
    const expected = await notebookFigures(
      data,
      { both: await fitted(weights), alone: await fitted(alone) },
      { ideal: IDEAL, shownAs: (type) => (isMerged && SAFE.includes(type) ? 'Safe Refuse' : type) },
    );
    expect(Object.keys(document.ranking.responseTypes).sort()).toEqual([...expected.keys()].sort());
    expect(expected.size).toBe(isMerged ? 3 : 4);
    let histograms = 0;
    for (const [type, byReward] of expected) {
      const rates = document.ranking.responseTypes[type];
      for (const [name, rate] of Object.entries({ both: rates, rm: rates.rmOnly, rbr: rates.rbrOnly })) {
        const { errors, comparisons, centred } = byReward.get(name as 'rm') as NonNullable<
          ReturnType<typeof byReward.get>
        >;
        expect(rate.n).toBe(comparisons);
        expect(rate.errorRate).toBeCloseTo(errors / comparisons, 12);
        for (const [label, values] of centred) {
          const found = document.distributions.find(
            (each: { responseType: string; reward: string; label: string }) =>
              each.responseType === type && each.reward === name && each.label === label,
          );
          const { edges, counts } = tenBins(values);
          expect(found.n).toBe(values.length);
          expect(found.mean).toBeCloseTo(values.reduce((sum, each) => sum + each, 0) / values.length, 10);
          expect(found.ownHistogram.from).toBeCloseTo(edges[0] as number, 10);
          expect(found.ownHistogram.to).toBeCloseTo(edges[10] as number, 10);
          expect(found.ownHistogram.counts).toEqual(counts);
          histograms++;
        }
      }
    }
    expect(document.distributions).toHaveLength(histograms);
    expect(document.fromFeatures).toEqual({
      rbrOnly: 'fitted-alone',
      merged: isMerged ? { 'Safe Refuse': SAFE } : {},
      fittedOnThese: false,
    });
    expect(stderr).toContain('name another response type than the first');
    expect(stderr).toContain('1 line left out: a later line has the same prompt');
  });
});

describe("rbr evaluate on the paper's layout", () => {
  it("takes the rules' part of the weights without --weights-alone, and says so", async () => {
    const data = await writeLayout(folder, 'part', madeUpLayout('part', 24, 21));
    const { document } = await evaluated(data);
    const own = await fitted(weights);
    const expected = await notebookFigures(
      data,
      { both: own, alone: own },
      { ideal: IDEAL, shownAs: (type) => type },
    );
    for (const [type, byReward] of expected) {
      const { errors = 0, comparisons = 0 } = byReward.get('rbr') ?? {};
      expect(document.ranking.responseTypes[type].rbrOnly.errorRate).toBeCloseTo(errors / comparisons, 12);
    }
    expect(document.fromFeatures.rbrOnly).toBe('part-of-weights');
    const { stdout } = await runRbr(['evaluate', ...common, '--weights', weights, data]);
    expect(stdout).toContain("Rules alone: the rules' part of the weights");
    expect(stdout).toContain('Response types are shown one by one');
    expect(stdout).toContain('nothing here is called held out');
    const html = join(folder, 'report.html');
    const args = ['evaluate', ...common, '--weights', weights, data, '--format', 'html'];
    expect((await runRbr([...args, '--out', html])).code).toBe(0);
    expect(await readFile(html, 'utf8')).toContain("Rules alone: the rules' part of the weights");
  });

  it('says where the weights were fitted on these very completions', async () => {
    const { document } = await evaluated(join(folder, 'train.jsonl'));
    expect(document.fromFeatures.fittedOnThese).toBe(true);
  });

  it('needs both kinds of weights for each response type, and counts what has none as missing', async () => {
    const data = await writeLayout(folder, 'few', madeUpLayout('few', 24, 31));
    const few = join(folder, 'few.json');
    const all = JSON.parse(await readFile(alone, 'utf8'));
    const { Comply, ...responseTypes } = all.responseTypes;
    expect(Comply).toBeDefined();
    await writeFile(few, JSON.stringify({ ...all, responseTypes }));
    const { code, document } = await evaluated(data, '--weights-alone', few);
    expect(code).toBe(1);
    expect(Object.keys(document.leftOut)).toEqual(['no-weights: Comply']);
    expect(document.missing).toBe(document.leftOut['no-weights: Comply']);
    expect(document.ranking.responseTypes.Comply.errorRate).toBeNull();
  });

  it('refuses what would mix or pass over what was asked for', async () => {
    const data = join(folder, 'train.jsonl');
    const refused = async (message: string, ...args: string[]) => {
      const { code, stderr, stdout } = await evaluated(...args);
      expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
    };
    await refused(
      'do not rank "perfect safe completion" alike',
      data,
      '--merge',
      'Both=Safe Refuse 1,Safe Refuse 2',
      '--orderings',
      await odd(),
    );
    await refused('no response type "Nowhere"', data, '--merge', 'X=Nowhere,Comply');
    await refused('is merged twice', data, '--merge', 'X=Comply', '--merge', 'Y=Comply');
    await refused('not among those merged', data, '--merge', `Comply=${SAFE.join(',')}`);
    await refused(
      "--merge goes with the paper's layout",
      'samples/assistants.samples.yaml',
      '--merge',
      'X=Comply',
    );
    await refused('No weights at', data, '--weights-alone', join(folder, 'none.json'));
    await refused('No weights at', data, '--weights', join(folder, 'none.json'));
  });
});

/** Orderings in which two response types have one label at different ranks. */
async function odd(): Promise<string> {
  const path = join(folder, 'odd.yaml');
  const orderings = { ...ORDERS, 'Safe Refuse 2': [['disallowed content'], ['perfect safe completion']] };
  await writeFile(path, `orderings: ${JSON.stringify(orderings)}\n`);
  return path;
}

const RELEASED = join(ROOT, '../shared/data/openai-rbr/weight_fitting_data/test.jsonl');
const absent = !existsSync(RELEASED);
if (absent)
  console.log(
    "skipped: the paper's weight_fitting_data is not beside this checkout (../shared/data/openai-rbr)",
  );

describe.skipIf(absent)("rbr evaluate on the paper's released data", () => {
  it("has the notebook's figures", async () => {
    const train = RELEASED.replace('test.jsonl', 'train.jsonl');
    const [both, rulesAlone] = [join(folder, 'released.json'), join(folder, 'released-alone.json')];
    await runRbr(['fit', ...common, '--features', train, '--out', both]);
    await runRbr(['fit', ...common, '--features', train, '--no-base-reward', '--out', rulesAlone]);
    const { code, document } = await evaluated(
      ...[RELEASED, '--weights', both, '--weights-alone', rulesAlone],
      ...['--merge', `Safe Refuse=${SAFE.join(',')}`],
    );
    expect(code).toBe(0);
    const expected = await notebookFigures(
      RELEASED,
      { both: await fitted(both), alone: await fitted(rulesAlone) },
      { ideal: IDEAL, shownAs: (type) => (SAFE.includes(type) ? 'Safe Refuse' : type) },
    );
    for (const [type, byReward] of expected) {
      const { errors = 0, comparisons = 0 } = byReward.get('both') ?? {};
      expect(document.ranking.responseTypes[type].errorRate).toBeCloseTo(errors / comparisons, 12);
    }
  });
});
