import { type Draw, drawing, shuffled } from '../random.ts';

/** How much each prompt counts: completions of one prompt are never on both sides of a split. */
export type PromptWeights = Float64Array;

/**
 * 1 for a random share of the clusters (rounded, at least one), 0 for the others. `clusters`: per prompt the number of its
 * cluster, see `FitData`; prompts of one cluster are never on both sides of a split.
 */
export function heldOutPrompts(clusters: Int32Array, share: number, seed: number): PromptWeights {
  const count = countOf(clusters);
  const chosen = shuffled(count, drawing(seed)).subarray(0, Math.max(1, Math.round(count * share)));
  const weights = new Float64Array(count);
  for (const cluster of chosen) weights[cluster] = 1;
  return ofPrompts(weights, clusters);
}

/** 1 for each prompt of one fold, 0 for the others; every cluster is in one fold. */
export function promptFolds(clusters: Int32Array, folds: number, seed: number): PromptWeights[] {
  const count = countOf(clusters);
  const order = shuffled(count, drawing(seed));
  return Array.from({ length: Math.min(folds, count) }, (_, fold) => {
    const weights = new Float64Array(count);
    order.forEach((cluster, index) => {
      if (index % folds === fold) weights[cluster] = 1;
    });
    return ofPrompts(weights, clusters);
  });
}

/** As many clusters, drawn with replacement: how often each prompt was drawn. */
export function drawnPrompts(clusters: Int32Array, draw: Draw): PromptWeights {
  const count = countOf(clusters);
  const weights = new Float64Array(count);
  for (let drawn = 0; drawn < count; drawn++) {
    const cluster = draw(count);
    weights[cluster] = (weights[cluster] as number) + 1;
  }
  return ofPrompts(weights, clusters);
}

export function countOf(clusters: Int32Array): number {
  return clusters.reduce((most, cluster) => Math.max(most, cluster + 1), 0);
}

function ofPrompts(weights: Float64Array, clusters: Int32Array): PromptWeights {
  return Float64Array.from(clusters, (cluster) => weights[cluster] as number);
}

export function others(weights: PromptWeights): PromptWeights {
  return weights.map((weight) => (weight > 0 ? 0 : 1));
}
