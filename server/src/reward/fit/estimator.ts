import type { ResponseTypeLogic } from '../../logic/response-type.ts';
import type { Policy } from '../../policy/model.ts';
import { fitProven, type OrderDemand } from '../prove/fit-proven.ts';
import { type AdamWOptions, fitByAdamW } from './adamw.ts';
import { type FitOptions, fitWeights } from './fit.ts';
import type { FitData } from './fit-data.ts';
import type { PromptWeights } from './splits.ts';

/** What an estimator found. */
export interface Estimate {
  /** One a feature. */
  readonly weights: Float64Array;
  /** trainLoss + l2/2 |w|^2; null where another rule was followed. */
  readonly objective: number | null;
  /** Mean hinge over the pairs that were fitted. */
  readonly trainLoss: number;
  /** How far the objective is from the optimum at most; null where nothing is certified. */
  readonly dualityGap: number | null;
  readonly pairs: number;
  /** Of AdamW: mean hinge over the pairs that it set aside. */
  readonly validationLoss?: number;
  /** The order is proven with this margin. */
  readonly provenMargin?: number;
}

/** The order of a response type cannot be proven by any weights. */
export interface Impossible {
  readonly demands: readonly OrderDemand[];
  readonly signs: readonly string[];
}

export interface EstimatorOptions extends Omit<FitOptions, 'promptWeights' | 'constraints' | 'relativeGap'> {
  /** The order of the classes is to be proven with this margin. */
  readonly prove?: number | undefined;
  /** In place of the exact fit. */
  readonly adamw?: Omit<AdamWOptions, 'margin' | 'seed' | 'promptWeights'> | undefined;
  /** Of AdamW's order of the pairs. */
  readonly seed: number;
}

export interface EstimateOptions {
  /** How much each prompt counts; 1 where left out. */
  readonly promptWeights?: PromptWeights | undefined;
  /** How near the optimum it must come, as a share of the objective; as near as `fitWeights` where left out. */
  readonly relativeGap?: number | undefined;
}

/**
 * The rule by which the weights of one response type are found. Whatever is fitted again (for intervals, or without the
 * reward model) goes by the same rule: an interval of another estimator says nothing of this one.
 */
export class Estimator {
  readonly #policy: Policy;
  readonly #logic: ResponseTypeLogic | undefined;
  readonly #options: EstimatorOptions;
  /** What earlier fits had to be held to. A demand of the order holds of every fit: it does not depend on the data. */
  #demands: readonly OrderDemand[] = [];

  constructor(policy: Policy, logic: ResponseTypeLogic | undefined, options: EstimatorOptions) {
    this.#policy = policy;
    this.#logic = logic;
    this.#options = options;
  }

  /** Throws `NodeLimitError` only where an order is to be proven. */
  fit(data: FitData, asked: EstimateOptions = {}): Estimate | Impossible {
    const { prove, adamw, seed, ...common } = this.#options;
    if (adamw) {
      const { margin } = common;
      const { promptWeights } = asked;
      const { validationLoss, ...fit } = fitByAdamW(data, { ...adamw, margin, seed, promptWeights });
      return {
        ...fit,
        objective: null,
        dualityGap: null,
        ...(validationLoss !== null && { validationLoss }),
      };
    }
    if (prove === undefined || !this.#logic) return fitWeights(data, { ...common, ...asked });
    const options = { ...common, ...asked };
    const proven = fitProven(this.#policy, this.#logic, data, options, prove, this.#demands);
    if ('impossible' in proven) return { demands: proven.impossible, signs: proven.signs };
    this.#demands = proven.demands;
    return { ...proven.fit, provenMargin: prove };
  }
}
