import { crossValidate } from '../grader/embedded/cross-validate.ts';
import { createEmbeddedGrader } from '../grader/embedded/grader.ts';
import type { Grades } from '../grader/grader.ts';
import { createLabelsGrader } from '../grader/labels.ts';
import { type BinaryQuality, binaryQuality } from '../grader/metrics.ts';
import { evaluateClasses, evaluateRanking, type RankingQuality } from '../reward/evaluate.ts';
import { scoreCompletion } from '../reward/score.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { responseTypeOf } from '../samples/names.ts';
import type { PolicyState, Workspace } from '../workspace/workspace.ts';
import { renderEvaluation } from './evaluate-text.ts';
import { completionsOf, learn, openPolicy, openWeights, trainingCompletions } from './load.ts';
import { EXIT, printJson, UsageError } from './output.ts';

export interface EvaluateOptions {
  readonly policy: string;
  readonly grader: 'embedded' | 'labels';
  readonly train?: readonly string[];
  readonly weights?: string;
  readonly failUnder?: readonly string[];
  readonly format: 'text' | 'json';
}

/** Figures of fewer positives than this say more of chance than of the grader; the macro leaves them out. */
const MIN_POSITIVES = 5;

export interface Evaluation {
  readonly n: number;
  readonly propositions: Readonly<Record<string, PropositionQuality>>;
  readonly macro: MacroQuality;
  readonly classes: ReturnType<typeof evaluateClasses>;
  readonly ranking?: RankingQuality;
  readonly grader: { readonly kind: string; readonly fingerprint: string; readonly summary: string };
}

export interface PropositionQuality extends BinaryQuality {
  readonly n: number;
  readonly positives: number;
  /** False where the grader itself says that it cannot be relied on. */
  readonly reliable: boolean;
}

type Figure = 'accuracy' | 'balancedAccuracy' | 'f1' | 'auroc' | 'brier' | 'ece';
const FIGURES: readonly Figure[] = ['accuracy', 'balancedAccuracy', 'f1', 'auroc', 'brier', 'ece'];

export type MacroQuality = Readonly<Record<Figure, number | null>> & {
  /** How many propositions the means are over: those with enough positives and negatives. */
  readonly propositions: number;
  readonly minPositives: number;
};

interface Graded {
  readonly completion: SampleCompletion;
  readonly grades: Grades;
}

/** `rbr evaluate`: how well the grader answers what people have labelled, and what follows for classes and reward. */
export async function evaluate(samples: readonly string[], options: EvaluateOptions): Promise<number> {
  const limits = (options.failUnder ?? []).map(parseLimit);
  const { workspace, state } = await openPolicy(options.policy);
  const completions = await Array.fromAsync(completionsOf(samples));
  if (completions.length === 0) throw new UsageError('No completions to evaluate.');
  const { graded, grader } = await gradeAll(workspace, state, completions, options);
  const propositions = Object.fromEntries(
    [...state.policy.propositions.values()].flatMap(({ name, threshold }) => {
      const quality = propositionQuality(name.text, threshold, graded);
      return quality ? [[name.text, quality]] : [];
    }),
  );
  const weights = await openWeights(state, options.weights);
  const scored = graded.flatMap(({ completion, grades }) => {
    const responseType = responseTypeOf(completion, state.policy);
    const logic = responseType === undefined ? undefined : state.logic.responseType(responseType);
    if (!logic) return [];
    return [
      {
        completion,
        score: scoreCompletion(
          { policy: state.policy, logic, ...(weights && { weights }) },
          grades,
          completion.baseReward,
        ),
      },
    ];
  });
  const evaluation: Evaluation = {
    n: completions.length,
    propositions,
    macro: macroQuality(Object.values(propositions)),
    classes: evaluateClasses(scored),
    ...(weights && { ranking: evaluateRanking(state.policy, scored) }),
    grader,
  };
  if (options.format === 'json') printJson(evaluation);
  else process.stdout.write(renderEvaluation(evaluation));
  return limits.some(({ metric, value }) => (evaluation.macro[metric] ?? -Infinity) < value)
    ? EXIT.findings
    : EXIT.fine;
}

/**
 * No completion is graded by a model that has seen its prompt: those in the training data are graded out
 * of fold, the others by the model of all.
 */
async function gradeAll(
  workspace: Workspace,
  state: PolicyState,
  completions: readonly SampleCompletion[],
  { grader, train }: EvaluateOptions,
): Promise<{ graded: Graded[]; grader: Evaluation['grader'] }> {
  const { policy } = state;
  if (grader === 'labels') {
    const labels = createLabelsGrader(policy);
    const graded = await Promise.all(
      completions.map(async (completion) => ({ completion, grades: await labels.grade(completion) })),
    );
    return {
      graded,
      grader: { kind: 'labels', fingerprint: labels.fingerprint, summary: 'human labels as grades' },
    };
  }
  const own = train ? [] : await trainingCompletions(workspace, state, undefined);
  const pool = train
    ? await trainingCompletions(workspace, state, train)
    : own.length > 0
      ? own
      : completions;
  const prompts = new Set(pool.map(({ promptId }) => promptId));
  const seen = completions.filter(({ promptId }) => prompts.has(promptId));
  const unseen = completions.filter(({ promptId }) => !prompts.has(promptId));
  const known = new Set(pool.map(({ id }) => id));
  // Asked about a prompt that it learns from, but not about that very completion: learn without the prompt.
  const folded = [...pool, ...seen.filter(({ id }) => !known.has(id))];
  const folds = seen.length > 0 ? await crossValidate(policy, folded) : undefined;
  const model = await learn(state, pool);
  const full = createEmbeddedGrader(policy, model);
  const graded = await Promise.all(
    completions.map(async (completion) => ({
      completion,
      grades:
        (prompts.has(completion.promptId) && folds?.gradesOf(completion.id)) ||
        (await full.grade(completion)),
    })),
  );
  const ways = [
    ...(seen.length > 0 ? [`${seen.length} graded by cross-validation, split by prompt`] : []),
    ...(unseen.length > 0 ? [`${unseen.length} never seen`] : []),
  ];
  return {
    graded,
    grader: {
      kind: 'embedded',
      fingerprint: full.fingerprint,
      summary: `embedded grader on ${pool.length} labels: ${ways.join(', ')}`,
    },
  };
}

function propositionQuality(
  name: string,
  threshold: number,
  graded: readonly Graded[],
): PropositionQuality | undefined {
  const labels: boolean[] = [];
  const probabilities: number[] = [];
  let reliable = true;
  for (const { completion, grades } of graded) {
    const label = completion.labels[name];
    const grade = grades[name];
    if (label === undefined || !grade || grade.p === null) continue;
    labels.push(label);
    probabilities.push(grade.p);
    if (grade.mode === 'base_rate') reliable = false;
  }
  if (labels.length === 0) return undefined;
  return {
    n: labels.length,
    positives: labels.filter(Boolean).length,
    reliable,
    ...binaryQuality(labels, probabilities, threshold),
  };
}

function macroQuality(all: readonly PropositionQuality[]): MacroQuality {
  const counted = all.filter(({ n, positives }) => positives >= MIN_POSITIVES && positives < n);
  const mean = (figure: Figure): number | null => {
    const values = counted
      .map((quality) => quality[figure])
      .filter((value): value is number => value !== null);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const means = Object.fromEntries(FIGURES.map((figure) => [figure, mean(figure)])) as Record<
    Figure,
    number | null
  >;
  return { ...means, propositions: counted.length, minPositives: MIN_POSITIVES };
}

function parseLimit(text: string): { metric: Figure; value: number } {
  const [metric = '', number = ''] = text.split('=');
  const known = FIGURES.find((figure) => figure === metric);
  const value = Number(number);
  if (!known || number === '' || !Number.isFinite(value)) {
    throw new UsageError(
      `"${text}" is not a limit; write <metric>=<number> with one of ${FIGURES.join(', ')}.`,
    );
  }
  return { metric: known, value };
}
