import type { PolicyLogic } from '../logic/classes.ts';
import { Diagram, type Node, NodeLimitError } from '../logic/diagram.ts';
import { FormulaCompiler } from '../logic/formula.ts';
import type { Constraint } from '../policy/model.ts';

export interface ConstraintNodes {
  readonly diagram: Diagram;
  readonly nodes: ReadonlyMap<Constraint, Node>;
}

const known = new WeakMap<PolicyLogic, ConstraintNodes>();

/** Each constraint by itself; one that means nothing, or passes the node limit, is left out. Built once. */
export function constraintNodes(logic: PolicyLogic): ConstraintNodes {
  let found = known.get(logic);
  if (!found) {
    found = compile(logic);
    known.set(logic, found);
  }
  return found;
}

function compile({ policy, vocabulary, nodeLimit }: PolicyLogic): ConstraintNodes {
  const diagram = new Diagram(nodeLimit);
  const compiler = new FormulaCompiler(vocabulary, diagram);
  const nodes = new Map<Constraint, Node>();
  for (const constraint of policy.constraints) {
    if (!vocabulary.isCompleteConstraint(constraint)) continue;
    try {
      nodes.set(constraint, compiler.constraint(constraint));
    } catch (error) {
      if (!(error instanceof NodeLimitError)) throw error;
    }
  }
  return { diagram, nodes };
}
