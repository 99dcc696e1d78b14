import { CUE_SUMS } from './cue-features.ts';
import type { Lesson, LessonRow } from './lesson.ts';
import { fitLogistic } from './logistic.ts';
import type { LinearFit } from './model.ts';
import type { Slices } from './slices.ts';
import type { TextFeatures } from './text-features.ts';
import { stackVectors, vectorOf, widthOf } from './vector.ts';
import type { Vocabulary } from './vocabulary.ts';

const C = 30;

/**
 * Learns one proposition from rows of its lesson. Undefined where all answers are the same: there is
 * nothing to tell apart. Classes are weighted by the square root of what would balance them, which keeps
 * probabilities closer to the truth than full balance does.
 */
export async function fitProposition(
  lesson: Pick<Lesson, 'cues'>,
  rows: readonly LessonRow[],
  vocabulary: Vocabulary,
  slices: Slices,
): Promise<LinearFit | undefined> {
  const positives = rows.filter(({ answer }) => answer).length;
  const negatives = rows.length - positives;
  if (positives === 0 || negatives === 0) return undefined;
  const width = widthOf(vocabulary, CUE_SUMS + lesson.cues.length);
  const { weights, bias } = await fitLogistic(
    {
      rows: stackVectors(
        rows.map(({ text, cues }) => vectorOf(vocabulary, text, cues)),
        width,
      ),
      signs: Float64Array.from(rows, ({ answer }) => (answer ? 1 : -1)),
      importance: Float64Array.from(rows, ({ answer }) =>
        Math.sqrt(rows.length / (2 * (answer ? positives : negatives))),
      ),
    },
    C,
    slices,
  );
  return { weights: Float32Array.from(weights), bias };
}

/** P(proposition) of a text. */
export function probabilityOf(
  fit: LinearFit,
  vocabulary: Vocabulary,
  text: TextFeatures,
  cues: Float64Array,
): number {
  const { columns, values } = vectorOf(vocabulary, text, cues);
  let score = fit.bias;
  for (let index = 0; index < columns.length; index++) {
    score += (values[index] as number) * (fit.weights[columns[index] as number] as number);
  }
  return 1 / (1 + Math.exp(-score));
}
