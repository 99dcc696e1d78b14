import type { Constraint, Formula, Policy } from '../policy/model.ts';
import type { PolicyLogic } from './classes.ts';
import type { Witness } from './conflicts.ts';
import { Diagram, FALSE, type Node, NodeLimitError } from './diagram.ts';
import { constraintIn, formulaIn, type PropositionFunction } from './formula.ts';
import { namesIn } from './vocabulary.ts';
import { countAssignments, shortestWitness } from './walks.ts';

/** Combinations of propositions that were in other classes before. */
export interface ClassChange {
  /** The classes that hold in the old policy; none where it has no class for them. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** How many combinations, exactly. */
  readonly count: bigint;
  /** One of them; propositions left out are free. */
  readonly witness: Witness;
}

/** What differs between two policies in one response type. */
export interface ResponseTypeDiff {
  readonly responseType: string;
  /** Proven: every combination that either policy allows is in the same classes in both. */
  readonly equivalent: boolean;
  /** Most combinations first. */
  readonly changes: readonly ClassChange[];
  /** All combinations that change, of `of`: those of the propositions that the classes or constraints of either policy read. */
  readonly changed: bigint;
  readonly of: bigint;
  /** Classes that use names without a meaning, in either policy: nothing is said of them. */
  readonly incomplete: readonly string[];
  /** Why it could not be compared. `equivalent` is false then, without anything proven. */
  readonly notCompared?: string;
}

/**
 * Compares what two policies make of every combination of simple propositions, response type by response
 * type, propositions and classes matched by name. A combination counts where the constraints of the old or
 * of the new policy allow it: what both rule out cannot change. Equal functions have equal nodes in one
 * diagram, so that an equivalent rewrite is proven to be one.
 */
export function diffLogic(before: PolicyLogic, after: PolicyLogic): ResponseTypeDiff[] {
  const responseTypes = new Set([...after.responseTypes, ...before.responseTypes]);
  return [...responseTypes].map((responseType) => {
    try {
      return new TypeComparison(before, after, responseType).diff();
    } catch (error) {
      if (!(error instanceof NodeLimitError)) throw error;
      const notCompared = `together they need more than ${error.nodeLimit} nodes`;
      return { ...NOTHING, responseType, notCompared };
    }
  });
}

const NOTHING = { equivalent: false, changes: [], changed: 0n, of: 0n, incomplete: [] } as const;

/** A set of combinations, and the classes that hold in all of them and no others. */
interface Region {
  readonly classes: readonly string[];
  readonly node: Node;
}

class TypeComparison {
  readonly #diagram: Diagram;
  readonly #names: readonly string[];
  readonly #responseType: string;
  readonly #sides: readonly [Side, Side];

  constructor(before: PolicyLogic, after: PolicyLogic, responseType: string) {
    this.#responseType = responseType;
    this.#diagram = new Diagram(after.nodeLimit);
    // In the new policy's order; what only the old one has comes last.
    this.#names = [...new Set([...after.vocabulary.simple, ...before.vocabulary.simple])];
    const variables = new Map(this.#names.map((name, variable) => [name, variable]));
    const side = (logic: PolicyLogic) => new Side(logic, responseType, this.#diagram, variables);
    this.#sides = [side(before), side(after)];
  }

  diff(): ResponseTypeDiff {
    const diagram = this.#diagram;
    const [before, after] = this.#sides;
    const allowed = diagram.or(before.background, after.background);
    const over = [...new Set([...before.variables, ...after.variables, ...diagram.support(allowed)])];
    const ofAfter = after.regions(allowed);
    const changes: ClassChange[] = [];
    for (const from of before.regions(allowed)) {
      for (const to of ofAfter) {
        if (sameNames(from.classes, to.classes)) continue;
        const node = diagram.and(from.node, to.node);
        const witness = shortestWitness(diagram, node);
        if (!witness) continue;
        changes.push({
          from: from.classes,
          to: to.classes,
          count: countAssignments(diagram, node, over),
          witness: Object.fromEntries(
            [...witness]
              .sort(([a], [b]) => a - b)
              .map(([variable, value]) => [this.#names[variable] as string, value]),
          ),
        });
      }
    }
    const incomplete = [...new Set([...before.incomplete, ...after.incomplete])];
    return {
      responseType: this.#responseType,
      equivalent: changes.length === 0 && sameNames(before.incomplete, after.incomplete),
      changes: changes.sort((a, b) => (a.count < b.count ? 1 : a.count > b.count ? -1 : 0)),
      changed: changes.reduce((sum, { count }) => sum + count, 0n),
      of: 1n << BigInt(over.length),
      incomplete,
    };
  }
}

/** One of the two policies in the diagram that both share. */
class Side {
  readonly background: Node;
  readonly incomplete: readonly string[];
  /** Of the propositions that the classes read. */
  readonly variables: readonly number[];
  readonly #diagram: Diagram;
  readonly #policy: Policy;
  readonly #formulas: ReadonlyMap<string, Formula>;
  readonly #variables: ReadonlyMap<string, number>;
  readonly #built = new Map<string, Node>();

  constructor(
    logic: PolicyLogic,
    responseType: string,
    diagram: Diagram,
    variables: ReadonlyMap<string, number>,
  ) {
    const ofType = logic.responseType(responseType);
    this.#diagram = diagram;
    this.#policy = logic.policy;
    this.#variables = variables;
    this.#formulas = ofType?.formulas ?? new Map();
    this.incomplete = ofType?.incomplete ?? [];
    const read = namesBelow(logic.policy, [...this.#formulas.values()]);
    this.variables = [...read].flatMap((name) => variables.get(name) ?? []);
    this.background = diagram.all(
      logic.policy.constraints
        .filter((constraint) => logic.vocabulary.isCompleteConstraint(constraint))
        .map((constraint: Constraint) => constraintIn(diagram, constraint, this.#proposition)),
    );
  }

  /** The allowed combinations by the classes that hold. Where classes are exclusive, one region a class. */
  regions(allowed: Node): Region[] {
    const diagram = this.#diagram;
    let regions: Region[] = [{ classes: [], node: allowed }];
    for (const [className, formula] of this.#formulas) {
      const holds = formulaIn(diagram, formula, this.#proposition);
      regions = regions.flatMap(({ classes, node }) => [
        { classes: [...classes, className], node: diagram.and(node, holds) },
        { classes, node: diagram.and(node, diagram.not(holds)) },
      ]);
      regions = regions.filter(({ node }) => node !== FALSE);
    }
    return regions;
  }

  readonly #proposition: PropositionFunction = (name) => {
    const built = this.#built.get(name);
    if (built !== undefined) return built;
    const derived = this.#policy.derived.get(name);
    const node = derived
      ? formulaIn(this.#diagram, derived.formula, this.#proposition)
      : this.#diagram.variable(this.#variables.get(name) as number);
    this.#built.set(name, node);
    return node;
  };
}

/** The simple propositions that formulas read, directly or through derived ones. */
function namesBelow({ derived, propositions }: Policy, formulas: readonly Formula[]): Set<string> {
  const seen = new Set(formulas.flatMap(namesIn));
  for (const name of seen) {
    const definition = derived.get(name);
    if (definition) for (const inner of namesIn(definition.formula)) seen.add(inner);
  }
  return new Set([...seen].filter((name) => !derived.has(name) && propositions.has(name)));
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}
