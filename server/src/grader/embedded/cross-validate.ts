import { fingerprint } from '../../policy/fingerprint.ts';
import type { Policy } from '../../policy/model.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { answerByCheck } from '../check-grade.ts';
import type { Grade, Grades } from '../grader.ts';
import { judgedOf, judgedPartOf, nothingToJudge } from '../judged.ts';
import { type BinaryQuality, binaryQuality } from '../metrics.ts';
import { cueFeatures } from './cue-features.ts';
import { answerOf, fitProposition } from './fit.ts';
import { gradeUnderGate, hasEnoughLabels, type LearntAnswer } from './gate.ts';
import {
  type Document,
  documentReader,
  type Lesson,
  labelledOf,
  learnableOf,
  planLesson,
  prepareLesson,
} from './lesson.ts';
import { Slices } from './slices.ts';
import { buildVocabulary, type Vocabulary } from './vocabulary.ts';

export interface CrossValidateOptions {
  readonly signal?: AbortSignal;
  /** Default 5. */
  readonly folds?: number;
}

/** Quality of a proposition on labels it was not trained on. */
export interface FoldedQuality extends BinaryQuality {
  readonly n: number;
  readonly positives: number;
  /** False under the gate: the figures then are of chance as much as of the grader. */
  readonly reliable: boolean;
}

export interface CrossValidation {
  /**
   * What a grader that never saw the completion's prompt answers; undefined where the completion was not
   * among the labelled ones.
   */
  gradesOf(completion: SampleCompletion): Grades | undefined;
  /** By proposition; one that has no labels of both kinds is missing. */
  readonly quality: Readonly<Record<string, FoldedQuality>>;
}

/** Out-of-fold answers for one proposition, by completion. */
type FoldedAnswers = ReadonlyMap<SampleCompletion, LearntAnswer>;

/**
 * Grades every labelled completion by a model that was trained without any completion of the same
 * prompt. Deterministic: the fold of a prompt does not depend on the order of the samples.
 */
export async function crossValidate(
  policy: Policy,
  completions: readonly SampleCompletion[],
  { signal, folds = 5 }: CrossValidateOptions = {},
): Promise<CrossValidation> {
  const slices = new Slices(signal);
  const labelled = labelledOf(policy, completions);
  const documentsOf = documentReader(labelled, slices);
  const documents = await documentsOf(policy.grader.judged ?? 'answer');
  const foldOf = assignFolds(labelled, folds);
  const vocabularies: Vocabulary[] = [];
  for (let fold = 0; fold < folds; fold++) {
    await slices.pause();
    vocabularies.push(vocabularyWithout(documents, foldOf, fold));
  }
  const answers = new Map<string, (completion: SampleCompletion) => Grade>();
  const quality: Record<string, FoldedQuality> = {};
  for (const proposition of policy.propositions.values()) {
    const { name, check } = proposition;
    if (check) answers.set(name.text, answerByCheck(check, judgedPartOf(policy, proposition)));
  }
  for (const proposition of learnableOf(policy)) {
    const plan = planLesson(policy, proposition, labelled);
    const name = proposition.name.text;
    const ofPart = await documentsOf(plan.part);
    const lesson = await prepareLesson(plan, ofPart, slices);
    const folded = await gradeFolds(lesson, ofPart, vocabularies, foldOf, slices);
    answers.set(name, (completion) => {
      const judged = judgedOf(completion, plan.part);
      return 'missing' in judged
        ? nothingToJudge(judged.missing, 'embedded')
        : gradeUnderGate(plan, folded.get(completion));
    });
    const measured = qualityOf(lesson, folded, proposition.threshold);
    const { labels, positives } = plan;
    if (measured) quality[name] = { ...measured, n: labels, positives, reliable: hasEnoughLabels(plan) };
  }
  const byKey = new Map(labelled.map((completion) => [keyOf(completion), completion]));
  return {
    quality,
    gradesOf(asked) {
      const completion = byKey.get(keyOf(asked));
      // Edited since: what was said of the old text does not hold for the new one.
      if (completion?.text !== asked.text || completion.thought !== asked.thought) return undefined;
      return Object.fromEntries([...answers].map(([name, answer]) => [name, answer(completion)]));
    },
  };
}

/** Ids are unique in a file only. */
function keyOf({ id, places }: SampleCompletion): string {
  return JSON.stringify([places.whole.uri, id]);
}

/** Prompts in an order that is the same for every order of the samples, dealt to the folds in turn. */
function assignFolds(completions: readonly SampleCompletion[], folds: number): ReadonlyMap<string, number> {
  const prompts = [...new Set(completions.map(({ promptId }) => promptId))];
  const keyed = prompts.map((promptId) => ({ promptId, key: fingerprint(promptId) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
  return new Map(keyed.map(({ promptId }, index) => [promptId, index % folds]));
}

function vocabularyWithout(
  documents: readonly Document[],
  foldOf: ReadonlyMap<string, number>,
  fold: number,
): Vocabulary {
  const kept = documents.filter(({ completion }) => foldOf.get(completion.promptId) !== fold);
  return buildVocabulary(kept.map(({ text }) => text));
}

async function gradeFolds(
  lesson: Lesson,
  documents: readonly Document[],
  vocabularies: readonly Vocabulary[],
  foldOf: ReadonlyMap<string, number>,
  slices: Slices,
): Promise<FoldedAnswers> {
  const answers = new Map<SampleCompletion, LearntAnswer>();
  const cuesOf = new Map(lesson.labelled.map(({ completion, cues }) => [completion, cues]));
  for (const [fold, vocabulary] of vocabularies.entries()) {
    const isHeldOut = ({ completion }: Pick<Document, 'completion'>) =>
      foldOf.get(completion.promptId) === fold;
    const rows = lesson.labelled.filter((row) => !isHeldOut(row));
    const fit = await fitProposition(lesson, rows, vocabulary, slices);
    if (!fit) continue;
    for (const { completion, text } of documents.filter(isHeldOut)) {
      await slices.pause();
      const cues = cuesOf.get(completion) ?? cueFeatures(lesson.cues, text.said);
      answers.set(completion, answerOf(fit, vocabulary, text, cues));
    }
  }
  return answers;
}

function qualityOf(lesson: Lesson, folded: FoldedAnswers, threshold: number): BinaryQuality | undefined {
  const measured = lesson.labelled.flatMap(({ completion, answer }) => {
    const p = folded.get(completion)?.p;
    return p === undefined ? [] : [{ answer, p }];
  });
  if (measured.length === 0) return undefined;
  return binaryQuality(
    measured.map(({ answer }) => answer),
    measured.map(({ p }) => p),
    threshold,
  );
}
