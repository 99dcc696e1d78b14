import { type FitOptions, fitWeights } from './fit.ts';
import type { FitData } from './fit-data.ts';
import { heldOut } from './held-out.ts';
import { countOf, others, promptFolds } from './splits.ts';

/** Three a decade; the paper's data were best served by 1.8e-4 to 1e-3. */
export const L2_GRID: readonly number[] = [-5, -4, -3, -2, -1].flatMap((decade) =>
  [1, 2, 5].map((digit) => Number(`${digit}e${decade}`)),
);
const FOLDS = 5;
/** Near enough to compare strengths. */
const RELATIVE_GAP = 1e-4;

export interface ChosenL2 {
  readonly l2: number;
  /** Mean hinge on held-out prompts, averaged over the folds, for each strength that was tried. */
  readonly tried: readonly { readonly l2: number; readonly loss: number }[];
}

/** The strength of the penalty that predicts held-out prompts best, by cross-validation; undefined below two prompts. */
export function chooseL2(data: FitData, options: Omit<FitOptions, 'l2'>, seed: number): ChosenL2 | undefined {
  const prompts = data.promptIds.length;
  if (countOf(data.clusters) < 2) return undefined;
  const counted = options.promptWeights ?? new Float64Array(prompts).fill(1);
  const folds = promptFolds(data.clusters, FOLDS, seed);
  const tried = L2_GRID.map((l2) => {
    let loss = 0;
    let pairs = 0;
    for (const fold of folds) {
      const promptWeights = others(fold).map((weight, prompt) => weight * (counted[prompt] as number));
      const { weights } = fitWeights(data, { ...options, l2, promptWeights, relativeGap: RELATIVE_GAP });
      const asked = fold.map((weight, prompt) => weight * (counted[prompt] as number));
      const found = heldOut(data, { weights }, options.margin, asked);
      loss += (found.loss ?? 0) * found.pairs;
      pairs += found.pairs;
    }
    return { l2, loss: pairs === 0 ? 0 : loss / pairs };
  });
  // Of equals the stronger one.
  const best = tried.reduce((least, each) => (each.loss <= least.loss ? each : least));
  return { l2: best.l2, tried };
}
