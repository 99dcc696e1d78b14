import type { Conjunction, Constraint, Formula, Literal } from '../policy/model.ts';
import { Diagram, FALSE, type Node, NodeLimitError, TRUE } from './diagram.ts';
import { constraintNode } from './formula.ts';
import { namesIn, namesInConstraint, type Vocabulary } from './vocabulary.ts';

/** One condition as it is written, with a place, that takes part in a contradiction. */
export type CoreItem =
  /** A class or a derived proposition requires this. */
  | { readonly kind: 'requires'; readonly owner: string; readonly literal: Literal }
  /** All of these conditions make a derived proposition true. */
  | { readonly kind: 'suffices'; readonly owner: string; readonly conjunction: Conjunction }
  | { readonly kind: 'constraint'; readonly constraint: Constraint };

/** Conditions that cannot hold together, while any of them left out they could. */
export type Core = readonly CoreItem[];

/** A formula that is claimed to hold, and whose it is. */
export interface Claim {
  readonly owner: string;
  readonly formula: Formula;
}

interface Part {
  readonly item: CoreItem;
  readonly node: Node;
}

/**
 * A minimal core of claims that contradict each other or the constraints, all of them complete.
 *
 * Each derived proposition is a variable of its own here, and each line of its definition is a part
 * that may be left out. So a contradiction between derived propositions names only those, and one
 * that lies deeper names the lines on the way down to it. Parts are left out one at a time as long as
 * the contradiction stays, those last that the reader should rather see: constraints go first, then
 * definitions from the deepest up.
 *
 * Undefined where there is no contradiction, or where the node limit is passed.
 */
export function minimalCore(
  vocabulary: Vocabulary,
  claims: readonly Claim[],
  constraints: readonly Constraint[],
  nodeLimit: number,
): Core | undefined {
  try {
    const encoding = new Encoding(vocabulary, new Diagram(nodeLimit));
    encoding.add(claims, constraints);
    return minimise(encoding);
  } catch (error) {
    if (error instanceof NodeLimitError) return undefined;
    throw error;
  }
}

/**
 * Deletion from the end. The parts before the one in question are there as one conjunction from the
 * forward pass, so that each step is a single conjunction.
 */
function minimise({ diagram, fixed, parts }: Encoding): Core | undefined {
  const before = [fixed];
  for (const { node } of parts) {
    const last = before.at(-1) as Node;
    if (last === FALSE) break;
    before.push(diagram.and(last, node));
  }
  if (before.at(-1) !== FALSE) return undefined;
  let needed = TRUE;
  const core: CoreItem[] = [];
  for (let index = before.length - 2; index >= 0; index--) {
    if (diagram.and(before[index] as Node, needed) === FALSE) continue;
    const { item, node } = parts[index] as Part;
    needed = diagram.and(needed, node);
    core.unshift(item);
  }
  return core;
}

/** Claims, definitions and constraints as functions over names; variables in the order of first use. */
class Encoding {
  readonly diagram: Diagram;
  readonly parts: Part[] = [];
  /** What is not a condition of its own: one of the alternatives holds. */
  fixed: Node = TRUE;
  readonly #vocabulary: Vocabulary;
  readonly #variables = new Map<string, Node>();
  #variableCount = 0;

  constructor(vocabulary: Vocabulary, diagram: Diagram) {
    this.#vocabulary = vocabulary;
    this.diagram = diagram;
  }

  add(claims: readonly Claim[], constraints: readonly Constraint[]): void {
    for (const { owner, formula } of claims) this.#addRequirements(owner, formula, TRUE);
    const names = [
      ...claims.flatMap(({ formula }) => namesIn(formula)),
      ...constraints.flatMap(namesInConstraint),
    ];
    // Breadth first: the definitions nearest to the claims come first and are left out last.
    const seen = new Set(names);
    for (const name of seen) {
      const meaning = this.#vocabulary.meaningOf(name);
      if (meaning?.kind !== 'derived') continue;
      this.#addRequirements(name, meaning.formula, this.#nameNode(name));
      this.#addSufficient(name, meaning.formula);
      for (const inner of namesIn(meaning.formula)) seen.add(inner);
    }
    for (const constraint of constraints) {
      const node = constraintNode(this.diagram, constraint, (name) => this.#nameNode(name));
      this.parts.push({ item: { kind: 'constraint', constraint }, node });
    }
  }

  /** Where `condition` holds, one of the alternatives is chosen, and its literals hold. */
  #addRequirements(owner: string, formula: Formula, condition: Node): void {
    const { diagram } = this;
    // A single conjunction needs no choice; the diagram stays smaller without.
    const choices = formula.anyOf.map(() => (formula.anyOf.length === 1 ? TRUE : this.#freshVariable()));
    this.fixed = diagram.and(this.fixed, diagram.implies(condition, diagram.any(choices)));
    formula.anyOf.forEach(({ literals }, index) => {
      const chosen = diagram.and(condition, choices[index] as Node);
      for (const literal of literals) {
        const node = diagram.implies(chosen, this.#literalNode(literal));
        this.parts.push({ item: { kind: 'requires', owner, literal }, node });
      }
    });
  }

  #addSufficient(owner: string, formula: Formula): void {
    for (const conjunction of formula.anyOf) {
      const all = this.diagram.all(conjunction.literals.map((literal) => this.#literalNode(literal)));
      const node = this.diagram.implies(all, this.#nameNode(owner));
      this.parts.push({ item: { kind: 'suffices', owner, conjunction }, node });
    }
  }

  #literalNode({ name, value }: Literal): Node {
    const node = this.#nameNode(name.text);
    return value ? node : this.diagram.not(node);
  }

  #nameNode(name: string): Node {
    const known = this.#variables.get(name);
    if (known !== undefined) return known;
    const node = this.#freshVariable();
    this.#variables.set(name, node);
    return node;
  }

  #freshVariable(): Node {
    return this.diagram.variable(this.#variableCount++);
  }
}
