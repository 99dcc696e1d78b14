import * as l10n from '@vscode/l10n';
import type { Formula } from '../policy/model.ts';
import type { PolicyLogic } from './classes.ts';
import type { Witness } from './conflicts.ts';
import { Diagram, FALSE, type Node, NodeLimitError, TRUE } from './diagram.ts';
import { editedConditions } from './edited-conditions.ts';
import { constraintIn, formulaIn, type PropositionFunction } from './formula.ts';
import { namesIn, namesInConstraint } from './vocabulary.ts';
import { countAssignments, leastWitness } from './walks.ts';

/** Combinations of propositions that were in other classes before. */
export interface ClassChange {
  /** The classes that hold in the old policy; none where it has no class for them. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** How many combinations, exactly. */
  readonly count: bigint;
  /** One of them; propositions left out are free, and none that stands in it can be left out. */
  readonly witness: Witness;
}

/** What differs between two policies in one response type. */
export interface ResponseTypeDiff {
  readonly responseType: string;
  /** Proven: every combination that either policy allows is in the same classes in both, none left out. */
  readonly equivalent: boolean;
  /** Most combinations first. */
  readonly changes: readonly ClassChange[];
  /**
   * How many combinations change, of `of`: combinations of the propositions that the classes of either policy read. What only
   * constraints read is not counted; it decides whether a combination is allowed.
   */
  readonly changed: bigint;
  readonly of: bigint;
  /** The simple propositions in the conditions that were edited; empty where nothing changes. */
  readonly about: ReadonlySet<string>;
  /** Classes that use names without a meaning, in either policy: nothing is said of them, nor proven. */
  readonly incomplete: readonly string[];
  /** Why it could not be compared. `equivalent` is false then, without anything proven. */
  readonly notCompared?: string;
}

/**
 * Compares what two policies make of every combination of simple propositions, response type by response
 * type, propositions and classes matched by name. A combination counts where the constraints of the old or
 * of the new policy allow it: what both rule out cannot change. Constraints that contradict each other say
 * nothing, as in the checks. Equal functions have equal nodes in one diagram, so that an equivalent rewrite
 * is proven to be one.
 */
export function diffLogic(before: PolicyLogic, after: PolicyLogic): ResponseTypeDiff[] {
  const responseTypes = new Set([...after.responseTypes, ...before.responseTypes]);
  return [...responseTypes].map((responseType) => {
    try {
      return new TypeComparison(before, after, responseType).diff();
    } catch (error) {
      if (!(error instanceof NodeLimitError)) throw error;
      const notCompared = l10n.t('together they need more than {0} nodes', error.nodeLimit);
      return { ...NOTHING, responseType, notCompared };
    }
  });
}

const NOTHING = {
  equivalent: false,
  changes: [],
  changed: 0n,
  of: 0n,
  incomplete: [],
  about: new Set<string>(),
} as const;

/** A set of combinations, and the classes that hold in all of them and no others. */
interface Region {
  readonly classes: readonly string[];
  readonly node: Node;
}

class TypeComparison {
  readonly #diagram: Diagram;
  /** What the variables stand for: what the classes read comes first, and then what only constraints read. */
  readonly #names: readonly string[];
  readonly #readByClasses: number;
  readonly #about: ReadonlySet<string>;
  readonly #responseType: string;
  readonly #incomplete: readonly string[];
  readonly #before: Side;
  readonly #after: Side;

  constructor(before: PolicyLogic, after: PolicyLogic, responseType: string) {
    const incompleteIn = (logic: PolicyLogic) => logic.responseType(responseType)?.incomplete ?? [];
    this.#responseType = responseType;
    this.#diagram = new Diagram(after.nodeLimit);
    this.#incomplete = [...new Set([...incompleteIn(before), ...incompleteIn(after)])];
    const compared = (logic: PolicyLogic) =>
      new Map(
        [...(logic.responseType(responseType)?.formulas ?? [])].filter(
          ([className]) => !this.#incomplete.includes(className),
        ),
      );
    const [formulasBefore, formulasAfter] = [compared(before), compared(after)];
    const byClasses = new Set([...namesRead(after, formulasAfter), ...namesRead(before, formulasBefore)]);
    this.#names = [...new Set([...byClasses, ...constrainedNames(after), ...constrainedNames(before)])];
    this.#readByClasses = byClasses.size;
    this.#about = editedConditions(
      { vocabulary: before.vocabulary, policy: before.policy, formulas: formulasBefore },
      { vocabulary: after.vocabulary, policy: after.policy, formulas: formulasAfter },
    );
    const variables = new Map(this.#names.map((name, variable) => [name, variable]));
    this.#before = new Side(before, formulasBefore, this.#diagram, variables);
    this.#after = new Side(after, formulasAfter, this.#diagram, variables);
  }

  diff(): ResponseTypeDiff {
    const diagram = this.#diagram;
    const allowed = [this.#before, this.#after].map(({ background }) =>
      diagram.withoutFrom(background, this.#readByClasses),
    );
    const changing = diagram.and(diagram.any(allowed), this.#differing());
    const changes = this.#before
      .regions(changing)
      .flatMap((from) =>
        this.#after.regions(from.node).map((to) => this.#change(from.classes, to.classes, to.node)),
      );
    return {
      responseType: this.#responseType,
      equivalent: changing === FALSE && this.#incomplete.length === 0,
      changes: changes.sort((a, b) => (a.count < b.count ? 1 : a.count > b.count ? -1 : 0)),
      changed: this.#count(changing),
      of: 1n << BigInt(this.#readByClasses),
      incomplete: this.#incomplete,
      about: changes.length > 0 ? this.#about : new Set(),
    };
  }

  /** Where a class holds in one policy and not in the other. A class that one does not have never holds there. */
  #differing(): Node {
    const diagram = this.#diagram;
    const classNames = new Set([...this.#before.classes.keys(), ...this.#after.classes.keys()]);
    return diagram.any(
      [...classNames].map((name) => {
        const now = this.#after.classes.get(name) ?? FALSE;
        return diagram.ite(this.#before.classes.get(name) ?? FALSE, diagram.not(now), now);
      }),
    );
  }

  #change(from: readonly string[], to: readonly string[], node: Node): ClassChange {
    const witness = [...(leastWitness(this.#diagram, node) ?? [])].sort(([a], [b]) => a - b);
    return {
      from,
      to,
      count: this.#count(node),
      witness: Object.fromEntries(
        witness.map(([variable, value]) => [this.#names[variable] as string, value]),
      ),
    };
  }

  #count(node: Node): bigint {
    return countAssignments(this.#diagram, node, Array(this.#readByClasses).keys());
  }
}

/** One of the two policies in the diagram that both share. */
class Side {
  /** What the constraints allow. */
  readonly background: Node;
  readonly classes: ReadonlyMap<string, Node>;
  readonly #diagram: Diagram;

  constructor(
    { policy, constraints }: PolicyLogic,
    formulas: ReadonlyMap<string, Formula>,
    diagram: Diagram,
    variables: ReadonlyMap<string, number>,
  ) {
    const built = new Map<string, Node>();
    const proposition: PropositionFunction = (name) => {
      const known = built.get(name);
      if (known !== undefined) return known;
      const derived = policy.derived.get(name);
      const node = derived
        ? formulaIn(diagram, derived.formula, proposition)
        : diagram.variable(variables.get(name) as number);
      built.set(name, node);
      return node;
    };
    const allowed = diagram.all(constraints.map((each) => constraintIn(diagram, each, proposition)));
    this.background = allowed === FALSE ? TRUE : allowed;
    this.classes = new Map(
      [...formulas].map(([className, formula]) => [className, formulaIn(diagram, formula, proposition)]),
    );
    this.#diagram = diagram;
  }

  /** `within` by the classes that hold. Where classes are exclusive, one region a class. */
  regions(within: Node): Region[] {
    const diagram = this.#diagram;
    let regions: Region[] = [{ classes: [], node: within }];
    for (const [className, holds] of this.classes) {
      regions = regions
        .flatMap(({ classes, node }) => [
          { classes: [...classes, className], node: diagram.and(node, holds) },
          { classes, node: diagram.and(node, diagram.not(holds)) },
        ])
        .filter(({ node }) => node !== FALSE);
    }
    return regions.filter(({ node }) => node !== FALSE);
  }
}

/** The simple propositions that classes read, directly or through derived ones. */
function namesRead({ vocabulary }: PolicyLogic, formulas: ReadonlyMap<string, Formula>): ReadonlySet<string> {
  return vocabulary.simpleBehind([...formulas.values()].flatMap(namesIn));
}

function constrainedNames({ vocabulary, constraints }: PolicyLogic): ReadonlySet<string> {
  return vocabulary.simpleBehind(constraints.flatMap(namesInConstraint));
}
