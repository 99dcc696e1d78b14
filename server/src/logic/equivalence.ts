import type { Policy } from '../policy/model.ts';
import type { PolicyLogic } from './classes.ts';
import { Diagram, FALSE, type Node, NodeLimitError, TRUE } from './diagram.ts';
import { FormulaCompiler } from './formula.ts';
import { type Redundancy, redundanciesOf } from './redundancy.ts';

/** What the definitions of a policy say of each other, classes aside. */
export interface Definitions {
  /** A derived proposition and an earlier one that is true exactly where it is. A name for a simple one is no fault. */
  readonly equivalent: readonly { readonly name: string; readonly as: string }[];
  /** Derived propositions that are true, or false, for every completion. */
  readonly constant: readonly { readonly name: string; readonly value: boolean }[];
  /** Indices of constraints that the others imply, or that hold whatever is the case. */
  readonly redundantConstraints: readonly number[];
  /** Derived proposition -> what its definition could do without. */
  readonly redundant: ReadonlyMap<string, readonly Redundancy[]>;
}

const NOTHING: Definitions = { equivalent: [], constant: [], redundantConstraints: [], redundant: new Map() };

/** Definitions that need more are left unjudged: nothing here is an error, and the classes have their own limit. */
const NODE_LIMIT = 50_000;

/** Policies of one structure are judged once: an edit of a prompt costs nothing here. */
const REMEMBERED = 8;
const known = new Map<string, Definitions>();

/** Given the constraints. Says nothing where they contradict each other or where it is too large. */
export function definitionsOf(policyLogic: PolicyLogic): Definitions {
  const key = structureOf(policyLogic.policy);
  const before = known.get(key);
  if (before) return before;
  const found = judge(policyLogic);
  known.set(key, found);
  const oldest = known.keys().next().value;
  if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
  return found;
}

function judge({ policy, vocabulary }: PolicyLogic): Definitions {
  try {
    const diagram = new Diagram(NODE_LIMIT);
    const compiler = new FormulaCompiler(vocabulary, diagram);
    const constraints = policy.constraints.map((constraint) =>
      vocabulary.isCompleteConstraint(constraint) ? compiler.constraint(constraint) : undefined,
    );
    const background = diagram.all(constraints.filter((node) => node !== undefined));
    if (background === FALSE) return NOTHING;
    const names = new Map<Node, string>();
    const isConstant = (node: Node) => node === FALSE || node === background;
    const equivalent: { name: string; as: string }[] = [];
    const constant: { name: string; value: boolean }[] = [];
    const redundant = new Map<string, readonly Redundancy[]>();
    for (const [name, { formula }] of policy.derived) {
      if (!vocabulary.isComplete(formula)) continue;
      const node = diagram.and(background, compiler.formula(formula));
      const as = names.get(node);
      if (isConstant(node)) constant.push({ name, value: node !== FALSE });
      else if (as !== undefined) equivalent.push({ name, as });
      else names.set(node, name);
      if (isConstant(node)) continue;
      const parts = redundanciesOf(compiler, formula, background) ?? [];
      if (parts.length > 0) redundant.set(name, parts);
    }
    return { equivalent, constant, redundant, redundantConstraints: redundantOnes(diagram, constraints) };
  } catch (error) {
    if (error instanceof NodeLimitError) return NOTHING;
    throw error;
  }
}

/** From the last to the first, each judged by those that are left. An incomplete one says nothing and is reported elsewhere. */
function redundantOnes(diagram: Diagram, constraints: readonly (Node | undefined)[]): number[] {
  const before: Node[] = [TRUE];
  for (const node of constraints) before.push(diagram.and(before.at(-1) as Node, node ?? TRUE));
  const redundant: number[] = [];
  let after: Node = TRUE;
  for (let index = constraints.length - 1; index >= 0; index--) {
    const node = constraints[index];
    if (node === undefined) continue;
    const rest = diagram.and(before[index] as Node, after);
    if (diagram.and(rest, diagram.not(node)) === FALSE) redundant.unshift(index);
    else after = diagram.and(after, node);
  }
  return redundant;
}

function structureOf({ propositions, derived, constraints }: Policy): string {
  return JSON.stringify(
    [
      [...propositions.keys()],
      [...derived.values()].map(({ name, formula }) => [name.text, formula]),
      constraints,
    ],
    (key, value) => (key === 'place' ? undefined : value),
  );
}
