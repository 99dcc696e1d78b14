import type { ResponseTypeLogic } from '../../logic/response-type.ts';
import type { Policy } from '../../policy/model.ts';
import type { FitOptions } from '../fit/fit.ts';
import { fitDataOf } from '../fit/fit-data.ts';
import { fitProven, NotConverged } from '../prove/fit-proven.ts';
import { ClassGraph } from './class-graph.ts';
import { expectedOrder } from './expected-order.ts';
import { type ErrorRate, type ErrorRates, ExpectedRewards } from './expected-rewards.ts';

/** Which error rates would let some weights prove the order on average, where none do at those that were measured. */
export interface WhatRatesWouldDo {
  /** False: no weights prove it even of correct grades, so that better grading is no help. */
  readonly correctGrades: boolean;
  /** All rates times this would do; found to a thousandth. Null where even the smallest share that was tried does not. */
  readonly share: number | null;
  /** Each of these alone would do, if its grades were never wrong and all others as they are. */
  readonly alone: readonly string[];
  /**
   * All of these together would do, if their grades were never wrong and all others as they are; none can be left out.
   * Empty where correct grades would not.
   */
  readonly together: readonly string[];
}

const SHARE_STEPS = 10;

/** Enough for the order to be proven whatever the rates are up to these; `rates`: those of the fit. Throws as `expectedOrder` does. */
export function whatRatesWouldDo(
  policy: Policy,
  logic: ResponseTypeLogic,
  rates: ErrorRates,
  options: FitOptions,
  margin: number,
): WhatRatesWouldDo {
  const graph = new ClassGraph(policy, logic);
  // Without data there is nothing to fit but the demands themselves.
  const nothing = fitDataOf(
    graph.features.map(({ name }) => name),
    [],
  );
  const isEnough = (changed: (rate: ErrorRate, name: string) => ErrorRate): boolean => {
    const better = new Map([...rates].map(([name, rate]) => [name, changed(rate, name)]));
    const order = expectedOrder(new ExpectedRewards(policy, logic, better, { graph }), 'upTo');
    try {
      return 'fit' in fitProven(policy, [order], nothing, { ...options, promptWeights: undefined }, margin);
    } catch (error) {
      if (error instanceof NotConverged) return false;
      throw error;
    }
  };
  const times = (share: number) => (rate: ErrorRate) => ({
    falseNegative: share * rate.falseNegative,
    falsePositive: share * rate.falsePositive,
  });
  if (!isEnough(times(0))) return { correctGrades: false, share: null, alone: [], together: [] };
  let [share, tooMuch] = [0, 1];
  for (let step = 0; step < SHARE_STEPS; step++) {
    const middle = (share + tooMuch) / 2;
    if (isEnough(times(middle))) share = middle;
    else tooMuch = middle;
  }
  const fallible = graph.propositions.filter((name) => {
    const rate = rates.get(name);
    return rate && (rate.falseNegative > 0 || rate.falsePositive > 0);
  });
  const without = (names: readonly string[]) =>
    isEnough((rate, name) => (names.includes(name) ? { falseNegative: 0, falsePositive: 0 } : rate));
  // From all of them, each is left out where the others still do (a deletion filter, Chinneck and Dravnieks 1991).
  let together = fallible;
  for (const name of fallible) {
    const fewer = together.filter((each) => each !== name);
    if (without(fewer)) together = fewer;
  }
  return {
    correctGrades: true,
    share: share > 0 ? share : null,
    alone: fallible.filter((name) => without([name])),
    together,
  };
}
