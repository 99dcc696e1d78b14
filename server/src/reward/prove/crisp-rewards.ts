import type { Witness } from '../../logic/conflicts.ts';
import { Diagram, FALSE, type Node, TRUE } from '../../logic/diagram.ts';
import { FormulaCompiler } from '../../logic/formula.ts';
import type { ResponseTypeLogic } from '../../logic/response-type.ts';
import { Vocabulary } from '../../logic/vocabulary.ts';
import { cheapestPath, decide, shortestWitness } from '../../logic/walks.ts';
import type { Policy } from '../../policy/model.ts';
import { type Feature, featuresOf } from '../features.ts';
import { safetyRoles } from '../safety-roles.ts';

/** A combination of propositions, with what the rules pay for it. */
export interface Extreme {
  /** w · values; what the reward model says is not in it. */
  readonly reward: number;
  /** One a feature, as weights multiply them. */
  readonly values: Float64Array;
  /** Every proposition that the classes read or that is a feature. */
  readonly witness: Witness;
  readonly isUnsafe: boolean;
}

export interface Asked {
  /** The class that the combination is to be in; any combination where left out. */
  readonly className?: string;
  readonly end: 'least' | 'greatest';
  /** In an unsafe class, or in none; either where left out. */
  readonly isUnsafe?: boolean;
  /** Whether the policy's constraints hold. */
  readonly constrained: boolean;
}

/** More than while typing: a proof is asked for seldom, and this much is some tenths of a second. */
const NODE_LIMIT = 300_000;

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
 * Rewards of combinations of propositions, each true or false, in one response type: exact over all of them. Of all
 * assignments that make a function true, the one with the least (or greatest) linear reward is a shortest path in the
 * function's decision diagram; class features are linear too once each class has a variable that says whether it holds.
 */
export class CrispRewards {
  readonly features: readonly Feature[];
  readonly #policy: Policy;
  readonly #vocabulary: Vocabulary;
  readonly #compiler: FormulaCompiler;
  readonly #classes = new Map<string, Node>();
  readonly #constraints: readonly Node[];
  readonly #unsafe: Node;
  readonly #read: ReadonlySet<string>;
  readonly #functions = new Map<string, Combinations>();

  /** Throws `NodeLimitError` where the classes do not fit into a diagram. */
  constructor(policy: Policy, logic: ResponseTypeLogic, nodeLimit = NODE_LIMIT) {
    this.#policy = policy;
    this.features = featuresOf(policy, logic);
    // The order that the classes were compiled in suits them best; what only features read comes after.
    const order = logic.vocabulary.simple.filter((name) => policy.propositions.has(name));
    const rest = [...policy.propositions.keys()].filter((name) => !order.includes(name));
    this.#vocabulary = new Vocabulary(policy, { variables: [...order, ...rest] });
    this.#compiler = new FormulaCompiler(this.#vocabulary, new Diagram(nodeLimit));
    for (const [name, formula] of logic.formulas) this.#classes.set(name, this.#compiler.formula(formula));
    const { diagram } = this.#compiler;
    this.#constraints = policy.constraints
      .filter((constraint) => this.#vocabulary.isCompleteConstraint(constraint))
      .map((constraint) => this.#compiler.constraint(constraint));
    const { unsafeClasses } = safetyRoles(policy);
    this.#unsafe = diagram.any(unsafeClasses.map((name) => this.#classes.get(name) ?? FALSE));
    this.#read = new Set([
      ...logic.propositions,
      ...this.features.flatMap(({ kind, of }) => (kind === 'proposition' ? [of] : [])),
    ]);
  }

  /** Whether a combination that the constraints allow is in two classes. */
  get overlaps(): boolean {
    const names = [...this.#classes.keys()];
    return names.some((name, index) => names.slice(index + 1).some((other) => this.#canBeBoth(name, other)));
  }

  has(className: string): boolean {
    return this.#classes.has(className);
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
      found.waiting = found.waiting.filter((constraint) => !broken.includes(constraint));
      found.node = diagram.all([found.node, ...broken]);
    }
  }

  #extremeAt(
    { isUnsafe }: Asked,
    weights: Float64Array,
    { always, sometimes }: Combinations,
    holds: (variable: number) => boolean,
  ): Extreme {
    const isZero = this.#isZero(isUnsafe);
    const values = Float64Array.from(this.features, (feature) => {
      if (isZero) return 0;
      if (feature.kind === 'constant') return 1;
      // A class that holds for certain, or for certain not, has no variable in the function.
      if (feature.kind === 'class' && always.has(feature.of)) return 1;
      if (feature.kind === 'class' && !sometimes.has(feature.of)) return 0;
      return holds(this.#variableOf(feature) as number) ? 1 : 0;
    });
    return {
      reward: values.reduce((sum, value, index) => sum + value * (weights[index] as number), 0),
      values,
      witness: Object.fromEntries(
        this.#vocabulary.simple.flatMap((name, variable) =>
          this.#read.has(name) ? [[name, holds(variable)] as const] : [],
        ),
      ),
      isUnsafe: isUnsafe === true,
    };
  }

  /** Under `product` the rules pay an unsafe completion nothing. */
  #isZero(isUnsafe: boolean | undefined): boolean {
    return isUnsafe === true && this.#policy.reward.combination === 'product';
  }

  /** What each variable costs by being true rather than false. */
  #costs({ end, isUnsafe }: Asked, weights: Float64Array): Map<number, number> {
    const costs = new Map<number, number>();
    if (this.#isZero(isUnsafe)) return costs;
    const sign = end === 'least' ? 1 : -1;
    this.features.forEach((feature, index) => {
      const variable = this.#variableOf(feature);
      if (variable !== undefined)
        costs.set(variable, (costs.get(variable) ?? 0) + sign * (weights[index] as number));
    });
    return costs;
  }

  /** The combinations that are asked about, with a variable for each class that only some of them are in. */
  #functionOf({ className, isUnsafe, constrained }: Asked): Combinations {
    const key = `${className} ${isUnsafe} ${constrained}`;
    const known = this.#functions.get(key);
    if (known) return known;
    const { diagram } = this.#compiler;
    let node = diagram.all([
      className === undefined ? TRUE : (this.#classes.get(className) as Node),
      isUnsafe === undefined ? TRUE : isUnsafe ? this.#unsafe : diagram.not(this.#unsafe),
    ]);
    const always = new Set<string>();
    const sometimes = new Set<string>();
    for (const { kind, of } of this.features) {
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
    const found = { node, always, sometimes, waiting: constrained ? this.#effective : [] };
    this.#functions.set(key, found);
    return found;
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
    return this.#vocabulary.simple.length + [...this.#classes.keys()].indexOf(className);
  }

  #variableOf({ kind, of }: Feature): number | undefined {
    if (kind === 'proposition') return this.#vocabulary.variableOf(of);
    return kind === 'class' && this.#classes.has(of) ? this.#marker(of) : undefined;
  }
}
