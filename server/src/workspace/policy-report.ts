import * as l10n from '@vscode/l10n';
import { heldOutCounts } from '../grader/embedded/held-out.ts';
import { createLabelsGrader } from '../grader/labels.ts';
import { allOf, inList } from '../policy/lists.ts';
import { compareRuns, type Run } from '../reward/evaluate/compare.ts';
import { evaluate, thresholdsOf } from '../reward/evaluate/evaluation.ts';
import { evaluatedItems, type GradedForEvaluation, type GraderRecord } from '../reward/evaluate/items.ts';
import { evaluationInWords } from '../reward/evaluate/missing-first.ts';
import { wordingsOf } from '../reward/evaluate/wordings.ts';
import { DEFAULT_DRAWS } from '../reward/fit/bootstrap.ts';
import { DEFAULT_L2, fitTypes } from '../reward/fit/fit-types.ts';
import { gradedInput, leftOutOfRanking } from '../reward/fit/graded-rows.ts';
import { reportedFits } from '../reward/fit/reported-fit.ts';
import { glossary } from '../reward/glossary/glossary.ts';
import { leftOutInWords } from '../reward/left-out.ts';
import { provingOrder } from '../reward/prove/prove.ts';
import type { Report } from '../reward/report.ts';
import { weightsUriFor, writeWeights } from '../reward/weights.ts';
import { withVerdict } from './evaluation-verdict.ts';
import { baseNameOf } from './file-system.ts';
import { robustReport } from './robust-report.ts';
import { type Graders, type SampleGrades, sampleGrader } from './sample-grades.ts';
import type { PolicyState, Workspace } from './workspace.ts';

/** Long work that an editor waits for: it lets others have their turn, and ends when it is told to. */
export interface ReportWork {
  readonly progress: (done: number, of: number) => void;
  readonly isCancelled: () => boolean;
}

export type FitReport =
  | { readonly report: Report; readonly weights?: { readonly uri: string; readonly text: string } }
  | { readonly reason: string };

export type EvaluationReport =
  /** `run`: what later ones can be compared with. */
  { readonly report: Report; readonly run: Run } | { readonly reason: string };

/** What the work ends with when it is told to. */
class Cancelled extends Error {}

/**
 * Fits the reward of a policy on the human labels of its samples, and proves what comes out. `prove`: the order of
 * the classes is to be proven with this margin. `lastRun`: an evaluation, which tells how the grader errs.
 */
export async function fitReport(
  workspace: Workspace,
  state: PolicyState,
  { prove, lastRun }: { readonly prove?: number; readonly lastRun?: Run },
  work: ReportWork,
): Promise<FitReport> {
  const { policy, logic } = state;
  const completions = await workspace.completionsOf(state);
  const labels = createLabelsGrader(policy);
  const graded = await Promise.all(
    completions.map(async (completion) => ({ completion, grades: await labels.grade(completion) })),
  );
  // All or none: rewards with the model's score and without it cannot be compared.
  const withScore = completions.filter(({ baseReward }) => baseReward !== undefined).length;
  const useBaseReward = withScore > 0;
  const input = gradedInput(policy, logic, graded, { useBaseReward, grader: 'labels' });
  if (input.byType.size === 0) {
    const reasons = leftOutInWords(input.leftOut);
    return {
      reason: [l10n.t('Nothing can be fitted: no sample is ranked and labelled in full.'), ...reasons].join(
        ' ',
      ),
    };
  }
  try {
    const found = await fitTypes(policy, logic, input, {
      l2: DEFAULT_L2,
      margin: 1,
      signs: policy.reward.signs,
      fixed: policy.reward.fixed,
      seed: 0,
      bootstrap: DEFAULT_DRAWS,
      ...(prove !== undefined && { prove }),
      progress: async (done, of) => {
        work.progress(done, of);
        await nextTurn(work);
      },
    });
    if (
      found.fits.size === 0 &&
      found.impossible.size === 0 &&
      [...found.failed.values()].every(({ reason }) => reason === 'no-pairs')
    )
      return { reason: l10n.t('Nothing can be fitted: no two ranked completions of one prompt.') };
    // Weights of a part would replace those of all.
    const earlierTypes = Object.keys((await workspace.weightsOf(state))?.responseTypes ?? {});
    const lost = earlierTypes.filter((type) => logic.responseType(type) && !found.fits.has(type));
    const isWhole =
      found.impossible.size === 0 &&
      lost.length === 0 &&
      [...found.failed.values()].every(({ reason }) => reason === 'no-pairs');
    const proofs = await inTurns(provingOrder(policy, logic, found.weights), work);
    const robust = lastRun && (await robustReport(state, found.weights, lastRun, work));
    return {
      report: {
        title: l10n.t('Fit of {0}', baseNameOf(state.uri)),
        fit: reportedFits(found),
        glossary: glossary(),
        proofs: Object.fromEntries(proofs),
        ...(robust && { robust }),
        notes: [
          useBaseReward
            ? l10n.t(
                'On human labels and scores of the reward model; intervals by {0} draws of the prompts.',
                DEFAULT_DRAWS,
              )
            : l10n.t(
                'On human labels, without a reward model; intervals by {0} draws of the prompts.',
                DEFAULT_DRAWS,
              ),
          ...(lost.length > 0
            ? [
                l10n.t(
                  'It is not offered for saving: the weights file has weights for {0}, and this fit has none.',
                  inList(lost),
                ),
              ]
            : []),
          ...leftOutInWords(input.leftOut),
        ],
      },
      ...(isWhole && {
        weights: { uri: weightsUriFor(state.uri), text: writeWeights(found.weights) },
      }),
    };
  } catch (error) {
    if (error instanceof Cancelled) return { reason: l10n.t('It was cancelled.') };
    throw error;
  }
}

/** Evaluates a policy on its samples, with the grades that the editor shows of them, against earlier runs. */
export async function evaluationReport(
  workspace: Workspace,
  graders: Graders,
  state: PolicyState,
  earlier: readonly Run[],
  work: ReportWork,
): Promise<EvaluationReport> {
  const { policy, logic } = state;
  const graded: GradedForEvaluation[] = [];
  const records = new Set<string>();
  const embedded: SampleGrades[] = [];
  // Its own labels must not make a completion's grade look better than it is.
  await graders.grading.validated(state, undefined);
  const all = await workspace.completionsOf(state);
  const gradesOf = sampleGrader(graders, state, undefined, 0);
  if (all.length === 0)
    return { reason: l10n.t('The policy has no samples: name sample files under `samples`.') };
  for (const [index, completion] of all.entries()) {
    const found = await gradesOf(completion);
    if (found) records.add(found.kind);
    // What has no grades yet is not left out: its answers are missing.
    graded.push({
      completion,
      grades: found?.grades ?? {},
      ...(found?.fold !== undefined && { fold: found.fold }),
    });
    if (found?.kind === 'embedded') embedded.push(found);
    if (index % 20 !== 19) continue;
    work.progress(index + 1, all.length);
    await nextTurn(work).catch(() => undefined);
    if (work.isCancelled()) return { reason: l10n.t('It was cancelled.') };
  }
  const kinds = [...records].map((kind) =>
    kind === 'openai' ? l10n.t('a model') : l10n.t('the embedded grader, held out by prompt and text'),
  );
  const grader: GraderRecord = {
    kind: [...records].join('+'),
    fingerprint: '',
    summary: kinds.length === 0 ? l10n.t('not graded yet') : l10n.t('graded by {0}', allOf(kinds)),
  };
  const weights = await workspace.weightsOf(state);
  const items = evaluatedItems(policy, logic, weights, graded);
  const thresholds = thresholdsOf(policy);
  const measured = evaluate(policy, items, grader).evaluation;
  const proven =
    weights && (await inTurns(provingOrder(policy, logic, weights), work).catch(unlessCancelled));
  if (work.isCancelled()) return { reason: l10n.t('It was cancelled.') };
  const proofs = proven && Object.fromEntries(proven);
  const evaluation = await withVerdict(workspace, measured, { policy, items, graded, proofs });
  const run: Run = { name: baseNameOf(state.uri), grader, items, wordings: wordingsOf(policy) };
  const robust = weights && (await robustReport(state, weights, run, work));
  return {
    run,
    report: {
      title: l10n.t('Evaluation of {0}', baseNameOf(state.uri)),
      evaluation: {
        ...evaluation,
        ...(embedded.length > 0 && { held_out: heldOutCounts(embedded) }),
        ...(earlier.length > 0 && { comparisons: earlier.map((run) => compareRuns(run, items, thresholds)) }),
      },
      words: evaluationInWords(evaluation),
      ...(proofs && { proofs }),
      ...(robust && { robust }),
      glossary: glossary(),
      notes: weights
        ? leftOutInWords(leftOutOfRanking(policy, logic, graded)).map((sentence) =>
            l10n.t('Of error rates and distributions: {0}', sentence),
          )
        : [l10n.t('There are no weights yet: fit the reward to see error rates and distributions.')],
    },
  };
}

/** Work that is done in parts, with a turn for others whenever it has taken a while. */
async function inTurns<T>(parts: Generator<void, T>, work: ReportWork): Promise<T> {
  let last = performance.now();
  for (;;) {
    const { done, value } = parts.next();
    if (done) return value;
    if (performance.now() - last < TURN_MS) continue;
    await nextTurn(work);
    last = performance.now();
  }
}

/** As others do: short enough that a hover does not wait for long. */
const TURN_MS = 50;

function unlessCancelled(error: unknown): undefined {
  if (!(error instanceof Cancelled)) throw error;
}

async function nextTurn(work: ReportWork): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  if (work.isCancelled()) throw new Cancelled();
}
