import type { BooleanAlgebra } from '../algebra.ts';
import { type Literal, literalOf, negated } from './literal.ts';
import { Solver } from './solver.ts';

/**
 * Formulas as literals of a solver, each defined by clauses in both directions (Tseitin 1968). Equal
 * conjunctions get one definition, and definitions only ever add to what the solver knows, so that the
 * versions of a policy can share one.
 */
export class Gates implements BooleanAlgebra {
  readonly solver = new Solver();
  readonly #true: Literal;
  readonly #variables = new Map<number, number>();
  readonly #conjunctions = new Map<string, Literal>();

  constructor() {
    this.#true = this.fresh();
    this.solver.addClause([this.#true]);
  }

  /** A literal that nothing is said about yet. */
  fresh(): Literal {
    return literalOf(this.solver.addVariable(), true);
  }

  variable(variable: number): Literal {
    let known = this.#variables.get(variable);
    if (known === undefined) {
      known = this.solver.addVariable();
      this.#variables.set(variable, known);
    }
    return literalOf(known, true);
  }

  not(f: Literal): Literal {
    return negated(f);
  }

  implies(f: Literal, g: Literal): Literal {
    return this.any([negated(f), g]);
  }

  all(functions: Iterable<Literal>): Literal {
    const literals = new Set(functions);
    literals.delete(this.#true);
    for (const literal of literals) if (literals.has(negated(literal))) return negated(this.#true);
    if (literals.has(negated(this.#true))) return negated(this.#true);
    const [first, ...others] = literals;
    if (first === undefined) return this.#true;
    if (others.length === 0) return first;
    return this.#conjunction([...literals].sort((a, b) => a - b));
  }

  any(functions: Iterable<Literal>): Literal {
    return negated(this.all([...functions].map(negated)));
  }

  ite(f: Literal, g: Literal, h: Literal): Literal {
    return this.all([this.implies(f, g), this.implies(negated(f), h)]);
  }

  #conjunction(literals: readonly Literal[]): Literal {
    const key = literals.join();
    const known = this.#conjunctions.get(key);
    if (known !== undefined) return known;
    const gate = this.fresh();
    for (const literal of literals) this.solver.addClause([negated(gate), literal]);
    this.solver.addClause([gate, ...literals.map(negated)]);
    this.#conjunctions.set(key, gate);
    return gate;
  }
}
