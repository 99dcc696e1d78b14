import { type Diagram, FALSE, type Node, TRUE } from './diagram.ts';

/**
 * What the probabilities of some functions can be while some of their variables are not known: an interval
 * for each. A known variable weighs its two children; of an unknown one the lesser child bounds below and the
 * greater above. The interval holds every value that the unknown ones' probabilities in [0, 1] can give, since
 * a walk may only choose worse on each path by itself. It is narrower only where a variable is met on two
 * paths; where every known answer is 0 or 1, it is exact.
 */
export class DecidingBounds {
  // Slots as in `ProbabilityWalk`: the terminals, then the nodes, children before parents.
  readonly #variables: Int32Array;
  readonly #lows: Int32Array;
  readonly #highs: Int32Array;
  readonly #roots: Int32Array;
  readonly #least: Float64Array;
  readonly #most: Float64Array;

  /** Results are asked for by index into `roots`. */
  constructor(diagram: Diagram, roots: readonly Node[]) {
    const nodes = diagram.reachable(roots);
    const slots = new Map<Node, number>([FALSE, TRUE, ...nodes].map((node, slot) => [node, slot]));
    const slotOf = (node: Node): number => slots.get(node) as number;
    this.#variables = Int32Array.from(nodes, (node) => diagram.variableOf(node));
    this.#lows = Int32Array.from(nodes, (node) => slotOf(diagram.low(node)));
    this.#highs = Int32Array.from(nodes, (node) => slotOf(diagram.high(node)));
    this.#roots = Int32Array.from(roots, slotOf);
    this.#least = new Float64Array(nodes.length + 2);
    this.#most = new Float64Array(nodes.length + 2);
    this.#least[1] = 1;
    this.#most[1] = 1;
  }

  /** `p[v]` is the probability of variable v, in [0, 1]; NaN: not known. */
  evaluate(p: Float64Array): void {
    const least = this.#least;
    const most = this.#most;
    for (let index = 0; index < this.#variables.length; index++) {
      const high = p[this.#variables[index] as number] as number;
      const ifFalse = this.#lows[index] as number;
      const ifTrue = this.#highs[index] as number;
      const slot = index + 2;
      if (Number.isNaN(high)) {
        least[slot] = Math.min(least[ifFalse] as number, least[ifTrue] as number);
        most[slot] = Math.max(most[ifFalse] as number, most[ifTrue] as number);
      } else {
        least[slot] = (1 - high) * (least[ifFalse] as number) + high * (least[ifTrue] as number);
        most[slot] = (1 - high) * (most[ifFalse] as number) + high * (most[ifTrue] as number);
      }
    }
  }

  least(root: number): number {
    return this.#least[this.#roots[root] as number] as number;
  }

  most(root: number): number {
    return this.#most[this.#roots[root] as number] as number;
  }
}
