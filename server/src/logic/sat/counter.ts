import { type Literal, literalOf, negated } from './literal.ts';
import type { Solver } from './solver.ts';

/**
 * How many of some literals are true, in unary: a tree of sums (Bailleux and Boufkhad 2003) whose outputs are defined
 * only as far as they are asked for (Martins et al. 2014). Its clauses only say that an output follows from the
 * inputs, so that they never rule out an assignment of the inputs.
 */
export class Counter {
  readonly size: number;
  readonly #solver: Solver;
  readonly #parts: readonly [Counter, Counter] | undefined;
  readonly #outputs: Literal[];

  constructor(solver: Solver, inputs: readonly Literal[]) {
    this.#solver = solver;
    this.size = inputs.length;
    if (inputs.length <= 1) {
      this.#outputs = [...inputs];
      return;
    }
    const half = inputs.length >> 1;
    this.#parts = [new Counter(solver, inputs.slice(0, half)), new Counter(solver, inputs.slice(half))];
    this.#outputs = [];
  }

  /** A literal that is true where at least `count` of the inputs are; 1 <= count <= size. */
  atLeast(count: number): Literal {
    while (this.#outputs.length < count) this.#define(this.#outputs.length + 1);
    return this.#outputs[count - 1] as Literal;
  }

  /** `count` are true where i of the one part and count - i of the other one are. */
  #define(count: number): void {
    const output = literalOf(this.#solver.addVariable(), true);
    this.#outputs.push(output);
    const [left, right] = this.#parts as readonly [Counter, Counter];
    for (let i = Math.max(0, count - right.size); i <= Math.min(count, left.size); i++) {
      const needed = [
        ...(i > 0 ? [left.atLeast(i)] : []),
        ...(count - i > 0 ? [right.atLeast(count - i)] : []),
      ];
      this.#solver.addClause([...needed.map(negated), output]);
    }
  }
}
