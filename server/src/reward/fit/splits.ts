import { type Draw, drawing, shuffled } from '../random.ts';

/** How much each prompt counts: completions of one prompt are never on both sides of a split. */
export type PromptWeights = Float64Array;

/** 1 for a random share of the prompts (rounded, at least one), 0 for the others. */
export function heldOutPrompts(prompts: number, share: number, seed: number): PromptWeights {
  const chosen = shuffled(prompts, drawing(seed)).subarray(0, Math.max(1, Math.round(prompts * share)));
  const weights = new Float64Array(prompts);
  for (const prompt of chosen) weights[prompt] = 1;
  return weights;
}

/** 1 for each prompt of one fold, 0 for the others; every prompt is in one fold. */
export function promptFolds(prompts: number, folds: number, seed: number): PromptWeights[] {
  const order = shuffled(prompts, drawing(seed));
  return Array.from({ length: Math.min(folds, prompts) }, (_, fold) => {
    const weights = new Float64Array(prompts);
    order.forEach((prompt, index) => {
      if (index % folds === fold) weights[prompt] = 1;
    });
    return weights;
  });
}

/** As many prompts, drawn with replacement: how often each one was drawn. */
export function drawnPrompts(prompts: number, draw: Draw): PromptWeights {
  const weights = new Float64Array(prompts);
  for (let drawn = 0; drawn < prompts; drawn++) {
    const prompt = draw(prompts);
    weights[prompt] = (weights[prompt] as number) + 1;
  }
  return weights;
}

export function others(weights: PromptWeights): PromptWeights {
  return weights.map((weight) => (weight > 0 ? 0 : 1));
}
