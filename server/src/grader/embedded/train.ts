import { fingerprint } from '../../policy/fingerprint.ts';
import type { JudgedPart, Policy } from '../../policy/model.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { fitProposition } from './fit.ts';
import { isLearnable } from './gate.ts';
import {
  corpusFingerprint,
  type Document,
  documentReader,
  type LessonPlan,
  labelledOf,
  learnableOf,
  planLesson,
  prepareLesson,
} from './lesson.ts';
import type { EmbeddedModel, LearntProposition } from './model.ts';
import { Slices } from './slices.ts';
import { buildVocabulary, type Vocabulary } from './vocabulary.ts';

export interface TrainOptions {
  readonly signal?: AbortSignal;
  /** What has not changed since is taken over: an edit of one proposition learns one proposition. */
  readonly previous?: EmbeddedModel;
}

/**
 * Learns every proposition without a check from the completions that people labelled and from the
 * policy's own examples. Deterministic. The thread is given back every few milliseconds; rejects with the
 * signal's reason once that aborts.
 */
export async function trainEmbedded(
  policy: Policy,
  completions: readonly SampleCompletion[],
  { signal, previous }: TrainOptions = {},
): Promise<EmbeddedModel> {
  const slices = new Slices(signal);
  const labelled = labelledOf(policy, completions);
  const corpus = corpusFingerprint(policy, labelled);
  const plans = learnableOf(policy).map((proposition) => planLesson(policy, proposition, labelled));
  const reusable = previous?.corpus === corpus ? previous : undefined;

  const documentsOf = documentReader(labelled, slices);
  let vocabulary = reusable?.vocabulary;
  const read = async (part: JudgedPart): Promise<Material> => {
    vocabulary ??= buildVocabulary(
      (await documentsOf(policy.grader.judged ?? 'answer')).map(({ text }) => text),
    );
    return { documents: await documentsOf(part), vocabulary };
  };

  const propositions = new Map<string, LearntProposition>();
  for (const plan of plans) {
    const name = plan.proposition.name.text;
    const known = reusable?.propositions.get(name);
    if (known?.fingerprint === plan.fingerprint) propositions.set(name, known);
    else
      propositions.set(
        name,
        await learn(plan, isLearnable(plan) ? await read(plan.part) : undefined, slices),
      );
  }
  return {
    fingerprint: planFingerprint(corpus, plans),
    corpus,
    completions: labelled.length,
    vocabulary: vocabulary ?? (await read('answer')).vocabulary,
    propositions,
  };
}

/** The fingerprint that a model of this policy and these completions has, without training it. */
export function modelFingerprint(policy: Policy, completions: readonly SampleCompletion[]): string {
  const labelled = labelledOf(policy, completions);
  const plans = learnableOf(policy).map((proposition) => planLesson(policy, proposition, labelled));
  return planFingerprint(corpusFingerprint(policy, labelled), plans);
}

function planFingerprint(corpus: string, plans: readonly LessonPlan[]): string {
  return fingerprint([corpus, ...plans.map((plan) => [plan.proposition.name.text, plan.fingerprint])]);
}

interface Material {
  readonly documents: readonly Document[];
  readonly vocabulary: Vocabulary;
}

async function learn(
  plan: LessonPlan,
  material: Material | undefined,
  slices: Slices,
): Promise<LearntProposition> {
  const { cues, examples, labels, positives } = plan;
  const learnt = { fingerprint: plan.fingerprint, cues, examples: examples.length, labels, positives };
  if (!material) return learnt;
  const lesson = await prepareLesson(plan, material.documents, slices);
  const fit = await fitProposition(lesson, lesson.labelled, material.vocabulary, slices);
  return { ...learnt, ...(fit && { fit }) };
}
