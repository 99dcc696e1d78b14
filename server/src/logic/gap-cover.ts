import { backgroundOf } from './background.ts';
import type { PolicyLogic } from './classes.ts';
import type { Witness } from './conflicts.ts';
import { FALSE, NodeLimitError } from './diagram.ts';
import type { ResponseTypeLogic } from './response-type.ts';
import { shortestWitness } from './walks.ts';

/**
 * Conjunctions that together are exactly what no class of the response type covers, short ones first.
 * Undefined where there are more than `limit` of them, or where the node limit is passed.
 */
export function coverOfGap(
  policyLogic: PolicyLogic,
  logic: ResponseTypeLogic,
  limit: number,
): Witness[] | undefined {
  const { vocabulary, exact } = logic;
  const { diagram } = exact.compiler;
  const rank = (variable: number) =>
    policyLogic.vocabulary.variableOf(vocabulary.simple[variable] as string) ?? 0;
  try {
    const background = backgroundOf(policyLogic, logic);
    if (background === undefined) return undefined;
    let left = diagram.and(background, diagram.not(diagram.any(exact.nodes.values())));
    const cover: Witness[] = [];
    while (left !== FALSE) {
      if (cover.length === limit) return undefined;
      const path = shortestWitness(diagram, left) as ReadonlyMap<number, boolean>;
      const inOrder = [...path].sort(([a], [b]) => rank(a) - rank(b));
      cover.push(
        Object.fromEntries(
          inOrder.map(([variable, value]) => [vocabulary.simple[variable] as string, value]),
        ),
      );
      const covered = diagram.all(inOrder.map(([variable, value]) => diagram.literal(variable, value)));
      left = diagram.and(left, diagram.not(covered));
    }
    return cover;
  } catch (error) {
    if (error instanceof NodeLimitError) return undefined;
    throw error;
  }
}
