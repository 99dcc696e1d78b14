import { fingerprint } from '../../policy/fingerprint.ts';
import type { JudgedPart, Policy, Proposition } from '../../policy/model.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { type CompiledCue, type CueText, compileCues } from '../cues.ts';
import { exampleText, judgedOf, judgedPartOf } from '../judged.ts';
import { cueFeatures } from './cue-features.ts';
import { examplesOf, type PolicyExample } from './examples.ts';
import type { LabelCounts } from './gate.ts';
import type { Slices } from './slices.ts';
import { type TextFeatures, textFeatures } from './text-features.ts';

/** Changes with the method: models learnt by an earlier one are learnt anew. */
const METHOD = 5;

/** A labelled completion as all propositions see it that are on the same part of it. */
export interface Document {
  readonly completion: SampleCompletion;
  readonly text: TextFeatures;
}

/** One text with its answer for one proposition. */
export interface LessonRow {
  readonly text: TextFeatures;
  readonly cues: Float64Array;
  readonly answer: boolean;
}

/** All that one proposition is learnt from. */
export interface Lesson {
  readonly name: string;
  /** Of the labels that the grader is learnt from in the end; a fold is learnt from fewer. */
  readonly counts: LabelCounts;
  /** As compiled; those that cannot be used are left out. */
  readonly cues: readonly CompiledCue[];
  /** In the order of the labelled completions. */
  readonly labelled: readonly (LessonRow & { readonly completion: SampleCompletion })[];
  readonly examples: readonly LessonRow[];
}

/** What a proposition would be learnt from, before any work is done. */
export interface LessonPlan extends LabelCounts {
  readonly proposition: Proposition;
  readonly part: JudgedPart;
  readonly cues: readonly CueText[];
  readonly examples: readonly PolicyExample[];
  readonly fingerprint: string;
}

/** The propositions that are learnt: those with a check are computed instead. */
export function learnableOf(policy: Policy): Proposition[] {
  return [...policy.propositions.values()].filter(({ check }) => !check);
}

/** The completions that carry a label of some proposition that is learnt. */
export function labelledOf(policy: Policy, completions: readonly SampleCompletion[]): SampleCompletion[] {
  const names = learnableOf(policy).map(({ name }) => name.text);
  return completions.filter(({ labels }) => names.some((name) => labels[name] !== undefined));
}

export function planLesson(
  policy: Policy,
  proposition: Proposition,
  labelled: readonly SampleCompletion[],
): LessonPlan {
  const name = proposition.name.text;
  const part = judgedPartOf(policy, proposition);
  const cues = proposition.cues.map(({ place, ...cue }) => cue);
  const examples = examplesOf(proposition);
  const labels = labelled.map((completion) =>
    'subject' in judgedOf(completion, part) ? completion.labels[name] : undefined,
  );
  return {
    proposition,
    part,
    cues,
    examples,
    labels: labels.filter((label) => label !== undefined).length,
    positives: labels.filter((label) => label === true).length,
    fingerprint: fingerprint([
      part,
      cues,
      examples,
      labels.map((label) => (label === undefined ? null : label)),
    ]),
  };
}

/** Fingerprint of the texts that are learnt from, in order, and of the part of them that the vocabulary is of. */
export function corpusFingerprint({ grader }: Policy, labelled: readonly SampleCompletion[]): string {
  return fingerprint([METHOD, grader.judged ?? 'answer', ...labelled.map(textFingerprint)]);
}

const textFingerprints = new WeakMap<SampleCompletion, string>();

/** A completion is the same object as long as its file is: each text is read once, not at every edit. */
function textFingerprint(completion: SampleCompletion): string {
  const known = textFingerprints.get(completion);
  if (known !== undefined) return known;
  const made = fingerprint([
    completion.promptId,
    completion.conversation,
    completion.text,
    completion.thought,
  ]);
  textFingerprints.set(completion, made);
  return made;
}

/** The documents of a part of the completions; those that have no such part are left out. */
export type ReadDocuments = (part: JudgedPart) => Promise<readonly Document[]>;

/** Reads each part once, when it is first asked for. */
export function documentReader(labelled: readonly SampleCompletion[], slices: Slices): ReadDocuments {
  const known = new Map<JudgedPart, Promise<readonly Document[]>>();
  return (part) => {
    const before = known.get(part);
    if (before) return before;
    const reading = readDocuments(labelled, part, slices);
    known.set(part, reading);
    return reading;
  };
}

async function readDocuments(
  labelled: readonly SampleCompletion[],
  part: JudgedPart,
  slices: Slices,
): Promise<Document[]> {
  const documents: Document[] = [];
  for (const completion of labelled) {
    await slices.pause();
    const judged = judgedOf(completion, part);
    if ('subject' in judged) documents.push({ completion, text: textFeatures(judged.subject) });
  }
  return documents;
}

/** Matches a proposition's cues against every text with a known answer. */
export async function prepareLesson(
  plan: LessonPlan,
  documents: readonly Document[],
  slices: Slices,
): Promise<Lesson> {
  const name = plan.proposition.name.text;
  const { cues } = compileCues(plan.cues);
  const labelled: Lesson['labelled'][number][] = [];
  for (const { completion, text } of documents) {
    const answer = completion.labels[name];
    if (answer === undefined) continue;
    await slices.pause();
    labelled.push({ completion, text, answer, cues: cueFeatures(cues, text.said) });
  }
  const examples = plan.examples.map(({ conversation, response, answer }) => {
    const text = textFeatures({ conversation, text: exampleText(response, plan.part) });
    return { text, cues: cueFeatures(cues, text.said), answer };
  });
  const { labels, positives } = plan;
  return { name, counts: { labels, positives }, cues, labelled, examples };
}
