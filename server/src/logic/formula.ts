import type { Conjunction, Constraint, Formula } from '../policy/model.ts';
import type { BooleanAlgebra } from './algebra.ts';
import type { Diagram } from './diagram.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The function of a proposition by its name. */
export type PropositionFunction = (name: string) => number;

/** True where all literals hold; without literals, always. */
export function conjunctionIn(
  algebra: BooleanAlgebra,
  { literals }: Conjunction,
  proposition: PropositionFunction,
): number {
  return algebra.all(
    literals.map(({ name, value }) => (value ? proposition(name.text) : algebra.not(proposition(name.text)))),
  );
}

/** True where one of the conjunctions holds; without conjunctions, never. */
export function formulaIn(
  algebra: BooleanAlgebra,
  formula: Formula,
  proposition: PropositionFunction,
): number {
  return algebra.any(formula.anyOf.map((conjunction) => conjunctionIn(algebra, conjunction, proposition)));
}

/** True where the constraint is kept. */
export function constraintIn(
  algebra: BooleanAlgebra,
  constraint: Constraint,
  proposition: PropositionFunction,
): number {
  if (constraint.kind === 'implies') {
    return algebra.implies(
      conjunctionIn(algebra, constraint.if, proposition),
      conjunctionIn(algebra, constraint.then, proposition),
    );
  }
  // A name written twice is still one proposition.
  const members = [...new Set(constraint.names.map((name) => name.text))].map(proposition);
  switch (constraint.kind) {
    case 'at_least_one':
      return algebra.any(members);
    case 'at_most_one':
      return atMostOne(algebra, members);
    case 'exactly_one':
      return algebra.all([atMostOne(algebra, members), algebra.any(members)]);
  }
}

/** Builds formulas over simple propositions in an algebra; each derived proposition is built once. */
export class Compiler<A extends BooleanAlgebra> {
  readonly algebra: A;
  readonly #vocabulary: Vocabulary;
  readonly #built: Map<number, number>;

  /** `built`: by structure, what versions of a policy with the same variables have in common. */
  constructor(vocabulary: Vocabulary, algebra: A, built: Map<number, number> = new Map()) {
    this.#vocabulary = vocabulary;
    this.algebra = algebra;
    this.#built = built;
  }

  /** Only for complete formulas; throws what the algebra throws. */
  formula(formula: Formula): number {
    return formulaIn(this.algebra, formula, this.#proposition);
  }

  /** Only for complete constraints; throws what the algebra throws. */
  constraint(constraint: Constraint): number {
    return constraintIn(this.algebra, constraint, this.#proposition);
  }

  readonly #proposition: PropositionFunction = (name) => {
    const structure = this.#vocabulary.structures.ofName(name);
    const built = this.#built.get(structure);
    if (built !== undefined) return built;
    const meaning = this.#vocabulary.meaningOf(name);
    if (!meaning) throw new Error(`"${name}" means nothing here; only complete formulas can be compiled`);
    const made =
      meaning.kind === 'simple' ? this.algebra.variable(meaning.variable) : this.formula(meaning.formula);
    this.#built.set(structure, made);
    return made;
  };

  /** What the predicate does not accept is built anew when it is needed. */
  protected forget(isValid: (built: number) => boolean): void {
    for (const [structure, built] of this.#built) if (!isValid(built)) this.#built.delete(structure);
  }
}

/** Compiles into a diagram: everything may throw `NodeLimitError`, except what is attempted. */
export class FormulaCompiler extends Compiler<Diagram> {
  get diagram(): Diagram {
    return this.algebra;
  }

  /** As the diagram's `attempt`. */
  attempt<T>(compute: () => T, steps?: number): T | undefined {
    const result = this.diagram.attempt(compute, steps);
    if (result === undefined) this.forget((node) => node < this.diagram.size);
    return result;
  }
}

/** Linear in the members, where the pairwise form is quadratic. */
function atMostOne(algebra: BooleanAlgebra, members: readonly number[]): number {
  const never = algebra.any([]);
  let none = algebra.all([]);
  let oneAtMost = none;
  for (const member of members.toReversed()) {
    oneAtMost = algebra.ite(member, none, oneAtMost);
    none = algebra.ite(member, never, none);
  }
  return oneAtMost;
}
