import type { ResponseTypeLogic } from '../logic/classes.ts';
import type { Policy } from '../policy/model.ts';
import { featuresOf } from './features.ts';
import type { Weights } from './weights.ts';

/**
 * The propositions that class or reward of a completion depend on: those that the classes of its response
 * type read, and the features of their own that weigh something. Without weights all features count. A grader
 * need not be asked for any other.
 */
export function neededPropositions(
  policy: Policy,
  logic: ResponseTypeLogic,
  weights: Weights | undefined,
): string[] {
  const fitted = weights?.responseTypes[logic.responseType]?.weights;
  const features = featuresOf(policy, logic).filter(
    ({ kind, name }) => kind === 'proposition' && (!fitted || (fitted[name] ?? 0) !== 0),
  );
  return [...new Set([...logic.propositions, ...features.map(({ of }) => of)])];
}
