import { binaryQuality } from '../grader/metrics.ts';
import { evaluateClasses, evaluateRanking } from '../reward/evaluate.ts';
import { scoreCompletion } from '../reward/score.ts';
import { responseTypeOf } from '../samples/names.ts';
import { renderEvaluation } from './evaluate-text.ts';
import {
  type Evaluation,
  FIGURES,
  type Figure,
  type MacroQuality,
  MIN_POSITIVES,
  type PropositionQuality,
} from './evaluation.ts';
import { type Graded, type GradersOptions, gradeAll } from './grade-all.ts';
import { allCompletions, openPolicy, openWeights } from './load.ts';
import { EXIT, printJson, UsageError } from './output.ts';

export type EvaluateOptions = GradersOptions & {
  readonly policy: string;
  readonly weights?: string;
  readonly failUnder?: readonly string[];
  readonly format: 'text' | 'json';
};

/** `rbr evaluate`: how well the grader answers what people have labelled, and what follows for classes and reward. */
export async function evaluate(samples: readonly string[], options: EvaluateOptions): Promise<number> {
  const limits = (options.failUnder ?? []).map(parseLimit);
  const { workspace, state } = await openPolicy(options.policy);
  const completions = await allCompletions(samples);
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
    classes: evaluateClasses(state.policy, scored),
    ...(weights && { ranking: evaluateRanking(state.policy, scored) }),
    grader,
  };
  if (options.format === 'json') printJson(evaluation);
  else process.stdout.write(renderEvaluation(evaluation));
  return limits.some(({ metric, value }) => (evaluation.macro[metric] ?? -Infinity) < value)
    ? EXIT.findings
    : EXIT.fine;
}

function propositionQuality(
  name: string,
  threshold: number,
  graded: readonly Graded[],
): PropositionQuality | undefined {
  const labels: boolean[] = [];
  const probabilities: number[] = [];
  let reliable = true;
  for (const { completion, grades, measured } of graded) {
    const label = completion.labels[name];
    const grade = measured[name];
    if (label === undefined || !grade || grade.p === null) continue;
    labels.push(label);
    probabilities.push(grade.p);
    if (grades[name]?.mode === 'base_rate') reliable = false;
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
