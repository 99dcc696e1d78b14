import type { Constraint, Formula, Policy } from '../policy/model.ts';
import { type Meaning, Structures, StructureTable } from './structure.ts';

/**
 * What the names in conditions mean. A name that is unknown, or that is defined by way of itself, of an
 * unknown name or of a condition that could not be read, means nothing, and a formula that uses it is incomplete: it is left out of the
 * logic rather than guessed at. (The name itself is reported by the structure checks.)
 */
export class Vocabulary {
  /**
   * What the variables stand for: a variable is an index into it. In document order unless another order
   * was asked for, which may then hold names that the policy no longer has.
   */
  readonly simple: readonly string[];
  readonly structures: Structures;
  readonly #policy: Policy;
  readonly #variables: ReadonlyMap<string, number>;
  readonly #complete = new Map<string, boolean>();

  constructor(
    policy: Policy,
    {
      variables = [...policy.propositions.keys()],
      table = new StructureTable(),
    }: { variables?: readonly string[]; table?: StructureTable } = {},
  ) {
    this.#policy = policy;
    this.simple = variables;
    this.structures = new Structures((name) => this.meaningOf(name), table);
    this.#variables = new Map(
      variables
        .map((name, variable) => [name, variable] as const)
        .filter(([name]) => policy.propositions.has(name)),
    );
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

  /** The simple propositions that names stand for, themselves or through derived ones, in the order of first use. */
  simpleBehind(names: Iterable<string>): Set<string> {
    const simple = new Set<string>();
    const seen = new Set<string>();
    const visit = (name: string): void => {
      if (seen.has(name)) return;
      seen.add(name);
      const derived = this.#policy.derived.get(name);
      if (derived) namesIn(derived.formula).forEach(visit);
      else if (this.#variables.has(name)) simple.add(name);
    };
    for (const name of names) visit(name);
    return simple;
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
