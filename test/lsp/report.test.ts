import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import {
  EVALUATE_REQUEST,
  type EvaluateParams,
  FIT_REQUEST,
  type FitParams,
  REPORT_PROGRESS,
  type ReportProgress,
  type ReportResult,
} from '../../server/src/language/protocol-report.ts';
import { LspClient } from '../support/lsp-client.ts';

const SAMPLES = fileURLToPath(new URL('../../samples', import.meta.url));
const WEIGHTS = 'four-areas.weights.json';

let folder: string;
let client: LspClient;
let policy: string;
const progress: ReportProgress[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-report-'));
  await cp(SAMPLES, folder, { recursive: true });
  await writeFile(join(folder, 'empty.rbr.yaml'), 'completion_class_order: []\n');
  policy = uriOf('four-areas.rbr.yaml');
  ({ client } = await LspClient.start(pathToFileURL(folder).href, { storagePath: join(folder, 'storage') }));
  client.connection.onNotification(REPORT_PROGRESS, (each: ReportProgress) => void progress.push(each));
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  await rm(folder, { recursive: true });
});

const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;
const ask = (
  request: string,
  params: FitParams | EvaluateParams,
  token?: CancellationTokenSource['token'],
) => {
  progress.length = 0;
  return client.connection.sendRequest<ReportResult>(request, params, ...(token ? [token] : []));
};
const reportOf = (result: ReportResult) => {
  if ('reason' in result) throw new Error(result.reason);
  return result;
};

describe('fit and evaluation in the editor', () => {
  it('fits as the command line does, says how far it is, and offers the weights', async () => {
    const { report, weights } = reportOf(
      await ask(FIT_REQUEST, { uri: uriOf('self-harm.samples.yaml'), run: 'a', prove: 0.25 }),
    );
    expect(weights?.uri).toBe(uriOf(WEIGHTS));
    const shipped = JSON.parse(await readFile(join(folder, WEIGHTS), 'utf8'));
    expect(JSON.parse(weights?.text ?? '')).toEqual(shipped);
    expect(report.title).toBe('Fit of four-areas.rbr.yaml');
    expect(Object.values(report.proofs ?? {}).flatMap((pairs) => pairs.map(({ proven }) => proven))).toEqual(
      Array.from({ length: 30 }, () => true),
    );
    expect(progress.length).toBeGreaterThan(0);
    expect(progress.every(({ run, done, total }) => run === 'a' && done <= total)).toBe(true);
  });

  it('shows what a fit to the samples alone leaves out of order, and marks it in the policy when kept', async () => {
    const { report, weights } = reportOf(await ask(FIT_REQUEST, { uri: policy, run: 'b' }));
    const open = Object.values(report.proofs ?? {}).flatMap((pairs) => pairs.filter((each) => !each.proven));
    expect(open.length).toBeGreaterThan(0);
    for (const { counterexample } of open) {
      const [better, worse] = counterexample?.rewards ?? [0, 0];
      expect(better).toBeLessThanOrEqual(worse);
    }
    const marks = async () => {
      const version = await client.change(policy, `${text}\n`);
      await client.diagnostics(policy, version);
      return () =>
        client
          .latest(policy)
          .filter(({ code }) => code === 'order-not-proven')
          .map(({ severity }) => severity);
    };
    const text = await readFile(fileURLToPath(policy), 'utf8');
    await client.open(policy, text);
    expect((await marks())()).toEqual([]);
    await writeFile(join(folder, WEIGHTS), weights?.text ?? '');
    // What takes long is published in parts.
    await expect.poll(await marks(), { timeout: 30_000 }).toEqual(open.map(() => 2));
  });

  it('evaluates with the grades of the editor, with intervals', async () => {
    const { report, weights } = reportOf(await ask(EVALUATE_REQUEST, { uri: policy, run: 'c' }));
    expect(weights).toBeUndefined();
    const { evaluation } = report;
    expect(evaluation?.grader.summary).toContain('held out by prompt and text');
    expect(Object.keys(evaluation?.propositions ?? {}).length).toBe(13);
    const { errorRate, interval } = evaluation?.ranking ?? {};
    expect(interval?.[0]).toBeLessThanOrEqual(errorRate ?? -1);
    expect(interval?.[1]).toBeGreaterThanOrEqual(errorRate ?? 2);
    expect(evaluation?.distributions?.length).toBeGreaterThan(0);
    expect(progress.at(-1)?.total).toBeGreaterThan(500);
  });

  it('says what the errors of the last evaluation do to the order of the classes, of a fit too', async () => {
    const { report } = reportOf(await ask(EVALUATE_REQUEST, { uri: policy, run: 'e' }));
    const fit = reportOf(await ask(FIT_REQUEST, { uri: policy, run: 'e2', prove: 0.25 }));
    for (const { robust } of [report, fit.report]) {
      if (!robust || 'reason' in robust) throw new Error('nothing known');
      expect(robust.propositions.map(({ name }) => name)).toHaveLength(13);
      expect(robust.propositions.find(({ name }) => name === 'brief')?.isCheck).toBe(true);
      expect(robust).toMatchObject({ confidence: 0.95, otherWording: [], wordingKnown: true });
      const pairs = Object.values(robust.types).flatMap((proof) => proof.pairs);
      expect(pairs).toHaveLength(30);
      // The offline grader errs too often for some pairs.
      expect(pairs.filter(({ expected }) => expected.proven).length).toBeGreaterThan(10);
      expect(pairs.filter(({ expected }) => !expected.proven).length).toBeGreaterThan(0);
    }
  });

  it('compares with the last evaluation of the policy, and with those that were kept', async () => {
    const first = reportOf(await ask(EVALUATE_REQUEST, { uri: policy, run: 'f' }));
    const [unchanged] = first.report.evaluation?.comparisons ?? [];
    expect(unchanged?.with).toBe('the last evaluation');
    expect(unchanged?.changed).toEqual([]);
    const text = await readFile(fileURLToPath(policy), 'utf8');
    const edited = text.replace(
      '{ acceptable_refusal: true, correct_refusal: false }',
      '{ acceptable_refusal: false, correct_refusal: false }',
    );
    expect(edited).not.toBe(text);
    await client.change(policy, edited);
    const against = [{ name: 'kept.run.json', text: first.kept?.text ?? '' }];
    const { report } = reportOf(await ask(EVALUATE_REQUEST, { uri: policy, run: 'g', against }));
    const { comparisons = [], classes } = report.evaluation ?? {};
    expect(comparisons.map((each) => each.with)).toEqual(['kept.run.json', 'the last evaluation']);
    const [kept, last] = comparisons;
    expect({ ...kept, with: '' }).toEqual({ ...last, with: '' });
    expect(kept?.changed.length).toBeGreaterThan(0);
    expect(kept?.figures['classes.accuracy']?.before).toBe(first.report.evaluation?.classes.accuracy);
    expect(kept?.figures['classes.accuracy']?.after).toBe(classes?.accuracy);
    await client.change(policy, text);
  });

  it('says which file is no evaluation', async () => {
    const against = [{ name: 'notes.json', text: '{"items": 3}' }];
    expect(await ask(EVALUATE_REQUEST, { uri: policy, run: 'h', against })).toEqual({
      reason: 'notes.json is no evaluation that was kept.',
    });
  });

  it('stops when it is told to', async () => {
    for (const request of [FIT_REQUEST, EVALUATE_REQUEST]) {
      const source = new CancellationTokenSource();
      const asked = ask(request, { uri: policy, run: 'd', prove: 0.25 }, source.token);
      source.cancel();
      expect(await asked).toEqual({ reason: 'It was cancelled.' });
    }
  });

  it('says why there is nothing to fit, or to evaluate', async () => {
    const empty = uriOf('empty.rbr.yaml');
    expect(await ask(FIT_REQUEST, { uri: empty, run: 'e' })).toEqual({
      reason: 'Nothing can be fitted: no sample is ranked and labelled in full.',
    });
    expect(await ask(EVALUATE_REQUEST, { uri: empty, run: 'e' })).toEqual({
      reason: 'The policy has no samples: name sample files under `samples`.',
    });
    expect(await ask(EVALUATE_REQUEST, { uri: uriOf('ghost.rbr.yaml'), run: 'e' })).toEqual({
      reason: 'Open a policy, or a samples file that belongs to one.',
    });
  });
});
