import type { Grades } from '../grader/grader.ts';
import type { PolicyLogic } from '../logic/classes.ts';
import { decisiveAnswers } from '../logic/decisive.ts';
import { type Flip, flips } from '../logic/flips.ts';
import type { ResponseTypeLogic } from '../logic/response-type.ts';

export interface Decision {
  /** A few answers that make the predicted class hold by themselves; absent where the grades are too unsure for that. */
  readonly decidedBy?: readonly string[];
  /** What would put the completion into another class: the fewest answers to change, fewest first. */
  readonly flips?: readonly Flip[];
}

/** Why a completion is in its class, and what would put it into another, by its answers taken for yes or no. */
export function decision(
  { logic: policyLogic }: { readonly logic: PolicyLogic },
  logic: ResponseTypeLogic,
  predictedClass: string | null,
  grades: Grades,
): Decision {
  const answers = new Map<string, boolean>();
  for (const name of logic.propositions) {
    const p = grades[name]?.p ?? null;
    if (p !== null) answers.set(name, p >= 0.5);
  }
  const decidedBy = predictedClass === null ? undefined : decisiveAnswers(logic, predictedClass, answers);
  const isComplete = answers.size === logic.propositions.length;
  return {
    ...(decidedBy && { decidedBy }),
    // What is not known might be what has to change.
    ...(isComplete && { flips: flips({ policyLogic, logic }, (name) => grades[name]?.p ?? Number.NaN) }),
  };
}
