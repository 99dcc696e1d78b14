import { fitWeights, type Sign } from '../fit/fit.ts';
import type { FitData } from '../fit/fit-data.ts';
import type { FitInput } from '../fit/fit-input.ts';
import { heldOut } from '../fit/held-out.ts';
import { countOf, others, promptFolds } from '../fit/splits.ts';

/** What a feature is worth: fits without it, tried on prompts that they have not seen. */
export interface Ablation {
  readonly responseType: string;
  /** Left out; null for the fit with all features, and `reward model` for the rules alone. */
  readonly without: string | null;
  /** On held-out prompts: the mean hinge, and the error rate. */
  readonly loss: number | null;
  readonly errorRate: number | null;
  /** Against the fit with all features; above 0 it is missed. */
  readonly lossDifference: number | null;
  readonly errorRateDifference: number | null;
}

export interface AblationOptions {
  readonly l2: number;
  readonly margin: number;
  readonly signs: ReadonlyMap<string, Sign>;
  readonly fixed: ReadonlyMap<string, number>;
  readonly seed: number;
}

const FOLDS = 5;
/** Near enough to compare. */
const RELATIVE_GAP = 1e-4;
export const REWARD_MODEL = 'reward model';

/** Leave one feature out, for every feature of every response type; cross-validated by prompt. */
export function ablations(input: FitInput, options: AblationOptions): Ablation[] {
  return [...input.byType].flatMap(([responseType, { data }]) => {
    if (countOf(data.clusters) < 2) return [];
    const folds = promptFolds(data.clusters, FOLDS, options.seed);
    const whole = crossValidated(data, options, folds);
    const row = (without: string | null, found: typeof whole): Ablation => ({
      responseType,
      without,
      ...found,
      lossDifference: difference(found.loss, whole.loss),
      errorRateDifference: difference(found.errorRate, whole.errorRate),
    });
    const hasBase = data.baseRewards.some((base) => base !== 0);
    const withoutBase = { ...data, baseRewards: new Float64Array(data.rowCount) };
    return [
      row(null, whole),
      ...(hasBase ? [row(REWARD_MODEL, crossValidated(withoutBase, options, folds))] : []),
      ...data.features.map((name) => {
        const fixed = new Map([...options.fixed, [name, 0]]);
        return row(name, crossValidated(data, { ...options, fixed }, folds));
      }),
    ];
  });
}

function crossValidated(
  data: FitData,
  { l2, margin, signs, fixed }: AblationOptions,
  folds: readonly Float64Array[],
): { loss: number | null; errorRate: number | null } {
  let [loss, pairs, wrong, comparisons] = [0, 0, 0, 0];
  for (const fold of folds) {
    const { weights } = fitWeights(data, {
      l2,
      margin,
      signs,
      fixed,
      promptWeights: others(fold),
      relativeGap: RELATIVE_GAP,
    });
    const found = heldOut(data, { weights }, margin, fold);
    loss += (found.loss ?? 0) * found.pairs;
    pairs += found.pairs;
    wrong += (found.errorRate ?? 0) * found.comparisons;
    comparisons += found.comparisons;
  }
  return {
    loss: pairs === 0 ? null : loss / pairs,
    errorRate: comparisons === 0 ? null : wrong / comparisons,
  };
}

function difference(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}
