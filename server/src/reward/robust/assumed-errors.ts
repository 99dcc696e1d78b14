import type { ResponseTypeLogic } from '../../logic/response-type.ts';
import type { Policy } from '../../policy/model.ts';
import { ClassGraph } from './class-graph.ts';
import { type GraderErrors, ratesRead, unknownRates, upperRates } from './error-rates.ts';
import type { ErrorRates } from './expected-rewards.ts';

/** How often grades are wrong, for a proof on average over them. */
export interface AssumedErrors {
  /** Proposition -> its rates. */
  readonly rates: ErrorRates;
  /** `stated`: at these rates. `upTo`: at any from 0 up to these. */
  readonly read: 'stated' | 'upTo';
}

/**
 * What a proof of one response type assumes of a grader's errors: the upper bounds of its rates, of the propositions
 * that its rewards read. Where one of them is not known, anything up to always is possible, and so every rate up to its
 * bound. As `rbr prove --grader-error` does. Throws `NodeLimitError`.
 */
export function assumedErrors(policy: Policy, logic: ResponseTypeLogic, errors: GraderErrors): AssumedErrors {
  const { propositions } = new ClassGraph(policy, logic);
  const rates = upperRates(errors, ratesRead(policy));
  return {
    rates: new Map([...rates].filter(([name]) => propositions.includes(name))),
    read: unknownRates(errors, propositions).length > 0 ? 'upTo' : 'stated',
  };
}
