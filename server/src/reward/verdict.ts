import { type Answered, missingReason } from '../grader/missing.ts';
import type { ResponseTypeLogic } from '../logic/classes.ts';
import type { Policy } from '../policy/model.ts';
import { neededPropositions } from './needed.ts';
import type { Weights } from './weights.ts';

/** A completion that was graded, or its line in a file. */
export interface Graded {
  /** Null where the answers that are there do not tell it. */
  readonly predictedClass: string | null;
  readonly propositions: Readonly<Record<string, Answered>>;
}

/**
 * The propositions whose answers are wanted of a completion: those that were asked for by name, else what its class
 * and its reward read. Without a response type nothing can be wanted.
 */
export function wantedPropositions(
  policy: Policy,
  logic: ResponseTypeLogic | undefined,
  weights: Weights | undefined,
  asked?: readonly string[],
): readonly string[] {
  return asked ?? (logic ? neededPropositions(policy, logic, weights) : []);
}

/**
 * Whether a completion has a verdict. The verdict is its class, which may be decided although answers are missing. Where
 * propositions were asked for by name, or its response type has no classes, it is their answers, all of them. A
 * completion whose response type is not known has none. Every command and panel goes by this.
 */
export function hasVerdict(
  { predictedClass, propositions }: Graded,
  logic: Pick<ResponseTypeLogic, 'classes'> | undefined,
  asked?: readonly string[],
): boolean {
  if (predictedClass !== null && !asked) return true;
  const names = asked ?? (logic?.classes.length === 0 ? Object.keys(propositions) : []);
  return names.length > 0 && names.every((name) => missingReason(propositions[name]) === undefined);
}
