import { Diagram, FALSE, type Node, NodeLimitError, TRUE } from '../../logic/diagram.ts';
import { FormulaCompiler } from '../../logic/formula.ts';
import type { ResponseTypeLogic } from '../../logic/response-type.ts';
import { Vocabulary } from '../../logic/vocabulary.ts';
import type { Policy } from '../../policy/model.ts';
import { type Feature, featuresOf } from '../features.ts';
import { safetyRoles } from '../safety-roles.ts';

const NODE_LIMIT = 300_000;

/**
 * The classes of a response type in one diagram of their own: which combinations are in a class, and which classes a
 * combination is in, proposition by proposition. A level is a proposition that classes or features read, in the
 * order of the diagram; the propositions that only constraints read are no level.
 *
 * A state stands for what the propositions so far have decided of all classes at once. States are numbered; `low` and
 * `high` lead to the next ones. Unlike a diagram's roots they are of all classes, so a mean over them is a mean of all.
 */
export class ClassGraph {
  readonly features: readonly Feature[];
  /** By level. */
  readonly propositions: readonly string[];
  readonly diagram: Diagram;
  readonly start: number;
  readonly #classes = new Map<string, Node>();
  readonly #unsafe: Node;
  readonly #constraints: Node;
  readonly #variables: readonly number[];
  readonly #levels: ReadonlyMap<number, number>;
  readonly #hidden: readonly number[];
  readonly #members = new Map<string, Node>();
  readonly #states: Node[][] = [];
  readonly #numbers = new Map<string, number>();
  readonly #lows: number[] = [];
  readonly #highs: number[] = [];
  readonly #levelOf: number[] = [];

  /** Throws `NodeLimitError` where the classes, or their constraints, do not fit into a diagram. */
  constructor(policy: Policy, logic: ResponseTypeLogic, nodeLimit = NODE_LIMIT) {
    this.features = featuresOf(policy, logic);
    const order = logic.vocabulary.simple.filter((name) => policy.propositions.has(name));
    const known = new Set(order);
    const rest = [...policy.propositions.keys()].filter((name) => !known.has(name));
    const vocabulary = new Vocabulary(policy, { variables: [...order, ...rest] });
    const compiler = new FormulaCompiler(vocabulary, new Diagram(nodeLimit));
    this.diagram = compiler.diagram;
    for (const [name, formula] of logic.formulas) this.#classes.set(name, compiler.formula(formula));
    const constraints = this.diagram.all(
      policy.constraints
        .filter((constraint) => vocabulary.isCompleteConstraint(constraint))
        .map((constraint) => compiler.constraint(constraint)),
    );
    // Constraints that contradict each other say nothing; they are an error of their own.
    this.#constraints = constraints === FALSE ? TRUE : constraints;
    this.#unsafe = this.diagram.any(
      safetyRoles(policy).unsafeClasses.map((name) => this.#classes.get(name) ?? FALSE),
    );
    const read = new Set([
      ...logic.propositions,
      ...this.features.flatMap(({ kind, of }) => (kind === 'proposition' ? [of] : [])),
    ]);
    this.propositions = vocabulary.simple.filter((name) => read.has(name));
    this.#variables = this.propositions.map((name) => vocabulary.variableOf(name) as number);
    this.#levels = new Map(this.#variables.map((variable, level) => [variable, level]));
    this.#hidden = this.diagram
      .support(this.#constraints)
      .filter((variable) => variable < vocabulary.simple.length && !this.#levels.has(variable));
    this.start = this.#stateOf([...this.#classes.values(), this.#unsafe]);
  }

  get classes(): readonly string[] {
    return [...this.#classes.keys()];
  }

  has(className: string): boolean {
    return this.#classes.has(className);
  }

  /** The combinations that are asked about, over the levels' propositions: a function in the diagram. */
  members(className: string | undefined, constrained: boolean, isUnsafe?: boolean): Node {
    const key = `${className} ${constrained} ${isUnsafe}`;
    let node = this.#members.get(key);
    if (node === undefined) {
      node = this.diagram.all([
        className === undefined ? TRUE : (this.#classes.get(className) ?? FALSE),
        constrained ? this.#constraints : TRUE,
        isUnsafe === undefined ? TRUE : isUnsafe ? this.#unsafe : this.diagram.not(this.#unsafe),
      ]);
      // Either value of a proposition that nobody reads will do.
      for (const variable of this.#hidden)
        node = this.diagram.or(
          this.diagram.restrict(node, variable, false),
          this.diagram.restrict(node, variable, true),
        );
      this.#members.set(key, node);
    }
    return node;
  }

  /** The level that a function tests first; the number of levels where it is decided. */
  levelOf(node: Node): number {
    return this.#levels.get(this.diagram.variableOf(node)) ?? this.#variables.length;
  }

  /** A function where the proposition of a level has a value. */
  follow(node: Node, level: number, value: boolean): Node {
    if (this.diagram.variableOf(node) !== this.#variables[level]) return node;
    return value ? this.diagram.high(node) : this.diagram.low(node);
  }

  /** The state after the proposition of a level is known. */
  next(state: number, level: number, value: boolean): number {
    if (this.#levelOf[state] !== level) return state;
    const known = (value ? this.#highs : this.#lows)[state] as number;
    if (known >= 0) return known;
    const nodes = (this.#states[state] as Node[]).map((node) => this.follow(node, level, value));
    const found = this.#stateOf(nodes);
    (value ? this.#highs : this.#lows)[state] = found;
    return found;
  }

  /** Of a state in which everything is decided: which classes hold, in the order of `classes`. */
  holds(state: number): readonly boolean[] {
    return (this.#states[state] as Node[]).slice(0, -1).map((node) => node === TRUE);
  }

  /** Of a state in which everything is decided. */
  isUnsafe(state: number): boolean {
    return (this.#states[state] as Node[]).at(-1) === TRUE;
  }

  get stateCount(): number {
    return this.#states.length;
  }

  #stateOf(nodes: Node[]): number {
    const key = nodes.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#states.length;
    if (number >= this.diagram.nodeLimit) throw new NodeLimitError(this.diagram.nodeLimit);
    const first = Math.min(...nodes.map((node) => this.diagram.variableOf(node)));
    this.#numbers.set(key, number);
    this.#states.push(nodes);
    this.#lows.push(-1);
    this.#highs.push(-1);
    this.#levelOf.push(this.#levels.get(first) ?? this.#variables.length);
    return number;
  }
}
