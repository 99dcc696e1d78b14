import * as l10n from '@vscode/l10n';
import type { Policy } from '../../policy/model.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import type { Grade, Grades } from '../grader.ts';
import { fitProposition } from './fit.ts';
import { createEmbeddedGrader } from './grader.ts';
import type { LearntFrom } from './learnt-from.ts';
import { documentReader, learnableOf, planLesson, prepareLesson } from './lesson.ts';
import type { EmbeddedModel, LearntProposition } from './model.ts';
import type { Slices } from './slices.ts';
import { isHeldOut, type Split } from './split.ts';
import { buildVocabulary } from './vocabulary.ts';

/** A grader that was learnt without what its split holds out. */
export interface FoldModel {
  readonly split: Split;
  grade(completion: SampleCompletion): Promise<Grades>;
  /** Propositions of which its split holds out every label: it has no answers to them. */
  readonly withoutLabels: ReadonlySet<string>;
}

/**
 * Learns a model for each split from what that split leaves: vocabulary, inverse document frequencies, term scales and
 * weights. Modes and counts are those of the grader that learns from all.
 */
export async function learnFolds(
  policy: Policy,
  learntFrom: LearntFrom,
  splits: readonly Split[],
  slices: Slices,
): Promise<FoldModel[]> {
  const { labelled } = learntFrom;
  const documentsOf = documentReader(labelled, slices);
  const documents = await documentsOf(policy.grader.judged ?? 'answer');
  const kept = splits.map((split) => {
    const isKept = (each: SampleCompletion) => {
      const relation = learntFrom.relationOf(each);
      return relation !== undefined && !isHeldOut(split, relation);
    };
    return new Set(labelled.filter(isKept));
  });
  const models: { vocabulary: EmbeddedModel['vocabulary']; propositions: Map<string, LearntProposition> }[] =
    [];
  for (const completions of kept) {
    await slices.pause();
    const texts = documents.filter(({ completion }) => completions.has(completion)).map(({ text }) => text);
    models.push({ vocabulary: buildVocabulary(texts), propositions: new Map() });
  }
  const emptied = splits.map(() => new Set<string>());
  for (const proposition of learnableOf(policy)) {
    const plan = planLesson(policy, proposition, labelled);
    const lesson = await prepareLesson(plan, await documentsOf(plan.part), slices);
    const { name, counts, examples } = lesson;
    const { fingerprint, cues } = plan;
    for (const [index, model] of models.entries()) {
      const rows = lesson.labelled.filter(({ completion }) => kept[index]?.has(completion));
      const shown = examples.filter((_, at) => {
        const example = plan.examples[at];
        return example && !isHeldOut(splits[index] as Split, learntFrom.relationOfExample(example));
      });
      const fit = await fitProposition({ ...lesson, examples: shown }, rows, model.vocabulary, slices);
      if (rows.length === 0 && counts.labels > 0) emptied[index]?.add(name);
      const learnt = { fingerprint, cues, examples: shown.length, ...counts };
      model.propositions.set(name, { ...learnt, ...(fit && { fit }) });
    }
  }
  return models.map((model, index) => {
    const completions = kept[index]?.size ?? 0;
    const grader = createEmbeddedGrader(policy, { fingerprint: '', corpus: '', completions, ...model });
    const withoutLabels = emptied[index] as ReadonlySet<string>;
    return {
      split: splits[index] as Split,
      withoutLabels,
      async grade(completion) {
        const grades = await grader.grade(completion);
        if (withoutLabels.size === 0) return grades;
        return Object.fromEntries(
          Object.entries(grades).map(([name, grade]) => [
            name,
            withoutLabels.has(name) ? nothingLeft(grade) : grade,
          ]),
        );
      },
    };
  });
}

/** Even a base rate would be that of the labels which the figure is to be measured on. */
function nothingLeft({ labels, positives }: Grade): Grade {
  return {
    p: null,
    mode: 'base_rate',
    reliable: false,
    missing: 'learnt',
    ...(labels !== undefined && { labels }),
    ...(positives !== undefined && { positives }),
    note: l10n.t('all labels are of this prompt or of this reply: nobody can grade it who has not learnt it'),
  };
}
