import { type Diagram, FALSE, type Node, TRUE } from './diagram.ts';

/**
 * The probabilities that some functions are true when their variables are independent: weighted model
 * counting, `P(node) = (1 - p) P(low) + p P(high)`, one multiplication per node, shared between the
 * functions. Made once and evaluated thousands of times: the arrays are reused and nothing is
 * allocated. (Darwiche and Marquis 2002 for the count and its derivative.)
 */
export class ProbabilityWalk {
  // Slots: 0 and 1 are the terminals, then the nodes, children before parents.
  readonly #variables: Int32Array;
  readonly #lows: Int32Array;
  readonly #highs: Int32Array;
  readonly #roots: Int32Array;
  readonly #values: Float64Array;
  readonly #adjoints: Float64Array;

  /** Results are asked for by index into `roots`. */
  constructor(diagram: Diagram, roots: readonly Node[]) {
    const nodes = diagram.reachable(roots);
    const slots = new Map<Node, number>([FALSE, TRUE, ...nodes].map((node, slot) => [node, slot]));
    const slotOf = (node: Node): number => slots.get(node) as number;
    this.#variables = nodes.map((node) => diagram.variableOf(node));
    this.#lows = nodes.map((node) => slotOf(diagram.low(node)));
    this.#highs = nodes.map((node) => slotOf(diagram.high(node)));
    this.#roots = Int32Array.from(roots, slotOf);
    this.#values = new Float64Array(nodes.length + 2);
    this.#values[1] = 1;
    this.#adjoints = new Float64Array(nodes.length + 2);
  }

  /** `p[v]` is the probability of variable v, in [0, 1]; NaN where it matters makes the result NaN. */
  evaluate(p: Float64Array): void {
    const values = this.#values;
    for (let index = 0; index < this.#variables.length; index++) {
      const high = p[this.#variables[index] as number] as number;
      const ifFalse = values[this.#lows[index] as number] as number;
      const ifTrue = values[this.#highs[index] as number] as number;
      values[index + 2] = (1 - high) * ifFalse + high * ifTrue;
    }
  }

  /** The probability of a root, as of the last `evaluate`. */
  probability(root: number): number {
    return this.#values[this.#roots[root] as number] as number;
  }

  /**
   * Adds to `into[v]` the derivative of a root's probability in `p[v]`, which is
   * `P(root | v) - P(root | not v)`: how much certainty about v would move it. `p` as last evaluated.
   */
  addDerivatives(root: number, p: Float64Array, into: Float64Array): void {
    const adjoints = this.#adjoints.fill(0);
    adjoints[this.#roots[root] as number] = 1;
    for (let index = this.#variables.length - 1; index >= 0; index--) {
      const adjoint = adjoints[index + 2] as number;
      if (adjoint === 0) continue;
      const variable = this.#variables[index] as number;
      const low = this.#lows[index] as number;
      const high = this.#highs[index] as number;
      const ifTrue = p[variable] as number;
      into[variable] =
        (into[variable] as number) +
        adjoint * ((this.#values[high] as number) - (this.#values[low] as number));
      adjoints[low] = (adjoints[low] as number) + adjoint * (1 - ifTrue);
      adjoints[high] = (adjoints[high] as number) + adjoint * ifTrue;
    }
  }
}
