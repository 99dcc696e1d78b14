import { Diagram, FALSE, type Node, NodeLimitError, TRUE } from '../../logic/diagram.ts';
import { FormulaCompiler } from '../../logic/formula.ts';
import { cheapestPath, decide, shortestWitness } from '../../logic/walks.ts';
import type { Feature } from '../features.ts';
import { safetyRoles } from '../safety-roles.ts';
import {
  type Asked,
  combinationsKey,
  type Extreme,
  extremeOf,
  isPaidNothing,
  type RewardSpace,
} from './rewards.ts';

/** Some combinations of propositions, as a function that is true of them. */
interface Combinations {
  node: Node;
  /** Classes that all of them are in, and that only some are. */
  readonly always: ReadonlySet<string>;
  readonly sometimes: ReadonlySet<string>;
  /** Constraints that no optimum has broken yet. */
  waiting: readonly Node[];
}

/**
 * The rewards of combinations of propositions, exact over all of them, by a decision diagram. Of all
 * assignments that make a function true, the one with the least (or greatest) linear reward is a shortest path in the
 * function's decision diagram; class features are linear too once each class has a variable that says whether it holds.
 */
export class DiagramRewards {
  readonly #space: RewardSpace;
  readonly #compiler: FormulaCompiler;
  readonly #classes = new Map<string, Node>();
  readonly #constraints: readonly Node[];
  readonly #unsafe: Node;
  readonly #functions = new Map<string, Combinations>();

  /** Throws `NodeLimitError` where the classes do not fit into a diagram. */
  constructor(space: RewardSpace, nodeLimit: number) {
    const { policy, logic, vocabulary } = space;
    this.#space = space;
    this.#compiler = new FormulaCompiler(vocabulary, new Diagram(nodeLimit));
    for (const [name, formula] of logic.formulas) this.#classes.set(name, this.#compiler.formula(formula));
    const { diagram } = this.#compiler;
    this.#constraints = policy.constraints
      .filter((constraint) => vocabulary.isCompleteConstraint(constraint))
      .map((constraint) => this.#compiler.constraint(constraint));
    const { unsafeClasses } = safetyRoles(policy);
    this.#unsafe = diagram.any(unsafeClasses.map((name) => this.#classes.get(name) ?? FALSE));
  }

  /** Whether a combination that the constraints allow is in two classes. */
  get overlaps(): boolean {
    const names = [...this.#classes.keys()];
    return names.some((name, index) => names.slice(index + 1).some((other) => this.#canBeBoth(name, other)));
  }

  /**
   * Undefined where there is no such combination. Constraints are brought in only as an optimum breaks them: most never
   * matter, and all of them at once may not fit. An optimum that breaks none is the optimum under all.
   * Throws `NodeLimitError`.
   */
  extreme(asked: Asked, weights: Float64Array): Extreme | undefined {
    const found = this.#functionOf(asked);
    const { diagram } = this.#compiler;
    const costs = this.#costs(asked, weights);
    for (;;) {
      if (found.node === FALSE) return undefined;
      // Undecided variables take the cheaper value: costs are relative to it.
      const path = cheapestPath(diagram, found.node, (variable, value) => {
        const cost = costs.get(variable) ?? 0;
        return (value ? cost : 0) - Math.min(0, cost);
      });
      if (!path) return undefined;
      const holds = (variable: number): boolean =>
        path.assignment.get(variable) ?? (costs.get(variable) ?? 0) < 0;
      const broken = found.waiting.filter((constraint) => decide(diagram, constraint, holds) === false);
      if (broken.length === 0) return this.#extremeAt(asked, weights, found, holds);
      found.node = this.#attempt(() => diagram.all([found.node, ...broken]));
      found.waiting = found.waiting.filter((constraint) => !broken.includes(constraint));
    }
  }

  #extremeAt(
    asked: Asked,
    weights: Float64Array,
    { always, sometimes }: Combinations,
    holds: (variable: number) => boolean,
  ): Extreme {
    return extremeOf(this.#space, asked, weights, {
      proposition: (name) => holds(this.#space.vocabulary.variableOf(name) as number),
      // A class that holds for certain, or for certain not, has no variable in the function.
      class: (name) => always.has(name) || (sometimes.has(name) && holds(this.#marker(name))),
    });
  }

  /** What each variable costs by being true rather than false. */
  #costs(asked: Asked, weights: Float64Array): Map<number, number> {
    const costs = new Map<number, number>();
    if (isPaidNothing(this.#space.policy, asked)) return costs;
    const sign = asked.end === 'least' ? 1 : -1;
    this.#space.features.forEach((feature, index) => {
      const variable = this.#variableOf(feature);
      if (variable !== undefined)
        costs.set(variable, (costs.get(variable) ?? 0) + sign * (weights[index] as number));
    });
    return costs;
  }

  /** The combinations that are asked about, with a variable for each class that only some of them are in. */
  #functionOf(asked: Asked): Combinations {
    const key = combinationsKey(asked);
    let found = this.#functions.get(key);
    if (!found) {
      found = this.#attempt(() => this.#combinations(asked));
      this.#functions.set(key, found);
    }
    return found;
  }

  #combinations({ className, isUnsafe, constrained }: Asked): Combinations {
    const { diagram } = this.#compiler;
    let node = diagram.all([
      className === undefined ? TRUE : (this.#classes.get(className) as Node),
      isUnsafe === undefined ? TRUE : isUnsafe ? this.#unsafe : diagram.not(this.#unsafe),
    ]);
    const always = new Set<string>();
    const sometimes = new Set<string>();
    for (const { kind, of } of this.#space.features) {
      const other = kind === 'class' ? this.#classes.get(of) : undefined;
      if (other === undefined) continue;
      if (diagram.and(node, other) === FALSE) continue;
      if (diagram.implies(node, other) === TRUE) always.add(of);
      else {
        const marker = diagram.variable(this.#marker(of));
        node = diagram.and(node, diagram.ite(other, marker, diagram.not(marker)));
        sometimes.add(of);
      }
    }
    return { node, always, sometimes, waiting: constrained ? this.#effective : [] };
  }

  /** What does not fit leaves the room to other questions. Throws `NodeLimitError`. */
  #attempt<T>(compute: () => T): T {
    const result = this.#compiler.attempt(compute);
    if (result === undefined) throw new NodeLimitError(this.#compiler.diagram.nodeLimit);
    return result;
  }

  /** Constraints that contradict each other say nothing; they are an error of their own. */
  get #effective(): readonly Node[] {
    this.#consistent ??= this.#canHoldTogether(this.#constraints) ? this.#constraints : [];
    return this.#consistent;
  }

  #consistent: readonly Node[] | undefined;

  /** Each in turn on an assignment of those before it, brought together only where that breaks one. */
  #canHoldTogether(constraints: readonly Node[]): boolean {
    const { diagram } = this.#compiler;
    let node: Node = TRUE;
    let waiting = constraints;
    for (;;) {
      const witness = shortestWitness(diagram, node);
      if (!witness) return false;
      const broken = waiting.filter(
        (constraint) => decide(diagram, constraint, (variable) => witness.get(variable) ?? false) === false,
      );
      if (broken.length === 0) return true;
      waiting = waiting.filter((constraint) => !broken.includes(constraint));
      node = diagram.all([node, ...broken]);
    }
  }

  #canBeBoth(name: string, other: string): boolean {
    const both = [name, other].map((each) => this.#classes.get(each) as Node);
    return this.#canHoldTogether([...both, ...this.#effective]);
  }

  /** Below all propositions: markers are decided by them. */
  #marker(className: string): number {
    return this.#space.vocabulary.simple.length + [...this.#classes.keys()].indexOf(className);
  }

  #variableOf({ kind, of }: Feature): number | undefined {
    if (kind === 'proposition') return this.#space.vocabulary.variableOf(of);
    return kind === 'class' && this.#classes.has(of) ? this.#marker(of) : undefined;
  }
}
