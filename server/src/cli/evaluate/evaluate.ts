import { compareRuns } from '../../reward/evaluate/compare.ts';
import { evaluate as evaluateItems, thresholdsOf } from '../../reward/evaluate/evaluation.ts';
import type { EvaluatedItem } from '../../reward/evaluate/items.ts';
import { evaluationInWords, macroInWords, missingFirst } from '../../reward/evaluate/missing-first.ts';
import type { Evaluation } from '../../reward/evaluate/quality.ts';
import { writeRun } from '../../reward/evaluate/run-file.ts';
import { wordingsOf } from '../../reward/evaluate/wordings.ts';
import { glossary } from '../../reward/glossary/glossary.ts';
import { leftOutDocument, leftOutInWords } from '../../reward/left-out.ts';
import { proveOrder } from '../../reward/prove/prove.ts';
import { robustOfRun } from '../../reward/robust/reported.ts';
import { counted } from '../counted.ts';
import { isPaperLayout } from '../fit/paper-files.ts';
import { inputFiles, openPolicy, openWeights, Unread } from '../load.ts';
import { withOrderings } from '../orderings.ts';
import { refuseInput } from '../out-path.ts';
import { EXIT, exitOf, note, printJson } from '../output.ts';
import { toPath } from '../paths.ts';
import { writeWhole } from '../whole-file.ts';
import { renderEvaluation } from './evaluate-text.ts';
import { explainedText } from './explained-text.ts';
import { whatItRestsOn } from './from-features-text.ts';
import { limitsOf } from './limits.ts';
import { gradedElsewhere, gradedHere } from './measured-input.ts';
import type { EvaluateOptions } from './options.ts';
import { reportHtml } from './report-html.ts';
import { readRun } from './runs.ts';
import { withVerdict } from './with-verdict.ts';

/** `rbr evaluate`: how well the grader answers what people have labelled, and what follows for classes and reward. */
export async function evaluate(samples: readonly string[], options: EvaluateOptions): Promise<number> {
  const limits = limitsOf(options.failUnder ?? []);
  const runs = await Promise.all((options.against ?? []).map(readRun));
  const { workspace, state } = await openPolicy(options.policy);
  const { logic } = state;
  const policy =
    options.orderings === undefined ? state.policy : await withOrderings(state.policy, options.orderings);
  const inputs = [
    ...state.files.map(({ source }) => source.uri),
    ...(await inputFiles([...samples, ...(options.train ?? [])])),
    options.weights,
    options.weightsAlone,
    options.rewards,
    options.orderings,
  ];
  await refuseInput('--save', options.save, inputs);
  await refuseInput('--out', options.out, [...inputs, ...(options.against ?? [])]);
  const unread = new Unread();
  const weights = await openWeights(state, options.weights);
  const asked = { workspace, state: { ...state, policy }, weights, unread };
  const isPaper = await isPaperLayout(await inputFiles(samples));
  const { items, grader, graded, leftOut, withoutRow, more } = await (isPaper
    ? gradedElsewhere(samples, options, asked)
    : gradedHere(samples, options, asked));
  const run = { name: options.save ?? toPath(state.uri), grader, items, wordings: wordingsOf(policy) };
  for (const sentence of leftOutInWords(leftOut)) note(`of error rates and distributions: ${sentence}`);
  const {
    evaluation: { missing, ...rest },
    figures,
  } = evaluateItems(policy, items, grader);
  const measured: Evaluation = {
    // What is not there comes first.
    missing: isPaper ? withoutResult(items) + withoutRow : missing,
    unreadable: unread.count,
    ...rest,
    ...(leftOut.length > 0 && { leftOut: leftOutDocument(leftOut) }),
    ...more,
    ...(runs.length > 0 && {
      comparisons: runs.map((before) => compareRuns(before, items, thresholdsOf(policy))),
    }),
  };
  // Weights on the features of a file need not be on those of the policy.
  const proofs = weights && !isPaper ? Object.fromEntries(proveOrder(policy, logic, weights)) : undefined;
  const evaluation = await withVerdict(measured, {
    samples,
    options,
    items,
    graded,
    policy,
    proofs,
    hasWeights: weights !== undefined,
  });
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
            ...(evaluation.fromFeatures && { notes: whatItRestsOn(evaluation) }),
            ...(proofs && { proofs }),
            ...(weights && !isPaper && { robust: robustOfRun(policy, logic, weights, run) }),
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
  if (sentences.length > 0) note(`${counted(evaluation.n, 'completion')} evaluated; ${sentences.join(' ')}`);
  return missed.length > 0
    ? EXIT.findings
    : exitOf({ missing: withoutResult(items) + withoutRow, unreadable: unread.count }, options.allowMissing);
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
