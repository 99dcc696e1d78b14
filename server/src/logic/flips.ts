import { backgroundOf } from './background.ts';
import type { PolicyLogic } from './classes.ts';
import { type Node, TRUE } from './diagram.ts';
import type { ResponseTypeLogic } from './response-type.ts';
import { cheapestPath, decide } from './walks.ts';

/** The answers that would have to be others for a completion to be in another class. */
export interface Flip {
  readonly className: string;
  /** Proposition -> what it would have to be. */
  readonly changes: Readonly<Record<string, boolean>>;
}

/** Among equally few changes, those of unsure answers; less than one change in all. */
const PER_CERTAINTY = 1e-3;

/**
 * For each class that `answers` do not put the completion into: the fewest answers to change for it to hold, and
 * among those the ones that the grader is least sure of. `p`: P(yes) of every proposition that the classes read.
 * What the policy's constraints rule out is not offered, unless the answers break them already. Fewest changes
 * first, then the better class.
 */
export function flips(
  { policyLogic, logic }: { readonly policyLogic: PolicyLogic; readonly logic: ResponseTypeLogic },
  p: (proposition: string) => number,
): Flip[] {
  const { compiler, nodes } = logic.exact;
  const { diagram } = compiler;
  const probability = (variable: number): number => p(logic.vocabulary.simple[variable] as string);
  const isRead = new Set(logic.propositions.map((name) => logic.vocabulary.variableOf(name)));
  const now = (variable: number): boolean | undefined =>
    isRead.has(variable) ? probability(variable) >= 0.5 : undefined;
  // Of what no class reads nothing is known, and a change of it costs nothing.
  const cost = (variable: number, value: boolean): number =>
    now(variable) === undefined || now(variable) === value
      ? 0
      : 1 + PER_CERTAINTY * Math.abs(2 * probability(variable) - 1);

  const background = backgroundOf(policyLogic, logic) ?? TRUE;
  const isBroken = decide(diagram, background, now) === false;
  const within = (node: Node): Node =>
    isBroken ? node : (compiler.attempt(() => diagram.and(node, background)) ?? node);

  const found = [...nodes].flatMap(([className, node]): Flip[] => {
    if (decide(diagram, node, now) === true) return [];
    const path = cheapestPath(diagram, within(node), cost);
    if (!path) return [];
    const changed = [...path.assignment].filter(([variable, value]) => cost(variable, value) > 0);
    const names = changed.map(([variable, value]) => [logic.vocabulary.simple[variable], value]);
    return [{ className, changes: Object.fromEntries(names) }];
  });
  const size = ({ changes }: Flip) => Object.keys(changes).length;
  return found.toSorted((a, b) => size(a) - size(b));
}
