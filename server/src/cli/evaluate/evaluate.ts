import { ablations } from '../../reward/evaluate/ablation.ts';
import { compareRuns } from '../../reward/evaluate/compare.ts';
import { evaluate as evaluateItems, thresholdsOf } from '../../reward/evaluate/evaluation.ts';
import { type EvaluatedItem, evaluatedItems } from '../../reward/evaluate/items.ts';
import { evaluationInWords, macroInWords, missingFirst } from '../../reward/evaluate/missing-first.ts';
import type { Evaluation } from '../../reward/evaluate/quality.ts';
import { writeRun } from '../../reward/evaluate/run-file.ts';
import { wordingsOf } from '../../reward/evaluate/wordings.ts';
import { gradedInput, leftOutOfRanking } from '../../reward/fit/graded-rows.ts';
import { glossary } from '../../reward/glossary/glossary.ts';
import { leftOutDocument, leftOutInWords } from '../../reward/left-out.ts';
import { proveOrder } from '../../reward/prove/prove.ts';
import { robustOfRun } from '../../reward/robust/reported.ts';
import { gradeAll } from '../grade-all.ts';
import { allCompletions, inputFiles, openPolicy, openWeights, Unread, unreadOfTraining } from '../load.ts';
import { refuseInput } from '../out-path.ts';
import { EXIT, exitOf, note, printJson, UsageError } from '../output.ts';
import { toPath } from '../paths.ts';
import { writeWhole } from '../whole-file.ts';
import { renderEvaluation } from './evaluate-text.ts';
import { explainedText } from './explained-text.ts';
import { limitsOf } from './limits.ts';
import type { EvaluateOptions } from './options.ts';
import { reportHtml } from './report-html.ts';
import { readRewards } from './rewards.ts';
import { readRun } from './runs.ts';
import { withVerdict } from './with-verdict.ts';

/** What ablations fit with: the defaults of `rbr fit`. */
const ABLATION = { l2: 0.001, margin: 1, seed: 0 };

/** `rbr evaluate`: how well the grader answers what people have labelled, and what follows for classes and reward. */
export async function evaluate(samples: readonly string[], options: EvaluateOptions): Promise<number> {
  const limits = limitsOf(options.failUnder ?? []);
  const runs = await Promise.all((options.against ?? []).map(readRun));
  const { workspace, state } = await openPolicy(options.policy);
  const { policy, logic } = state;
  const inputs = [
    ...state.files.map(({ source }) => source.uri),
    ...(await inputFiles([...samples, ...(options.train ?? [])])),
    options.weights,
    options.rewards,
  ];
  await refuseInput('--save', options.save, inputs);
  await refuseInput('--out', options.out, [...inputs, ...(options.against ?? [])]);
  const unread = new Unread();
  const read = await allCompletions(samples, unread);
  if (read.length === 0) throw new UsageError('No completions to evaluate.');
  const completions = options.rewards === undefined ? read : await readRewards(options.rewards, read, unread);
  const weights = await openWeights(state, options.weights);
  const { graded, grader, heldOut } = await gradeAll(workspace, state, completions, options, {
    weights,
    unread: unreadOfTraining(unread, samples, options.train),
  });
  const items = evaluatedItems(policy, logic, weights, graded);
  const run = { name: options.save ?? toPath(state.uri), grader, items, wordings: wordingsOf(policy) };
  const leftOut = weights ? leftOutOfRanking(policy, logic, graded) : [];
  for (const sentence of leftOutInWords(leftOut)) note(sentence);
  const {
    evaluation: { missing, ...rest },
    figures,
  } = evaluateItems(policy, items, grader);
  const measured: Evaluation = {
    // What is not there comes first.
    missing,
    unreadable: unread.count,
    ...rest,
    ...(leftOut.length > 0 && { leftOut: leftOutDocument(leftOut) }),
    ...(heldOut && { held_out: heldOut }),
    ...(options.ablate && {
      ablations: ablations(gradedInput(policy, logic, graded, rowsOptions(completions, grader.kind)), {
        ...ABLATION,
        signs: policy.reward.signs,
        fixed: policy.reward.fixed,
      }),
    }),
    ...(runs.length > 0 && {
      comparisons: runs.map((before) => compareRuns(before, items, thresholdsOf(policy))),
    }),
  };
  const proofs = weights && Object.fromEntries(proveOrder(policy, logic, weights));
  const evaluation = await withVerdict(measured, { samples, options, items, graded, policy, proofs });
  if (options.save !== undefined) {
    await writeWhole(options.save, writeRun(run));
    note(`kept as ${options.save}`);
  }
  if (options.format === 'json') printJson(evaluation);
  else {
    const text =
      options.format === 'text'
        ? `${renderEvaluation(evaluation)}${options.explain ? `\n${explainedText()}` : ''}`
        : await reportHtml({
            title: toPath(state.uri),
            evaluation,
            words: evaluationInWords(evaluation),
            glossary: glossary(),
            ...(proofs && { proofs }),
            ...(weights && { robust: robustOfRun(policy, logic, weights, run) }),
          });
    if (options.out === undefined) process.stdout.write(text);
    else {
      await writeWhole(options.out, text);
      note(`written to ${options.out}`);
    }
  }
  const missed = limits.filter(({ figure, value }) => (figures.get(figure) ?? -Infinity) < value);
  for (const { written, figure } of missed)
    note(
      `${written} is not reached: ${figures.get(figure)?.toFixed(4) ?? whyNotMeasured(figure, evaluation)}`,
    );
  const { sentences } = missingFirst(evaluation);
  // At the end as well, where a log is looked at first.
  if (sentences.length > 0) note(`${evaluation.n} completions evaluated; ${sentences.join(' ')}`);
  return missed.length > 0
    ? EXIT.findings
    : exitOf({ missing: withoutResult(items), unreadable: unread.count }, options.allowMissing);
}

/** Completions without a verdict, and ranked ones without a reward though there are weights: as `rbr fit` counts them. */
function withoutResult(items: readonly EvaluatedItem[]): number {
  return items.filter(
    ({ withoutVerdict, rank, rewardMissing }) => withoutVerdict || (rank !== undefined && rewardMissing),
  ).length;
}

/** A figure that is not there is never taken for reached. */
function whyNotMeasured(figure: string, { propositions, macro }: Evaluation): string {
  const [room, name = ''] = figure.split('.');
  const quality = propositions[name];
  if (room === 'macro') return `not measured (${macroInWords(macro)})`;
  if (room === 'propositions' && quality)
    return `not measured (${quality.n} of ${quality.labelled} labelled completions have an answer)`;
  return 'not measured';
}

/** Ablations go by the reward model where there are scores of it; completions without one are then left out. */
function rowsOptions(
  completions: readonly { readonly baseReward?: number }[],
  grader: string,
): { useBaseReward: boolean; grader: string } {
  return { useBaseReward: completions.some(({ baseReward }) => baseReward !== undefined), grader };
}
