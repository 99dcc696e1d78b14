import type { FitData } from './fit-data.ts';
import type { HardConstraint } from './hinge-problem.ts';

/** The same problem over fewer features: those of given weight are part of the base reward. */
export interface Reduced {
  readonly data: FitData;
  constraint(constraint: HardConstraint): HardConstraint;
  /** Weights of all features from those of the free ones. */
  whole(weights: Float64Array): Float64Array;
}

export function withFixed(data: FitData, fixed: ReadonlyMap<string, number>): Reduced {
  const { features, rowCount, values } = data;
  const given = features.map((name) => fixed.get(name));
  if (given.every((weight) => weight === undefined))
    return { data, constraint: (constraint) => constraint, whole: (weights) => weights };
  const free = features.flatMap((_, index) => (given[index] === undefined ? [index] : []));
  const size = features.length;
  const left = new Float64Array(rowCount * free.length);
  const baseRewards = data.baseRewards.slice();
  for (let row = 0; row < rowCount; row++) {
    given.forEach((weight, index) => {
      if (weight)
        baseRewards[row] = (baseRewards[row] as number) + weight * (values[row * size + index] as number);
    });
    free.forEach((index, at) => {
      left[row * free.length + at] = values[row * size + index] as number;
    });
  }
  return {
    data: { ...data, features: free.map((index) => features[index] as string), values: left, baseRewards },
    constraint: ({ normal, least }) => ({
      normal: Float64Array.from(free, (index) => normal[index] as number),
      least: given.reduce<number>(
        (rest, weight, index) => rest - (weight ?? 0) * (normal[index] as number),
        least,
      ),
    }),
    whole: (weights) => {
      const all = Float64Array.from(given, (weight) => weight ?? 0);
      free.forEach((index, at) => {
        all[index] = weights[at] as number;
      });
      return all;
    },
  };
}
