import type { PolicyLogic } from './classes.ts';
import { FALSE, type Node, TRUE } from './diagram.ts';
import type { ResponseTypeLogic } from './response-type.ts';

/**
 * What the constraints say, in the diagram of a response type. Constraints that contradict each other say
 * nothing (they are an error of their own). Undefined where the node limit is passed.
 */
export function backgroundOf(
  { constraints }: PolicyLogic,
  { exact: { compiler } }: ResponseTypeLogic,
): Node | undefined {
  const all = compiler.attempt(() =>
    compiler.diagram.all(constraints.map((constraint) => compiler.constraint(constraint))),
  );
  return all === FALSE ? TRUE : all;
}
