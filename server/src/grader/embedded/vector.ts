import { SHAPE_SIZE, type TextFeatures } from './text-features.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Nonzero features of one text for one proposition: terms, then shape, then cues. */
export interface Vector {
  readonly columns: Uint32Array;
  readonly values: Float64Array;
}

/**
 * How large each group of features is made. With L2 regularisation the larger ones are believed sooner:
 * these were chosen by cross-validation and by transfer to other writers (docs/embedded-grader.md).
 */
const TERMS_SCALE = 0.5;
const SHAPE_SCALE = 0.2;
const CUE_SCALE = 0.25;

export function widthOf(vocabulary: Vocabulary, cueFeatureCount: number): number {
  return vocabulary.columns.size + SHAPE_SIZE + cueFeatureCount;
}

/** Terms as sublinear tf-idf of unit length; `cues` are `cueFeatures` of the same text. */
export function vectorOf(vocabulary: Vocabulary, { terms, shape }: TextFeatures, cues: Float64Array): Vector {
  const columns: number[] = [];
  const values: number[] = [];
  let squares = 0;
  for (const [term, count] of terms) {
    const column = vocabulary.columns.get(term);
    if (column === undefined) continue;
    const value = (1 + Math.log(count)) * (vocabulary.inverseFrequency[column] as number);
    columns.push(column);
    values.push(value);
    squares += value * value;
  }
  const scale = squares > 0 ? TERMS_SCALE / Math.sqrt(squares) : 0;
  for (let index = 0; index < values.length; index++) values[index] = (values[index] as number) * scale;

  const put = (column: number, value: number) => {
    if (value === 0) return;
    columns.push(column);
    values.push(value);
  };
  const shapeStart = vocabulary.columns.size;
  for (const [index, value] of shape.entries()) put(shapeStart + index, value * SHAPE_SCALE);
  const cueStart = shapeStart + SHAPE_SIZE;
  for (const [index, value] of cues.entries()) put(cueStart + index, value * CUE_SCALE);
  return { columns: Uint32Array.from(columns), values: Float64Array.from(values) };
}

/** Rows of a sparse matrix of `width` columns. */
export function stackVectors(vectors: readonly Vector[], width: number) {
  const size = vectors.reduce((sum, { columns }) => sum + columns.length, 0);
  const starts = new Uint32Array(vectors.length + 1);
  const columns = new Uint32Array(size);
  const values = new Float64Array(size);
  let at = 0;
  vectors.forEach((vector, row) => {
    columns.set(vector.columns, at);
    values.set(vector.values, at);
    at += vector.columns.length;
    starts[row + 1] = at;
  });
  return { starts, columns, values, width };
}
