import { CUE_SUMS } from './cue-features.ts';
import { hasEnoughLabels, isLearnable, type LabelCounts, type LearntAnswer } from './gate.ts';
import type { Lesson, LessonRow } from './lesson.ts';
import { fitLogistic } from './logistic.ts';
import type { LinearFit } from './model.ts';
import type { Slices } from './slices.ts';
import { intervalOf, spreadOf } from './spread.ts';
import { scaled, termScales } from './term-scales.ts';
import type { TextFeatures } from './text-features.ts';
import { stackVectors, type Vector, vectorOf, widthOf } from './vector.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * How much the rows count against the regularisation, and to what power classes are weighted by what would balance
 * them. The square root keeps probabilities closer to the truth than full balance does. With few labels of a kind
 * probabilities are not relied on, and what ranks best is believing these few and balancing in full
 * (docs/embedded-grader.md).
 */
const ENOUGH_LABELS = { c: 30, balance: 0.5 };
const FEW_LABELS = { c: 300, balance: 1 };

/**
 * Learns one proposition from labelled rows of its lesson and from the policy's examples. Undefined where the labels
 * are not of both kinds.
 */
export async function fitProposition(
  lesson: Pick<Lesson, 'cues' | 'examples' | 'counts'>,
  labelled: readonly LessonRow[],
  vocabulary: Vocabulary,
  slices: Slices,
): Promise<LinearFit | undefined> {
  if (!isLearnable(countsOf(labelled))) return undefined;
  const { c, balance } = hasEnoughLabels(lesson.counts) ? ENOUGH_LABELS : FEW_LABELS;
  const rows = [...labelled, ...lesson.examples];
  const positives = rows.filter(({ answer }) => answer).length;
  const negatives = rows.length - positives;
  const plain = rows.map(({ text, cues }) => vectorOf(vocabulary, text, cues));
  const scales = termScales(
    plain,
    rows.map(({ answer }) => answer),
    vocabulary.columns.size,
  );
  const vectors = plain.map((vector) => scaled(vector, scales));
  const problem = {
    rows: stackVectors(vectors, widthOf(vocabulary, CUE_SUMS + lesson.cues.length)),
    signs: Float64Array.from(rows, ({ answer }) => (answer ? 1 : -1)),
    importance: Float64Array.from(
      rows,
      ({ answer }) => (rows.length / (2 * (answer ? positives : negatives))) ** balance,
    ),
  };
  const { weights, bias } = await fitLogistic(problem, c, slices);
  // Texts are not scaled when they are graded: the weights are.
  const scaleOf = (column: number) => scales[column] ?? 1;
  const fit = { weights: Float32Array.from(weights, (weight, column) => weight * scaleOf(column)), bias };
  if (hasEnoughLabels(lesson.counts)) return fit;
  const scores = Float64Array.from(plain, (vector) => scoreOf(fit, vector));
  const { variances, biasVariance } = spreadOf(problem.rows, problem.importance, scores, c);
  const spread = {
    variances: variances.map((variance, column) => variance * scaleOf(column) ** 2),
    biasVariance,
  };
  return { ...fit, spread };
}

function countsOf(rows: readonly LessonRow[]): LabelCounts {
  return { labels: rows.length, positives: rows.filter(({ answer }) => answer).length };
}

/** What was learnt, asked about a text. */
export function answerOf(
  fit: LinearFit,
  vocabulary: Vocabulary,
  text: TextFeatures,
  cues: Float64Array,
): LearntAnswer {
  const vector = vectorOf(vocabulary, text, cues);
  const score = scoreOf(fit, vector);
  return {
    p: 1 / (1 + Math.exp(-score)),
    ...(fit.spread && { interval: intervalOf(fit.spread, vector, score) }),
  };
}

function scoreOf({ weights, bias }: LinearFit, { columns, values }: Vector): number {
  let score = bias;
  for (let index = 0; index < columns.length; index++)
    score += (values[index] as number) * (weights[columns[index] as number] as number);
  return score;
}
