import type { Witness } from './conflicts.ts';
import { FALSE, type Node, TRUE } from './diagram.ts';
import type { ResponseTypeLogic } from './response-type.ts';
import { leastOf, shortestWitness } from './walks.ts';

/** How a class of a response type treats one proposition. */
export type Treatment =
  /** Only where it has this value can the class hold. */
  | { readonly kind: 'required'; readonly value: boolean }
  /** The class holds or not whatever the proposition is. */
  | { readonly kind: 'free' }
  /** This value can only help the class, and yet it holds without: `without` is such a case. */
  | { readonly kind: 'helpful'; readonly value: boolean; readonly without: Witness }
  /** Which value helps depends on the rest. */
  | { readonly kind: 'mixed' };

/**
 * How a class treats a simple proposition, in the combinations that the constraints allow where `background` says which (a
 * node of the same diagram). Undefined for a class without a function of its own: incomplete, over the node limit, or never true;
 * and for a proposition that the policy does not have. Throws `NodeLimitError` where cofactors do not fit.
 */
export function treatmentOf(
  { exact, vocabulary }: ResponseTypeLogic,
  className: string,
  proposition: string,
  background: Node = TRUE,
): Treatment | undefined {
  const { diagram } = exact.compiler;
  const node = exact.nodes.get(className);
  const variable = vocabulary.variableOf(proposition);
  if (node === undefined || node === FALSE || variable === undefined) return undefined;
  const whenTrue = diagram.restrict(node, variable, true);
  const whenFalse = diagram.restrict(node, variable, false);
  if (whenTrue === whenFalse) return { kind: 'free' };
  if (whenFalse === FALSE || whenTrue === FALSE) return { kind: 'required', value: whenFalse === FALSE };
  const implies = (a: Node, b: Node) => diagram.and(a, diagram.not(b)) === FALSE;
  const value = implies(whenFalse, whenTrue) ? true : implies(whenTrue, whenFalse) ? false : undefined;
  if (value === undefined) return { kind: 'mixed' };
  const without = diagram.and(node, diagram.literal(variable, !value));
  const allowed = shortestWitness(diagram, diagram.and(without, background));
  // The constraints leave no such case.
  if (!allowed) return { kind: 'required', value };
  const read = new Set(diagram.support(without));
  const witness = leastOf(diagram, without, new Map([...allowed].filter(([each]) => read.has(each))));
  const inOrder = [...witness].sort(([a], [b]) => a - b);
  return {
    kind: 'helpful',
    value,
    without: Object.fromEntries(inOrder.map(([each, held]) => [vocabulary.simple[each] as string, held])),
  };
}
