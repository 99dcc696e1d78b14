import type { Grades } from '../../grader/grader.ts';
import { decisiveAnswers } from '../../logic/decisive.ts';
import { flips } from '../../logic/flips.ts';
import type { ResponseTypeLogic } from '../../logic/response-type.ts';
import type { PolicyState } from '../../workspace/workspace.ts';
import type { Breakdown } from '../protocol.ts';

/** Why a completion is in its class, and what would put it into another, by its answers taken for yes or no. */
export function decision(
  { logic: policyLogic }: PolicyState,
  logic: ResponseTypeLogic,
  predictedClass: string | null,
  grades: Grades,
): Pick<Breakdown, 'decidedBy' | 'flips'> {
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
