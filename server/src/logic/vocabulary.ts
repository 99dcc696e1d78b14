import type { Constraint, Formula, Policy } from '../policy/model.ts';

/** What a name in a condition stands for. */
export type Meaning =
  | { readonly kind: 'simple'; readonly variable: number }
  | { readonly kind: 'derived'; readonly formula: Formula };

/**
 * What the names in conditions mean. A name that is unknown, or that is defined by way of itself, of an
 * unknown name or of a condition that could not be read, means nothing, and a formula that uses it is incomplete: it is left out of the
 * logic rather than guessed at. (The name itself is reported by the structure checks.)
 */
export class Vocabulary {
  /** The simple propositions in document order; a variable is an index into it. */
  readonly simple: readonly string[];
  readonly #policy: Policy;
  readonly #variables: ReadonlyMap<string, number>;
  readonly #complete = new Map<string, boolean>();

  constructor(policy: Policy) {
    this.#policy = policy;
    this.simple = [...policy.propositions.keys()];
    this.#variables = new Map(this.simple.map((name, variable) => [name, variable]));
  }

  variableOf(simpleProposition: string): number | undefined {
    return this.#variables.get(simpleProposition);
  }

  /** A name that is both simple and derived (an error reported elsewhere) counts as derived. */
  meaningOf(name: string): Meaning | undefined {
    if (!this.#isCompleteName(name)) return undefined;
    const derived = this.#policy.derived.get(name);
    if (derived) return { kind: 'derived', formula: derived.formula };
    const variable = this.#variables.get(name);
    return variable === undefined ? undefined : { kind: 'simple', variable };
  }

  isComplete(formula: Formula): boolean {
    return isRead(formula) && namesIn(formula).every((name) => this.#isCompleteName(name));
  }

  isCompleteConstraint(constraint: Constraint): boolean {
    const isWhole =
      constraint.kind !== 'implies' || !(constraint.if.incomplete || constraint.then.incomplete);
    return isWhole && namesInConstraint(constraint).every((name) => this.#isCompleteName(name));
  }

  /** The variables that formulas read, directly or through derived propositions, ascending. */
  variablesIn(formulas: Iterable<Formula>): number[] {
    const variables = new Set<number>();
    const seen = new Set<string>();
    const visit = (formula: Formula): void => {
      for (const name of namesIn(formula)) {
        if (seen.has(name)) continue;
        seen.add(name);
        const derived = this.#policy.derived.get(name);
        const variable = this.#variables.get(name);
        if (derived) visit(derived.formula);
        else if (variable !== undefined) variables.add(variable);
      }
    };
    for (const formula of formulas) visit(formula);
    return [...variables].sort((a, b) => a - b);
  }

  #isCompleteName(name: string): boolean {
    const known = this.#complete.get(name);
    if (known !== undefined) return known;
    const derived = this.#policy.derived.get(name);
    // Met again on the way down, the name is part of a cycle.
    this.#complete.set(name, false);
    const complete = derived
      ? isRead(derived.formula) && namesIn(derived.formula).every((inner) => this.#isCompleteName(inner))
      : this.#variables.has(name);
    this.#complete.set(name, complete);
    return complete;
  }
}

/** Whether every condition of a formula could be read. */
function isRead({ anyOf }: Formula): boolean {
  return anyOf.every((conjunction) => !conjunction.incomplete);
}

/** The names that a formula uses directly. */
export function namesIn(formula: Formula): string[] {
  return formula.anyOf.flatMap(({ literals }) => literals.map((literal) => literal.name.text));
}

/** The names that a constraint uses directly. */
export function namesInConstraint(constraint: Constraint): string[] {
  if (constraint.kind !== 'implies') return constraint.names.map((name) => name.text);
  return [...constraint.if.literals, ...constraint.then.literals].map((literal) => literal.name.text);
}
