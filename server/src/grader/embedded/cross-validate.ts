import type { Policy } from '../../policy/model.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import type { Grades } from '../grader.ts';
import { BinaryAnswers, type BinaryQuality } from '../metrics.ts';
import { type FoldModel, learnFolds } from './fold-model.ts';
import { hasEnoughLabels } from './gate.ts';
import { LearntFrom } from './learnt-from.ts';
import { learnableOf, planLesson } from './lesson.ts';
import { Slices } from './slices.ts';
import { covers, dealFolds } from './split.ts';

export interface CrossValidateOptions {
  readonly signal?: AbortSignal;
  /** Default 5. */
  readonly folds?: number;
  /** Completions that will be graded beside the labelled ones: folds are dealt so that they can grade these too. */
  readonly asked?: readonly SampleCompletion[];
  /** Of the same policy, `completions` and `asked`, where it has been made already. */
  readonly learntFrom?: LearntFrom;
}

/** Quality of a proposition on labels it was not trained on. */
export interface FoldedQuality extends BinaryQuality {
  readonly n: number;
  readonly positives: number;
  /** False under the gate: the figures then are of chance as much as of the grader. */
  readonly reliable: boolean;
}

/** What a model has said of a completion that it has not learnt from. */
export interface FoldedGrades {
  readonly grades: Grades;
  /** Which of the models it was: probabilities of two models are not on one scale. */
  readonly fold: number;
  /**
   * There is no such model: of all propositions that the completion is labelled on, or of all where it has no labels,
   * every label has to do with it.
   */
  readonly isExcluded: boolean;
}

export interface CrossValidation {
  /**
   * What a grader answers that has learnt neither from the completion, nor from its prompt, nor from its text under
   * another prompt; undefined where a grader that learns from everything has not done so either.
   */
  gradesOf(completion: SampleCompletion): Promise<FoldedGrades | undefined>;
  /** By proposition; one that has no labels of both kinds is missing. */
  readonly quality: Readonly<Record<string, FoldedQuality>>;
}

/** Models for completions that no fold can grade, such as another reply to a prompt, known from a third. */
const KEPT_MODELS = 20;

/**
 * Learns models that each lack some prompts, so that every labelled completion, and everything else that has to do
 * with one (see `LearntFrom`), can be graded by a model that has not learnt from it. Deterministic: the fold of a
 * prompt does not depend on the order of the samples.
 */
export async function crossValidate(
  policy: Policy,
  completions: readonly SampleCompletion[],
  { signal, folds = 5, asked = [], ...given }: CrossValidateOptions = {},
): Promise<CrossValidation> {
  const slices = new Slices(signal);
  const learntFrom = given.learntFrom ?? new LearntFrom(policy, completions, asked);
  const splits = dealFolds(learntFrom, [...completions, ...asked], folds);
  const models = await learnFolds(policy, learntFrom, splits, slices);
  const more = new Map<string, { readonly fold: number; readonly model: Promise<FoldModel> }>();
  let count = models.length;
  const known = new WeakMap<SampleCompletion, FoldedGrades>();
  const names = learnableOf(policy).map(({ name }) => name.text);

  const gradesOf = async (completion: SampleCompletion): Promise<FoldedGrades | undefined> => {
    const before = known.get(completion);
    if (before) return before;
    const relation = learntFrom.relationOf(completion);
    if (!relation) return undefined;
    let fold = models.findIndex(({ split }) => covers(split, relation));
    let model = models[fold];
    if (!model) {
      // As the fold of its prompt, but without its text as well: others with that text can then be graded, too.
      const base =
        relation.groups.length > 0
          ? splits.find((each) => covers(each, { ...relation, replies: [] }))
          : undefined;
      const split = {
        groups: new Set([...(base?.groups ?? []), ...relation.groups]),
        replies: new Set([...(base?.replies ?? []), ...relation.replies]),
      };
      const key = JSON.stringify([[...split.groups], [...split.replies]]);
      const found = more.get(key) ?? {
        fold: count++,
        model: learnFolds(policy, learntFrom, [split], new Slices()).then(([only]) => only as FoldModel),
      };
      // The newest last: the first one is the one that nobody has asked for the longest.
      more.delete(key);
      more.set(key, found);
      if (more.size > KEPT_MODELS) more.delete(more.keys().next().value as string);
      ({ fold } = found);
      model = await found.model;
    }
    const { withoutLabels } = model;
    const labelled = names.filter((name) => completion.labels[name] !== undefined);
    const graded = {
      grades: await model.grade(completion),
      fold,
      isExcluded: (labelled.length > 0 ? labelled : names).every((name) => withoutLabels.has(name)),
    };
    known.set(completion, graded);
    return graded;
  };

  const quality: Record<string, FoldedQuality> = {};
  const answered = new Map<SampleCompletion, FoldedGrades>();
  for (const completion of learntFrom.labelled) {
    await slices.pause();
    const graded = await gradesOf(completion);
    if (graded) answered.set(completion, graded);
  }
  for (const proposition of learnableOf(policy)) {
    const plan = planLesson(policy, proposition, learntFrom.labelled);
    const name = proposition.name.text;
    const measured = [...answered].flatMap(([completion, { grades, fold }]) => {
      const [p, label] = [grades[name]?.p ?? null, completion.labels[name]];
      return p === null || label === undefined || grades[name]?.mode === 'base_rate'
        ? []
        : [{ p, label, fold }];
    });
    if (measured.length === 0) continue;
    const answers = new BinaryAnswers(
      measured.map(({ label }) => label),
      measured.map(({ p }) => p),
      proposition.threshold,
      measured.map(({ fold }) => fold),
    );
    const { labels, positives } = plan;
    quality[name] = {
      ...(answers.quality() as BinaryQuality),
      n: labels,
      positives,
      reliable: hasEnoughLabels(plan),
    };
  }
  return { quality, gradesOf };
}
