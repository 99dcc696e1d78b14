import type { Conjunction, Constraint, Formula } from '../policy/model.ts';
import { type Diagram, FALSE, type Node, TRUE } from './diagram.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The node of a proposition by its name. */
export type PropositionNode = (name: string) => Node;

/** True where all literals hold; without literals, always. */
export function conjunctionNode(
  diagram: Diagram,
  { literals }: Conjunction,
  proposition: PropositionNode,
): Node {
  return diagram.all(
    literals.map(({ name, value }) => (value ? proposition(name.text) : diagram.not(proposition(name.text)))),
  );
}

/** True where one of the conjunctions holds; without conjunctions, never. */
export function formulaNode(diagram: Diagram, formula: Formula, proposition: PropositionNode): Node {
  return diagram.any(formula.anyOf.map((conjunction) => conjunctionNode(diagram, conjunction, proposition)));
}

/** True where the constraint is kept. */
export function constraintNode(diagram: Diagram, constraint: Constraint, proposition: PropositionNode): Node {
  if (constraint.kind === 'implies') {
    return diagram.implies(
      conjunctionNode(diagram, constraint.if, proposition),
      conjunctionNode(diagram, constraint.then, proposition),
    );
  }
  // A name written twice is still one proposition.
  const members = [...new Set(constraint.names.map((name) => name.text))].map(proposition);
  switch (constraint.kind) {
    case 'at_least_one':
      return diagram.any(members);
    case 'at_most_one':
      return atMostOne(diagram, members);
    case 'exactly_one':
      return diagram.and(atMostOne(diagram, members), diagram.any(members));
  }
}

/** Compiles formulas over simple propositions; each derived proposition is built once. */
export class FormulaCompiler {
  readonly diagram: Diagram;
  readonly #vocabulary: Vocabulary;
  readonly #built = new Map<string, Node>();

  constructor(vocabulary: Vocabulary, diagram: Diagram) {
    this.#vocabulary = vocabulary;
    this.diagram = diagram;
  }

  /** Only for complete formulas; throws `NodeLimitError` as the diagram does. */
  formula(formula: Formula): Node {
    return formulaNode(this.diagram, formula, this.#proposition);
  }

  /** Only for complete constraints; throws `NodeLimitError` as the diagram does. */
  constraint(constraint: Constraint): Node {
    return constraintNode(this.diagram, constraint, this.#proposition);
  }

  readonly #proposition: PropositionNode = (name) => {
    const built = this.#built.get(name);
    if (built !== undefined) return built;
    const meaning = this.#vocabulary.meaningOf(name);
    if (!meaning) throw new Error(`"${name}" means nothing here; only complete formulas can be compiled`);
    const node =
      meaning.kind === 'simple' ? this.diagram.variable(meaning.variable) : this.formula(meaning.formula);
    this.#built.set(name, node);
    return node;
  };
}

/** Linear in the members, where the pairwise form is quadratic. */
function atMostOne(diagram: Diagram, members: readonly Node[]): Node {
  let none = TRUE;
  let oneAtMost = TRUE;
  for (const member of members.toReversed()) {
    oneAtMost = diagram.ite(member, none, oneAtMost);
    none = diagram.ite(member, FALSE, none);
  }
  return oneAtMost;
}
