import type { FitData } from './fit-data.ts';
import { type MarginRule, orderedPairs } from './pairs.ts';
import type { PromptWeights } from './splits.ts';

/** What weights are worth on prompts that they were not fitted on. */
export interface HeldOut {
  readonly prompts: number;
  readonly pairs: number;
  /** Mean hinge over the pairs, and its share that the fit minimised. Null without pairs. */
  readonly loss: number | null;
  /** Comparisons of an ideal completion with another one of its prompt. */
  readonly comparisons: number;
  /** The share of them in which the other one is ranked at or above the ideal one; null without comparisons. */
  readonly errorRate: number | null;
  /** The reward model alone; null without one. */
  readonly rmOnly: { readonly errorRate: number | null };
  /** The rules' part of these weights alone, which were fitted together with the reward model. */
  readonly rbrOnly: { readonly errorRate: number | null };
  /** Weights that were fitted without the reward model, as the paper's notebook has "RBR only". Null without such weights. */
  readonly rbrFittedAlone: { readonly errorRate: number | null };
}

export interface JudgedWeights {
  readonly weights: Float64Array;
  readonly weightsAlone?: Float64Array | undefined;
}

/** On the prompts that `prompts` counts; on all of them where it is left out. */
export function heldOut(
  data: FitData,
  { weights, weightsAlone }: JudgedWeights,
  margin: number | MarginRule,
  prompts?: PromptWeights,
): HeldOut {
  const rules = rulesBy(data, weights);
  const pairs = orderedPairs(data, margin);
  let counted = 0;
  let loss = 0;
  for (let prompt = 0; prompt + 1 < pairs.promptStarts.length; prompt++) {
    if (prompts && prompts[prompt] === 0) continue;
    for (
      let pair = pairs.promptStarts[prompt] as number;
      pair < (pairs.promptStarts[prompt + 1] as number);
      pair++
    ) {
      const lead =
        (rules[pairs.better[pair] as number] as number) - (rules[pairs.worse[pair] as number] as number);
      loss += Math.max(0, (pairs.targets[pair] as number) - lead);
      counted++;
    }
  }
  const total = rules.map((value, row) => value + (data.baseRewards[row] as number));
  const byBase = errors(data, data.baseRewards, prompts, new Float64Array(data.rowCount));
  const byRules = errors(data, rules, prompts, data.tiers);
  const byAlone = weightsAlone && errors(data, rulesBy(data, weightsAlone), prompts, data.tiers);
  const both = errors(data, total, prompts, data.tiers);
  const rate = ({ wrong, comparisons }: Errors) => (comparisons === 0 ? null : wrong / comparisons);
  const hasBase = data.baseRewards.some((base) => base !== 0);
  return {
    prompts: prompts ? prompts.filter((weight) => weight > 0).length : data.promptIds.length,
    pairs: counted,
    loss: counted === 0 ? null : loss / counted,
    comparisons: both.comparisons,
    errorRate: rate(both),
    rmOnly: { errorRate: hasBase ? rate(byBase) : null },
    rbrOnly: { errorRate: rate(byRules) },
    rbrFittedAlone: { errorRate: byAlone ? rate(byAlone) : null },
  };
}

/** What the rules give each row. */
function rulesBy(data: FitData, weights: Float64Array): Float64Array {
  const size = data.features.length;
  const rules = new Float64Array(data.rowCount);
  for (let row = 0, at = 0; row < data.rowCount; row++) {
    let sum = 0;
    for (let feature = 0; feature < size; feature++, at++)
      sum += (data.values[at] as number) * (weights[feature] as number);
    rules[row] = sum;
  }
  return rules;
}

interface Errors {
  readonly comparisons: number;
  readonly wrong: number;
}

/** An ideal completion is one of rank 0. */
function errors(
  { promptStarts, ranks }: FitData,
  rewards: Float64Array,
  prompts: PromptWeights | undefined,
  tiers: Float64Array,
): Errors {
  let comparisons = 0;
  let wrong = 0;
  for (let prompt = 0; prompt + 1 < promptStarts.length; prompt++) {
    if (prompts && prompts[prompt] === 0) continue;
    const [first, end] = [promptStarts[prompt] as number, promptStarts[prompt + 1] as number];
    for (let ideal = first; ideal < end; ideal++) {
      if (ranks[ideal] !== 0) continue;
      for (let other = first; other < end; other++) {
        if (ranks[other] === 0) continue;
        comparisons++;
        const byTier = (tiers[other] as number) - (tiers[ideal] as number);
        if (byTier < 0 || (byTier === 0 && (rewards[other] as number) >= (rewards[ideal] as number))) wrong++;
      }
    }
  }
  return { comparisons, wrong };
}
