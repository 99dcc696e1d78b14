import type { ResponseTypeLogic } from '../../logic/response-type.ts';
import type { Policy } from '../../policy/model.ts';
import { type ClassOrder, crispOrder, leastMargin } from '../prove/class-order.ts';
import {
  fitProven,
  NotConverged,
  type OrderDemand,
  type ProvenFit,
  type UndecidedPair,
} from '../prove/fit-proven.ts';
import type { AssumedErrors } from '../robust/assumed-errors.ts';
import { expectedOrder } from '../robust/expected-order.ts';
import { ExpectedRewards } from '../robust/expected-rewards.ts';
import type { ExpectedProof } from '../robust/proof-record.ts';
import { type WhatRatesWouldDo, whatRatesWouldDo } from '../robust/what-rates-would-do.ts';
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
  /** As in `Optimum`. */
  readonly resolution?: number;
  readonly pairs: number;
  /** Of AdamW: mean hinge over the pairs that it set aside. */
  readonly validationLoss?: number;
  /** The order is proven with this margin, of correct grades. */
  readonly provenMargin?: number;
  /** The order is proven on average over wrong grades. */
  readonly expectedProof?: ExpectedProof;
}

/** Why a response type has no weights with a proven order: no weights have one, or the proof passes its limit. */
export interface Impossible {
  readonly demands: readonly OrderDemand[];
  readonly signs: readonly string[];
  /** Where it was to be proven on average over wrong grades. */
  readonly whatWouldDo?: WhatRatesWouldDo;
  /** Weights that prove it would have to be so large that rounding decides. */
  readonly nearly?: true;
  /** It is not shown to be impossible: no weights were found. */
  readonly notConverged?: true;
  /** The pairs that the proof gave up on; then there are no demands. */
  readonly undecided?: readonly UndecidedPair[];
  /** Those that nothing was found against, where it gave up. */
  readonly unprovenWeights?: Float64Array;
}

export interface EstimatorOptions extends Omit<FitOptions, 'promptWeights' | 'constraints' | 'relativeGap'> {
  /** The order of the classes is to be proven with this margin. */
  readonly prove?: number | undefined;
  /** It is to be proven on average over grades that are wrong like this. */
  readonly errors?: AssumedErrors | undefined;
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
  /** The senses in which the order is proven, as the first fit has settled them. */
  #orders: readonly ClassOrder[] | undefined;

  constructor(policy: Policy, logic: ResponseTypeLogic | undefined, options: EstimatorOptions) {
    this.#policy = policy;
    this.#logic = logic;
    this.#options = options;
  }

  /** Throws `NodeLimitError` and `SearchCutShort` only where an order is to be proven on average. */
  fit(data: FitData, asked: EstimateOptions = {}): Estimate | Impossible {
    const { prove, errors, adamw, seed, ...common } = this.#options;
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
    const options = { ...common, ...asked };
    const logic = this.#logic;
    if (prove === undefined || !logic) return fitWeights(data, options);
    try {
      return errors
        ? this.#fitExpected(logic, data, options, prove, errors)
        : this.#fitCrisp(logic, data, options, prove);
    } catch (error) {
      if (error instanceof NotConverged) return { demands: [], signs: [], notConverged: true };
      throw error;
    }
  }

  #fitCrisp(
    logic: ResponseTypeLogic,
    data: FitData,
    options: FitOptions,
    margin: number,
  ): Estimate | Impossible {
    this.#orders ??= [crispOrder(this.#policy, logic)];
    const proven = fitProven(this.#policy, this.#orders, data, options, margin, this.#demands);
    if ('impossible' in proven) return impossibleOf(proven);
    if ('undecided' in proven) {
      const { undecided, weights } = proven;
      return { demands: [], signs: [], undecided, unprovenWeights: weights };
    }
    this.#demands = proven.demands;
    return { ...proven.fit, provenMargin: margin };
  }

  /**
   * On average over grades that are wrong at their rates. These are upper bounds: where the order would be lost at lower
   * ones, as it is where a grade that is wrong more often than not is turned round, it is demanded at all rates up to
   * these. What the first fit has settled holds of later ones.
   */
  #fitExpected(
    logic: ResponseTypeLogic,
    data: FitData,
    options: FitOptions,
    margin: number,
    { rates, read }: AssumedErrors,
  ): Estimate | Impossible {
    const policy = this.#policy;
    const rewards = new ExpectedRewards(policy, logic, rates);
    const anyRates = expectedOrder(rewards, 'upTo');
    const attempt = (orders: readonly ClassOrder[], over: AssumedErrors['read']) => {
      const proven = fitProven(policy, orders, data, options, margin, this.#demands);
      if (!('fit' in proven)) return undefined;
      const named = new Map(data.features.map((name, index) => [name, proven.fit.weights[index] as number]));
      return { proven, orders, over, anyRatesMargin: leastMargin(anyRates, policy, named), named };
    };
    const isSettled = this.#orders !== undefined;
    let found = attempt(this.#orders ?? [expectedOrder(rewards, read)], read);
    if (found && !isSettled && (found.anyRatesMargin ?? margin) <= 0) {
      this.#demands = found.proven.demands;
      found = attempt([anyRates], 'upTo');
    }
    if (!found) return this.#whyImpossible(logic, data, options, margin, { rates, read });
    this.#demands = found.proven.demands;
    this.#orders = found.orders;
    const { over, anyRatesMargin, named } = found;
    const crispMargin = leastMargin(crispOrder(policy, logic), policy, named);
    return { ...found.proven.fit, expectedProof: { margin, over, anyRatesMargin, crispMargin } };
  }

  /** Of the rates that are stated, where those are impossible by themselves; else of any up to these. */
  #whyImpossible(
    logic: ResponseTypeLogic,
    data: FitData,
    options: FitOptions,
    margin: number,
    { rates, read }: AssumedErrors,
  ): Impossible {
    const rewards = new ExpectedRewards(this.#policy, logic, rates);
    for (const each of [read, 'upTo'] as const) {
      const found = fitProven(this.#policy, [expectedOrder(rewards, each)], data, options, margin);
      if (!('impossible' in found)) continue;
      const whatWouldDo = whatRatesWouldDo(this.#policy, logic, rates, options, margin);
      return { ...impossibleOf(found), whatWouldDo };
    }
    throw new NotConverged();
  }
}

function impossibleOf({
  impossible,
  signs,
  nearly,
}: Extract<ProvenFit, { impossible: unknown }>): Impossible {
  return { demands: impossible, signs, ...(nearly && { nearly }) };
}
