import type { Constraint } from '../policy/model.ts';
import type { PolicyLogic, ResponseTypeLogic } from './classes.ts';
import { type Core, minimalCore } from './core.ts';
import { Diagram, FALSE, type Node, NodeLimitError, TRUE } from './diagram.ts';
import { FormulaCompiler } from './formula.ts';
import { type PartialAssignment, shortestWitness } from './walks.ts';

/** Simple proposition -> value, in document order. Propositions left out are free. */
export type Witness = Readonly<Record<string, boolean>>;

export interface Unsatisfiable {
  readonly className: string;
  /** Undefined where finding it passes the node limit. */
  readonly core: Core | undefined;
}

export interface Overlap {
  /** The better class, then the worse one. */
  readonly classes: readonly [string, string];
  /** A completion that is in both. */
  readonly witness: Witness;
}

/** What is wrong with the classes of one response type, given the constraints. */
export interface Conflicts {
  readonly unsatisfiable: readonly Unsatisfiable[];
  readonly overlaps: readonly Overlap[];
  /** A completion that no class covers. Only sought where every class is known. */
  readonly gap: Witness | undefined;
  /** Classes about which something was left open because the node limit was passed, in policy order. */
  readonly notChecked: readonly string[];
}

/** Constraints that no completion can keep. */
export interface Contradiction {
  /** Undefined where finding it passes the node limit. */
  readonly core: Core | undefined;
}

const conflictsByLogic = new WeakMap<ResponseTypeLogic, Conflicts>();

/** The conflicts of a response type, found once; several checks report on them. */
export function conflictsOf(policyLogic: PolicyLogic, logic: ResponseTypeLogic): Conflicts {
  let found = conflictsByLogic.get(logic);
  if (!found) {
    found = findConflicts(policyLogic, logic);
    conflictsByLogic.set(logic, found);
  }
  return found;
}

const contradictionByLogic = new WeakMap<PolicyLogic, Contradiction | 'none' | 'not-checked'>();

/** Whether the constraints contradict each other; `not-checked` where the node limit is passed. */
export function contradictionOf(policyLogic: PolicyLogic): Contradiction | 'none' | 'not-checked' {
  let found = contradictionByLogic.get(policyLogic);
  if (!found) {
    found = findContradiction(policyLogic);
    contradictionByLogic.set(policyLogic, found);
  }
  return found;
}

function findContradiction(policyLogic: PolicyLogic): Contradiction | 'none' | 'not-checked' {
  const constraints = usableConstraints(policyLogic);
  const compiler = new FormulaCompiler(policyLogic.vocabulary, new Diagram(policyLogic.nodeLimit));
  const background = withinLimit(() => backgroundNode(compiler, constraints));
  if (background === undefined) return 'not-checked';
  if (background !== FALSE) return 'none';
  return { core: minimalCore(policyLogic.vocabulary, [], constraints, policyLogic.nodeLimit) };
}

function findConflicts(policyLogic: PolicyLogic, logic: ResponseTypeLogic): Conflicts {
  const { compiler } = logic.exact;
  const constraints = usableConstraints(policyLogic);
  const background = withinLimit(() => backgroundNode(compiler, constraints));
  if (background === undefined) {
    return { unsatisfiable: [], overlaps: [], gap: undefined, notChecked: [...logic.formulas.keys()] };
  }
  // Constraints that contradict are an error of their own; the classes are then checked without them.
  const search =
    background === FALSE
      ? new ConflictSearch(policyLogic, logic, TRUE, [])
      : new ConflictSearch(policyLogic, logic, background, constraints);
  return search.run();
}

/** Goes through the classes, best first, keeping what the ones before cover. */
class ConflictSearch {
  readonly #policyLogic: PolicyLogic;
  readonly #logic: ResponseTypeLogic;
  readonly #diagram: Diagram;
  readonly #background: Node;
  readonly #constraints: readonly Constraint[];
  readonly #unsatisfiable: Unsatisfiable[] = [];
  readonly #overlaps: Overlap[] = [];
  readonly #earlier: [className: string, possible: Node][] = [];
  readonly #notChecked: Set<string>;
  #covered: Node = FALSE;

  constructor(
    policyLogic: PolicyLogic,
    logic: ResponseTypeLogic,
    background: Node,
    constraints: readonly Constraint[],
  ) {
    this.#policyLogic = policyLogic;
    this.#logic = logic;
    this.#diagram = logic.exact.compiler.diagram;
    this.#background = background;
    this.#constraints = constraints;
    this.#notChecked = new Set(logic.exact.overLimit);
  }

  run(): Conflicts {
    const { nodes } = this.#logic.exact;
    for (const [className, node] of nodes) {
      const done = withinLimit(() => this.#addClass(className, node));
      if (done === undefined) this.#notChecked.add(className);
    }
    const gap = this.#findGap();
    return {
      unsatisfiable: this.#unsatisfiable,
      overlaps: this.#overlaps,
      gap,
      notChecked: this.#logic.classes.filter((className) => this.#notChecked.has(className)),
    };
  }

  #addClass(className: string, node: Node): true {
    const diagram = this.#diagram;
    const possible = diagram.and(this.#background, node);
    if (possible === FALSE) this.#unsatisfiable.push({ className, core: this.#coreOf(className) });
    // Classes are usually exclusive: one question to all the earlier ones together settles it.
    if (diagram.and(this.#covered, possible) !== FALSE) {
      for (const [better, other] of this.#earlier) {
        const witness = shortestWitness(diagram, diagram.and(other, possible));
        if (witness) this.#overlaps.push({ classes: [better, className], witness: this.#named(witness) });
      }
    }
    this.#covered = diagram.or(this.#covered, possible);
    this.#earlier.push([className, possible]);
    return true;
  }

  #coreOf(className: string): Core | undefined {
    const formula = this.#logic.formulas.get(className);
    const { vocabulary, nodeLimit } = this.#policyLogic;
    return formula && minimalCore(vocabulary, [{ owner: className, formula }], this.#constraints, nodeLimit);
  }

  #findGap(): Witness | undefined {
    const { nodes } = this.#logic.exact;
    if (this.#logic.incomplete.length > 0 || this.#notChecked.size > 0 || nodes.size === 0) return undefined;
    const diagram = this.#diagram;
    const uncovered = withinLimit(() => diagram.and(this.#background, diagram.not(this.#covered)));
    if (uncovered === undefined) {
      for (const className of nodes.keys()) this.#notChecked.add(className);
      return undefined;
    }
    const witness = shortestWitness(diagram, uncovered);
    return witness && this.#named(witness);
  }

  #named(witness: PartialAssignment): Witness {
    const inOrder = [...witness].sort(([a], [b]) => a - b);
    const { simple } = this.#policyLogic.vocabulary;
    return Object.fromEntries(inOrder.map(([variable, value]) => [simple[variable] as string, value]));
  }
}

/** A constraint with a name that means nothing says nothing. */
function usableConstraints({ policy, vocabulary }: PolicyLogic): Constraint[] {
  return policy.constraints.filter((constraint) => vocabulary.isCompleteConstraint(constraint));
}

function backgroundNode(compiler: FormulaCompiler, constraints: readonly Constraint[]): Node {
  return compiler.diagram.all(constraints.map((constraint) => compiler.constraint(constraint)));
}

/** Undefined where the node limit is passed. */
function withinLimit<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof NodeLimitError) return undefined;
    throw error;
  }
}
