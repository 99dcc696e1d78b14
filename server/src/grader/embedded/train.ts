import { fingerprint } from '../../policy/fingerprint.ts';
import type { Policy } from '../../policy/model.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { fitProposition } from './fit.ts';
import { isLearnable } from './gate.ts';
import {
  corpusFingerprint,
  type Document,
  type LessonPlan,
  labelledOf,
  learnableOf,
  planLesson,
  prepareLesson,
  readDocuments,
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
  const corpus = corpusFingerprint(labelled);
  const plans = learnableOf(policy).map((proposition) => planLesson(proposition, labelled));
  const reusable = previous?.corpus === corpus ? previous : undefined;

  let material: { documents: Document[]; vocabulary: Vocabulary } | undefined;
  const read = async () => {
    if (material) return material;
    const documents = await readDocuments(labelled, slices);
    material = {
      documents,
      vocabulary: reusable?.vocabulary ?? buildVocabulary(documents.map(({ text }) => text)),
    };
    return material;
  };

  const propositions = new Map<string, LearntProposition>();
  for (const plan of plans) {
    const name = plan.proposition.name.text;
    const known = reusable?.propositions.get(name);
    if (known?.fingerprint === plan.fingerprint) propositions.set(name, known);
    else propositions.set(name, await learn(plan, isLearnable(plan) ? await read() : undefined, slices));
  }
  return {
    fingerprint: planFingerprint(corpus, plans),
    corpus,
    completions: labelled.length,
    vocabulary: reusable?.vocabulary ?? (await read()).vocabulary,
    propositions,
  };
}

/** The fingerprint that a model of this policy and these completions has, without training it. */
export function modelFingerprint(policy: Policy, completions: readonly SampleCompletion[]): string {
  const labelled = labelledOf(policy, completions);
  const plans = learnableOf(policy).map((proposition) => planLesson(proposition, labelled));
  return planFingerprint(corpusFingerprint(labelled), plans);
}

function planFingerprint(corpus: string, plans: readonly LessonPlan[]): string {
  return fingerprint([corpus, ...plans.map((plan) => [plan.proposition.name.text, plan.fingerprint])]);
}

async function learn(
  plan: LessonPlan,
  material: { documents: readonly Document[]; vocabulary: Vocabulary } | undefined,
  slices: Slices,
): Promise<LearntProposition> {
  const { cues, examples, labels, positives } = plan;
  const learnt = { fingerprint: plan.fingerprint, cues, examples: examples.length, labels, positives };
  if (!material) return learnt;
  const lesson = await prepareLesson(plan, material.documents, slices);
  const fit = await fitProposition(lesson, lesson.labelled, material.vocabulary, slices);
  return { ...learnt, ...(fit && { fit }) };
}
