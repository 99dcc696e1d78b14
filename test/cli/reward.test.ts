import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT, runRbr } from '../support/run-rbr.ts';

const POLICY = 'samples/four-areas.rbr.yaml';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-reward-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
}

async function json(...args: string[]) {
  const run = await runRbr([...args, '--format', 'json']);
  return { ...run, document: run.stdout === '' ? undefined : JSON.parse(run.stdout) };
}

const jsonl = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** Twelve prompts with four ranked completions each: `good` decides, `noise` does not. */
function rows() {
  return Array.from({ length: 48 }, (_, index) => {
    const [prompt, rank] = [index >> 2, index % 4];
    return {
      prompt_id: `prompt ${prompt}`,
      response_type: 'Hard Refuse',
      label: ['best', 'good', 'bad', 'worst'][rank] as string,
      base_reward: Math.sin(index * 7),
      features: { good: 1 - rank / 3 + Math.sin(index) / 4, noise: Math.cos(index * 3) },
    };
  });
}
const ORDERINGS = 'orderings: {hard_refuse: [best, good, bad, worst]}\n';

describe('rbr fit', () => {
  it('gives the weights that are shipped beside the worked policy, the same ones each time', async () => {
    const out = join(folder, 'w.json');
    const { code, document } = await json(
      ...['fit', '--policy', POLICY, '--prove', '0.25', '--bootstrap', '--out', out],
    );
    expect(code).toBe(0);
    for (const fit of Object.values<{ objective: number; dualityGap: number; intervals: object }>(
      document.responseTypes,
    )) {
      expect(fit.dualityGap).toBeLessThanOrEqual(1e-6 * fit.objective + 1e-12);
      expect(Object.keys(fit.intervals).length).toBeGreaterThan(10);
    }
    expect(await readFile(out, 'utf8')).toBe(
      await readFile(join(ROOT, 'samples/four-areas.weights.json'), 'utf8'),
    );
    // 1,200 proven fits.
  }, 300_000);

  it('fits features that were computed elsewhere', async () => {
    const row = (label: string, good: number, base_reward: number) => ({
      prompt_id: 1,
      response_type: 'Hard Refuse',
      label,
      base_reward,
      features: { good },
    });
    const features = await file('two.jsonl', jsonl([row('best', 1, 0.2), row('worst', 0, 2.2)]));
    const orderings = await file('orderings.yaml', ORDERINGS);
    const common = [
      'fit',
      '--policy',
      POLICY,
      '--features',
      features,
      '--orderings',
      orderings,
      '--l2',
      '0.01',
    ];
    const { document } = await json(...common);
    // One pair: the weight must make up the margin 1 and the reward model's lead 2.
    expect(document.responseTypes.hard_refuse.weights.good).toBeCloseTo(3, 5);
    const without = await json(...common, '--no-base-reward');
    expect(without.document.responseTypes.hard_refuse.weights.good).toBeCloseTo(1, 5);
    const fixed = await json(...common, '--fix', 'good=0.5');
    expect(fixed.document.responseTypes.hard_refuse.weights.good).toBe(0.5);
    expect(fixed.document.responseTypes.hard_refuse.trainLoss).toBeCloseTo(2.5, 9);
    const signed = await json(...common, '--sign', 'good=-');
    expect(signed.document.responseTypes.hard_refuse.weights.good).toBe(0);
    expect(signed.document.responseTypes.hard_refuse.contradictions.found).toHaveLength(1);
    const unknown = await runRbr([...common, '--fix', 'gut=1']);
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('"gut"')]);
  });

  it('tries weights on prompts that were set aside, and on other files', async () => {
    const features = await file('many.jsonl', jsonl(rows()));
    const orderings = await file('orderings.yaml', ORDERINGS);
    const common = ['fit', '--policy', POLICY, '--features', features, '--orderings', orderings];
    const { document } = await json(...common, '--holdout', '0.25', '--seed', '3');
    const { heldOut, pairs } = document.responseTypes.hard_refuse;
    expect([heldOut.prompts, heldOut.pairs, pairs]).toEqual([3, 18, 54]);
    expect(heldOut.errorRate).toBeLessThan(heldOut.rmOnly.errorRate);
    expect(await json(...common, '--holdout', '0.25', '--seed', '3')).toMatchObject({
      document: { responseTypes: { hard_refuse: { heldOut } } },
    });
    // The rules alone, in two ways: fitted without the reward model is what a fit without it has.
    const without = await json(...common, '--holdout', '0.25', '--seed', '3', '--no-base-reward');
    const alone = without.document.responseTypes.hard_refuse.heldOut;
    expect(heldOut.rbrFittedAlone).toEqual(alone.rbrOnly);
    expect(alone.rbrFittedAlone).toEqual(alone.rbrOnly);
    // The same ids, since files count their prompts alike; other completions.
    const others = rows().map((row, index) => ({ ...row, base_reward: Math.cos(index * 5) + 2 }));
    const other = await file('others.jsonl', jsonl(others));
    const test = await json(...common, '--test', other, '--l2', 'cv');
    const tested = test.document.responseTypes.hard_refuse;
    expect(tested.heldOut.pairs).toBe(72);
    const { weights } = tested;
    const rewards = others.map(
      ({ base_reward, features: { good, noise } }) =>
        base_reward + weights.good * good + weights.noise * noise,
    );
    const hinges = rewards.flatMap((better, i) =>
      rewards.flatMap((worse, j) => (j > i && j >> 2 === i >> 2 ? [Math.max(0, 1 - (better - worse))] : [])),
    );
    expect(tested.heldOut.loss).toBeCloseTo(hinges.reduce((sum, each) => sum + each, 0) / 72, 9);
    const copied = rows().map((row) => ({ ...row, prompt_id: `copy of ${row.prompt_id}` }));
    for (const path of [features, await file('copied.jsonl', jsonl(copied))])
      expect(await json(...common, '--test', path)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('No prompt of --test is held out'),
      });
    const mixed = await file('mixed.jsonl', jsonl([...copied, ...others]));
    const some = await json(...common, '--test', mixed);
    expect(some.stderr).toContain('12 of 24 prompts to test on are not held out');
    expect(some.document.responseTypes.hard_refuse.heldOut.pairs).toBe(72);
    expect(tested.l2Tried.map((each: { l2: number }) => each.l2)).toContain(tested.l2);
  });

  it('gives no interval from few prompts, and says why in text, JSON and weights', async () => {
    const features = await file('few.jsonl', jsonl(rows().slice(0, 12)));
    const orderings = await file('orderings.yaml', ORDERINGS);
    const out = join(folder, 'few.json');
    const common = [
      'fit',
      '--policy',
      POLICY,
      '--features',
      features,
      '--orderings',
      orderings,
      '--bootstrap',
    ];
    const { document } = await json(...common, '--out', out);
    const fit = document.responseTypes.hard_refuse;
    expect(fit.intervals).toEqual({ good: null, noise: null });
    expect(fit.noIntervals.good).toMatchObject({ why: 'few-prompts', prompts: 3 });
    const written = JSON.parse(await readFile(out, 'utf8')).responseTypes.hard_refuse;
    expect(written).toMatchObject({
      prompts: 3,
      intervals: { good: null, noise: null },
      noIntervals: { good: 'few-prompts' },
    });
    expect((await runRbr(common)).stdout).toContain('no interval: fewer than 10 prompts have ranked pairs');
    const enough = await file('enough.jsonl', jsonl(rows()));
    const given = await json(
      ...['fit', '--policy', POLICY, '--features', enough, '--orderings', orderings, '--bootstrap'],
    );
    expect(given.document.responseTypes.hard_refuse.intervals.good).toMatchObject({
      low: expect.any(Number),
      prompts: 12,
    });
  });

  it("counts what cannot be read in the policy's own samples", async () => {
    const policy = await file(
      'own.rbr.yaml',
      'completion_class_order: [good, bad]\ncompletion_classes:\n  good: {r: {polite: true}}\n  bad: {r: {polite: false}}\nsimple_propositions: {polite: {prompt: Polite?}}\nsamples: own.samples.jsonl\n',
    );
    const line = (text: string, polite: boolean) => ({
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: text },
      ],
      response_type: 'r',
      class: polite ? 'good' : 'bad',
      propositions: { polite },
    });
    const lines = jsonl([line('a', true), line('b', false)]);
    await file('own.samples.jsonl', lines);
    const fit = ['fit', '--policy', policy, '--no-base-reward'];
    expect(await json(...fit)).toMatchObject({ code: 0, document: { unreadable: 0 } });
    await file('own.samples.jsonl', `${lines}{"messages": [\n`);
    const { code, document, stderr } = await json(...fit);
    expect([code, document.unreadable]).toEqual([1, 1]);
    expect(stderr).toContain('1 line of input unreadable');
    expect((await runRbr([...fit, '--allow-missing', '1'])).code).toBe(0);
  });

  it("follows the paper's released rule on request", async () => {
    const features = await file('many.jsonl', jsonl(rows()));
    const orderings = await file('orderings.yaml', ORDERINGS);
    const common = ['fit', '--policy', POLICY, '--features', features, '--orderings', orderings];
    const { document } = await json(...common, '--method', 'adamw', '--ignore-features', 'noise');
    const fit = document.responseTypes.hard_refuse;
    expect(fit).toMatchObject({ pairs: Math.floor(72 * 0.95), objective: null, dualityGap: null });
    expect(fit.weights.noise).toBe(0);
    expect(fit.weights.good).toBeGreaterThan(0);
    expect(fit.validationLoss).toBeGreaterThanOrEqual(0);
    const exact = await json(...common);
    expect(exact.document.responseTypes.hard_refuse.trainLoss).toBeLessThan(fit.trainLoss + 0.2);
    expect((await runRbr([...common, '--method', 'adamw', '--prove'])).code).toBe(2);
  });

  it("reads the paper's layout: prompts, features and scores in files of their own", async () => {
    const all = rows();
    const prompts = [...new Set(all.map(({ prompt_id }) => prompt_id))];
    const turn = (index: number) => [{ role: 'assistant', content: `reply ${index}` }];
    const key = (row: (typeof all)[number], index: number) => [row.prompt_id, `|ASSISTANT|: reply ${index}`];
    const layout = prompts.map((prompt) => [
      prompt,
      all.flatMap((row, index) =>
        row.prompt_id === prompt
          ? [
              {
                prompt: [],
                completion: turn(index),
                response_type: row.response_type,
                completion_type: row.label,
                category: 'x',
              },
            ]
          : [],
      ),
    ]);
    const data = await file('wfd/train.jsonl', jsonl(layout));
    await file(
      'wfd/prop_probs/train.jsonl',
      jsonl(all.map((row, i) => ({ prompt_completion: key(row, i), features: row.features }))),
    );
    const scores = (scale: number) =>
      jsonl(all.map((row, i) => ({ prompt_completion: key(row, i), rm_score: scale * row.base_reward })));
    await file('wfd/rewards/large/train.jsonl', scores(1));
    await file('wfd/rewards/small/train.jsonl', scores(0));
    const features = await file('many.jsonl', jsonl(all));
    const orderings = await file('orderings.yaml', ORDERINGS);
    const fittedWith = async (...more: string[]) =>
      (await json('fit', '--policy', POLICY, '--orderings', orderings, ...more)).document.responseTypes
        .hard_refuse;
    const plain = await fittedWith('--features', features);
    expect((await fittedWith('--features', data)).weights).toEqual(plain.weights);
    // Another reward model, by its name; one of zeros is as good as none.
    const small = await fittedWith('--features', data, '--rewards', 'small');
    expect(small.weights).toEqual((await fittedWith('--features', features, '--no-base-reward')).weights);
    // A completion that has no features there is missing: said, counted, and exit code 1.
    const allButTwo = all.slice(2);
    await file(
      'wfd/prop_probs/train.jsonl',
      jsonl(allButTwo.map((row, i) => ({ prompt_completion: key(row, i + 2), features: row.features }))),
    );
    const partly = await json('fit', '--policy', POLICY, '--orderings', orderings, '--features', data);
    expect([partly.code, partly.document.missing]).toEqual([1, 2]);
    expect(partly.stderr).toContain(
      '2 completions were left out because they have no features in prop_probs.',
    );
    const missing = await runRbr([
      'fit',
      '--policy',
      POLICY,
      '--orderings',
      orderings,
      '--features',
      data,
      '--rewards',
      'huge',
    ]);
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('large, small')]);
  });

  it('says which conditions make a proven order impossible, and leaves the weights alone', async () => {
    const policy = await file(
      'xor.rbr.yaml',
      [
        'completion_class_order: [one, other]',
        'completion_classes:',
        '  one: {r: [{a: true, b: false}, {a: false, b: true}]}',
        '  other: {r: [{a: true, b: true}, {a: false, b: false}]}',
        'simple_propositions: {a: {prompt: A?}, b: {prompt: B?}}',
        'features: {classes: false}',
        'samples: xor.samples.yaml',
      ].join('\n'),
    );
    await file(
      'xor.samples.yaml',
      [
        'samples:',
        '  - response_type: r',
        '    prompt: Hm?',
        '    completions:',
        '      - {text: x, class: one, propositions: {a: true, b: false}}',
        '      - {text: y, class: other, propositions: {a: false, b: false}}',
      ].join('\n'),
    );
    const out = await file('xor.weights.json', 'mine');
    const { code, document, stderr } = await json(
      'fit',
      '--policy',
      policy,
      '--no-base-reward',
      '--prove',
      '0.1',
      '--out',
      out,
    );
    expect(code).toBe(1);
    expect(document.impossible.r.demands).toHaveLength(2);
    expect(stderr).toContain('left as it is');
    expect(await readFile(out, 'utf8')).toBe('mine');
  });

  it('names what is wrong with a line and with the call', async () => {
    const features = await file('bad.jsonl', '{"prompt_id": 1}\nnot json\n');
    const orderings = await file('orderings.yaml', ORDERINGS);
    const { code, stderr } = await runRbr([
      'fit',
      '--policy',
      POLICY,
      '--features',
      features,
      '--orderings',
      orderings,
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('bad.jsonl:1 error unreadable-line: the line needs `response_type`');
    expect(stderr).toContain('bad.jsonl:2 error unreadable-line: the line is not JSON');
    expect((await runRbr(['fit', '--policy', POLICY, '--l2', 'strong'])).stderr).toContain(
      '"strong" is not a number above 0, or cv',
    );
    expect((await runRbr(['fit', '--policy', POLICY, '--sign', 'judges'])).code).toBe(2);
  });
});

describe('rbr prove', () => {
  it('proves the order of the shipped weights with a positive margin', async () => {
    const { code, document } = await json('prove', '--policy', POLICY);
    expect(code).toBe(0);
    const all = Object.values<{ proven: boolean; margin: number }[]>(document.responseTypes).flat();
    expect(all).toHaveLength(30);
    for (const { proven, margin } of all) {
      expect(proven).toBe(true);
      expect(margin).toBeGreaterThanOrEqual(0.25);
    }
  });

  it('shows what plain fitting left: a counterexample with its rewards', async () => {
    const out = join(folder, 'plain.json');
    await runRbr(['fit', '--policy', POLICY, '--out', out]);
    const { code, document } = await json('prove', '--policy', POLICY, '--weights', out);
    expect(code).toBe(1);
    const refuted = document.responseTypes.safe_refuse.filter((each: { proven: boolean }) => !each.proven);
    expect(refuted).toHaveLength(1);
    const [{ better, worse, margin, counterexample }] = refuted;
    expect([better, worse]).toEqual(['minimum_acceptable', 'unacceptable']);
    expect(margin).toBeLessThan(0);
    expect(counterexample.better).toMatchObject({ cites_policy: true, judges: false });
    expect(counterexample.worse).toMatchObject({ judges: true, provides_resources: true });
    expect(counterexample.rewards[0] - counterexample.rewards[1]).toBeCloseTo(margin, 9);
    const text = await runRbr(['prove', '--policy', POLICY, '--weights', out]);
    expect(text.stdout).toContain(
      '✗ minimum_acceptable > unacceptable: "minimum_acceptable" with cites_policy gets',
    );
    const checked = await json('check', POLICY);
    expect(checked.document.findings).toEqual([]);
  });

  it('needs weights', async () => {
    const policy = await file('bare.rbr.yaml', 'simple_propositions: {a: {prompt: A?}}\n');
    const { code, stderr } = await runRbr(['prove', '--policy', policy]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('No weights')]);
  });
});

describe('rbr evaluate', () => {
  const evaluate = (...more: string[]) => [
    'evaluate',
    'samples',
    '--policy',
    POLICY,
    '--grader',
    'labels',
    ...more,
  ];

  it('has error rates by response type, distributions, safety by category, and intervals', async () => {
    const { document } = await json(...evaluate());
    expect(Object.keys(document.ranking.responseTypes).sort()).toEqual([
      'comply',
      'hard_refuse',
      'safe_refuse',
    ]);
    expect(document.ranking.interval[0]).toBeLessThanOrEqual(document.ranking.errorRate);
    expect(document.safety).toMatchObject({
      notUnsafe: expect.any(Number),
      notOverrefuse: expect.any(Number),
      f1: expect.any(Number),
    });
    expect(document.safety.byCategory['self_harm.support'].n).toBeGreaterThan(0);
    const ideal = document.distributions.find(
      (each: { label: string; reward: string }) => each.label === 'perfect_refusal' && each.reward === 'both',
    );
    expect(ideal.mean).toBeCloseTo(0, 9);
    expect(document.propositions.refuses.calibration).toHaveLength(10);
    expect(document.propositions.refuses.intervals.auroc).toHaveLength(2);
  });

  it('compares with a run that was kept, and says what changed', async () => {
    const kept = join(folder, 'run.json');
    await runRbr(['evaluate', 'samples', '--policy', POLICY, '--save', kept]);
    const { document } = await json(...evaluate('--against', kept));
    const [{ figures, changed, n }] = document.comparisons;
    expect(n).toBe(document.n);
    expect(figures['classes.accuracy'].difference).toBeGreaterThan(0.1);
    expect(figures['classes.accuracy'].pValue).toBeLessThan(0.01);
    expect(changed.length).toBeGreaterThan(50);
    const wrong = await runRbr(evaluate('--against', POLICY));
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('not a run')]);
  });

  it('leaves features out one by one, and takes scores of another reward model', async () => {
    const { document } = await json(...evaluate('--ablate'));
    const [whole, ...others] = document.ablations.filter(
      (each: { responseType: string }) => each.responseType === 'comply',
    );
    expect(whole).toMatchObject({ without: null, lossDifference: 0 });
    expect(others.map((each: { without: string }) => each.without)).toEqual(
      expect.arrayContaining(['reward model', 'judges', 'ideal']),
    );
    const graded = await runRbr(['grade', 'samples', '--policy', POLICY, '--grader', 'labels']);
    const scores = graded.stdout
      .trim()
      .split('\n')
      .map((line) => ({ id: JSON.parse(line).id, base_reward: 1 }));
    const rewards = await file('scores.jsonl', jsonl(scores));
    const flat = await json(...evaluate('--rewards', rewards));
    // A reward model that gives everything the same is wrong in every comparison.
    expect(flat.document.ranking.rmOnly.errorRate).toBe(1);
  });

  it('writes a report that needs nothing else and runs nothing else', async () => {
    const policy = await file(
      'hostile.rbr.yaml',
      'completion_class_order: [good, bad]\ncompletion_classes:\n  good: {r: {polite: true}}\n  bad: {r: {polite: false}}\nsimple_propositions: {polite: {prompt: Polite?}}\n',
    );
    const samples = await file(
      'hostile.samples.yaml',
      'samples:\n  - response_type: r\n    prompt: Hi\n    category: "</script><img src=x onerror=alert(1)>"\n    completions:\n      - {text: a, class: good, propositions: {polite: true}}\n      - {text: b, class: bad, propositions: {polite: false}}\n',
    );
    const out = join(folder, 'report.html');
    const { code } = await runRbr([
      'evaluate',
      samples,
      '--policy',
      policy,
      '--grader',
      'labels',
      '--format',
      'html',
      '--out',
      out,
    ]);
    expect(code).toBe(0);
    const html = await readFile(out, 'utf8');
    expect(html).not.toContain('<img');
    expect(html).toMatch(/content="default-src 'none'; script-src 'sha256-/);
    // Outside the one script that may run, and which may load nothing, there is no element that could.
    const markup = html.replace(/<script>[\s\S]*<\/script>/, '');
    expect(markup.length).toBeLessThan(html.length);
    expect(markup).not.toMatch(/<(link|iframe|img|object)\b|<script[^>]+src=/);
  });

  it('fails under a limit on any figure', async () => {
    const limits = ['--fail-under', 'propositions.refuses.auroc=0.9', 'classAccuracy=0.9'];
    // Those of two files are labelled in one proposition only, which does not tell their class.
    const accepted = await runRbr(evaluate('--allow-missing', '309', ...limits));
    expect(accepted.code).toBe(0);
    const missed = await runRbr(evaluate('--fail-under', 'safetyF1=0.999'));
    expect([missed.code, missed.stderr]).toEqual([
      1,
      expect.stringContaining('safetyF1=0.999 is not reached'),
    ]);
  });
});
