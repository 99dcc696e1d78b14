import { percentile } from '../percentile.ts';
import { drawing } from '../random.ts';
import type { FitData } from './fit-data.ts';
import { drawnPrompts, type PromptWeights } from './splits.ts';

export interface WeightInterval {
  /** The 2.5th and the 97.5th percentile over the samples. */
  readonly low: number;
  readonly high: number;
  readonly standardDeviation: number;
  /** The interval holds 0: these data do not tell the weight from none. */
  readonly includesZero: boolean;
}

/** How near a refit must come to its optimum, as a share of the objective: far less than an interval is wide. */
export const REFIT_GAP = 1e-3;

export interface BootstrapOptions {
  /** The weights of the estimator whose intervals are asked for, with each prompt counted so often. */
  readonly refit: (promptWeights: PromptWeights) => Float64Array;
  /** How much the prompts count in the fit itself; once each where left out. */
  readonly promptWeights?: PromptWeights | undefined;
  readonly samples: number;
  readonly seed: number;
}

/**
 * How sure each weight is: the fit repeated on prompts drawn with replacement (Efron 1979). Prompts are drawn,
 * not pairs: pairs of one prompt hang together, and drawing them makes the intervals far too narrow.
 */
export function bootstrapWeights(
  data: FitData,
  { refit, promptWeights: counted, samples, seed }: BootstrapOptions,
): WeightInterval[] {
  const draw = drawing(seed);
  const drawn = Array.from({ length: samples }, () => {
    const promptWeights = drawnPrompts(data.clusters, draw).map(
      (weight, prompt) => weight * (counted?.[prompt] ?? 1),
    );
    return refit(promptWeights);
  });
  return data.features.map((_, feature) => {
    const values = Float64Array.from(drawn, (weights) => weights[feature] as number).sort();
    const [low, high] = [percentile(values, 0.025), percentile(values, 0.975)];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    return {
      low,
      high,
      standardDeviation: Math.sqrt(variance),
      includesZero: low <= 0 && high >= 0,
    };
  });
}
