import { MISSING, TripleTable } from './triple-table.ts';

/** A Boolean function in a diagram: the index of its root. Equal functions have equal roots. */
export type Node = number;

export const FALSE: Node = 0;
export const TRUE: Node = 1;

export const DEFAULT_NODE_LIMIT = 100_000;

/** The terminals stand below every variable. */
const TERMINAL_VARIABLE = 0x7fffffff;

/**
 * Time follows the remembered steps rather than the nodes: two diagrams within the limit can take the
 * product of their sizes to combine. Typical policies need 2 to 4 steps per node.
 */
const STEPS_PER_NODE = 16;

/** The functions asked for need more nodes (or steps) than allowed. What was built before stays valid. */
export class NodeLimitError extends Error {
  readonly nodeLimit: number;

  constructor(nodeLimit: number) {
    super(`the decision diagram passes its limit of ${nodeLimit} nodes`);
    this.name = 'NodeLimitError';
    this.nodeLimit = nodeLimit;
  }
}

/**
 * A manager of reduced ordered binary decision diagrams (Bryant 1986). Variables are non-negative
 * integers; the smaller one is tested first. Nodes are not freed, except those of a failed attempt. A node's children always have smaller indices than the node, so ascending
 * index order is bottom-up order; the walks rely on it.
 *
 * Every operation that makes nodes throws `NodeLimitError` where the limit is passed.
 */
export class Diagram {
  readonly nodeLimit: number;
  #variables: Int32Array<ArrayBuffer> = Int32Array.of(TERMINAL_VARIABLE, TERMINAL_VARIABLE);
  #lows: Int32Array<ArrayBuffer> = Int32Array.of(FALSE, TRUE);
  #highs: Int32Array<ArrayBuffer> = Int32Array.of(FALSE, TRUE);
  #size = 2;
  #stepLimit: number;
  readonly #unique = new TripleTable();
  readonly #steps = new TripleTable();

  constructor(nodeLimit: number = DEFAULT_NODE_LIMIT) {
    this.nodeLimit = nodeLimit;
    this.#stepLimit = nodeLimit * STEPS_PER_NODE;
  }

  /** Number of nodes, the two terminals included. */
  get size(): number {
    return this.#size;
  }

  /** Number of remembered steps: what time has gone by. */
  get steps(): number {
    return this.#steps.size;
  }

  /**
   * The result of a computation; undefined where it passes the limit, or takes more steps than given. What it
   * made is then forgotten, so its nodes must not have been kept anywhere.
   */
  attempt<T>(compute: () => T, steps = Number.POSITIVE_INFINITY): T | undefined {
    const size = this.#size;
    const stepLimit = this.#stepLimit;
    this.#stepLimit = Math.min(stepLimit, this.#steps.size + steps);
    try {
      return compute();
    } catch (error) {
      if (!(error instanceof NodeLimitError)) throw error;
      this.#forgetFrom(size);
      return undefined;
    } finally {
      this.#stepLimit = stepLimit;
    }
  }

  /** The variable that a node tests; of a terminal, a number above every variable. */
  variableOf(node: Node): number {
    return this.#variables[node] as number;
  }

  /** The function where the tested variable is false. */
  low(node: Node): Node {
    return this.#lows[node] as Node;
  }

  /** The function where the tested variable is true. */
  high(node: Node): Node {
    return this.#highs[node] as Node;
  }

  variable(variable: number): Node {
    return this.#make(variable, FALSE, TRUE);
  }

  /** `variable` where `value` is true, its negation otherwise. */
  literal(variable: number, value: boolean): Node {
    return value ? this.#make(variable, FALSE, TRUE) : this.#make(variable, TRUE, FALSE);
  }

  not(f: Node): Node {
    return this.ite(f, FALSE, TRUE);
  }

  and(f: Node, g: Node): Node {
    // Conjunction commutes: in one order, half of the remembered steps suffice.
    return f < g ? this.ite(f, g, FALSE) : this.ite(g, f, FALSE);
  }

  or(f: Node, g: Node): Node {
    return f < g ? this.ite(f, TRUE, g) : this.ite(g, TRUE, f);
  }

  implies(f: Node, g: Node): Node {
    return this.ite(f, g, TRUE);
  }

  all(functions: Iterable<Node>): Node {
    let result = TRUE;
    for (const f of this.#lowestFirst(functions)) result = this.and(result, f);
    return result;
  }

  any(functions: Iterable<Node>): Node {
    let result = FALSE;
    for (const f of this.#lowestFirst(functions)) result = this.or(result, f);
    return result;
  }

  /** If `f` then `g` else `h`: the operation that all others are made of. */
  ite(f: Node, g: Node, h: Node): Node {
    if (f === TRUE || g === h) return g;
    if (f === FALSE) return h;
    // Inside its own branch the condition is known.
    if (g === f) g = TRUE;
    if (h === f) h = FALSE;
    if (g === TRUE && h === FALSE) return f;
    const known = this.#steps.get(f, g, h);
    if (known !== MISSING) return known;
    const variable = Math.min(this.variableOf(f), this.variableOf(g), this.variableOf(h));
    const low = this.ite(
      this.#cofactor(f, variable, false),
      this.#cofactor(g, variable, false),
      this.#cofactor(h, variable, false),
    );
    const high = this.ite(
      this.#cofactor(f, variable, true),
      this.#cofactor(g, variable, true),
      this.#cofactor(h, variable, true),
    );
    const result = this.#make(variable, low, high);
    if (this.#steps.size >= this.#stepLimit) throw new NodeLimitError(this.nodeLimit);
    this.#steps.set(f, g, h, result);
    return result;
  }

  /** The function with one variable fixed. */
  restrict(f: Node, variable: number, value: boolean): Node {
    const done = new Map<Node, Node>();
    const visit = (node: Node): Node => {
      const tested = this.variableOf(node);
      if (tested > variable) return node;
      if (tested === variable) return value ? this.high(node) : this.low(node);
      let result = done.get(node);
      if (result === undefined) {
        result = this.#make(tested, visit(this.low(node)), visit(this.high(node)));
        done.set(node, result);
      }
      return result;
    };
    return visit(f);
  }

  /** Where some values of the variables from `first` on make the function true: they are quantified existentially. */
  withoutFrom(f: Node, first: number): Node {
    const done = new Map<Node, Node>();
    const visit = (node: Node): Node => {
      if (node === FALSE || node === TRUE) return node;
      // No node but FALSE is false everywhere.
      if (this.variableOf(node) >= first) return TRUE;
      let result = done.get(node);
      if (result === undefined) {
        result = this.#make(this.variableOf(node), visit(this.low(node)), visit(this.high(node)));
        done.set(node, result);
      }
      return result;
    };
    return visit(f);
  }

  /** The variables that the function depends on, ascending. */
  support(f: Node): number[] {
    const variables = new Set<number>();
    for (const node of this.reachable([f])) variables.add(this.variableOf(node));
    return [...variables].sort((a, b) => a - b);
  }

  /** The inner nodes below and including the roots, children before parents. */
  reachable(roots: readonly Node[]): Int32Array<ArrayBuffer> {
    const seen = new Set<Node>();
    const open = [...roots];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node === FALSE || node === TRUE || seen.has(node)) continue;
      seen.add(node);
      open.push(this.low(node), this.high(node));
    }
    return Int32Array.from(seen).sort();
  }

  /** What is tested further down goes first: what is added then lies above it, and nothing is built twice. */
  #lowestFirst(functions: Iterable<Node>): Node[] {
    return [...functions].sort((f, g) => this.variableOf(g) - this.variableOf(f));
  }

  #forgetFrom(size: number): void {
    this.#size = size;
    this.#unique.retain((_variable, _low, _high, node) => node < size);
    this.#steps.retain((f, g, h, result) => f < size && g < size && h < size && result < size);
  }

  #cofactor(node: Node, variable: number, value: boolean): Node {
    if (this.#variables[node] !== variable) return node;
    return (value ? this.#highs[node] : this.#lows[node]) as Node;
  }

  /** The one node for this test: no redundant test, no second node for the same function. */
  #make(variable: number, low: Node, high: Node): Node {
    if (low === high) return low;
    const known = this.#unique.get(variable, low, high);
    if (known !== MISSING) return known;
    if (this.#size >= this.nodeLimit) throw new NodeLimitError(this.nodeLimit);
    if (this.#size === this.#variables.length) this.#grow();
    const node = this.#size++;
    this.#variables[node] = variable;
    this.#lows[node] = low;
    this.#highs[node] = high;
    this.#unique.set(variable, low, high, node);
    return node;
  }

  #grow(): void {
    const length = Math.max(256, this.#variables.length * 2);
    this.#variables = lengthened(this.#variables, length);
    this.#lows = lengthened(this.#lows, length);
    this.#highs = lengthened(this.#highs, length);
  }
}

function lengthened(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length);
  longer.set(array);
  return longer;
}
