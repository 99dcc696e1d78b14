import type { PolicyLogic } from './classes.ts';
import { FALSE, type Node, NodeLimitError, TRUE } from './diagram.ts';
import type { ResponseTypeLogic } from './response-type.ts';

/**
 * What the constraints say, in the diagram of a response type. Constraints that contradict each other say
 * nothing (they are an error of their own). Undefined where the node limit is passed.
 */
export function backgroundOf(
  { policy }: PolicyLogic,
  { exact, vocabulary }: ResponseTypeLogic,
): Node | undefined {
  const { compiler } = exact;
  try {
    const all = compiler.diagram.all(
      policy.constraints
        .filter((constraint) => vocabulary.isCompleteConstraint(constraint))
        .map((constraint) => compiler.constraint(constraint)),
    );
    return all === FALSE ? TRUE : all;
  } catch (error) {
    if (error instanceof NodeLimitError) return undefined;
    throw error;
  }
}
