import type { Witness } from '../../logic/conflicts.ts';
import { Diagram, FALSE, type Node, TRUE } from '../../logic/diagram.ts';
import { FormulaCompiler } from '../../logic/formula.ts';
import type { ResponseTypeLogic } from '../../logic/response-type.ts';
import { Vocabulary } from '../../logic/vocabulary.ts';
import { cheapestPath } from '../../logic/walks.ts';
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
  readonly #background: Node;
  readonly #unsafe: Node;
  readonly #read: ReadonlySet<string>;
  readonly #functions = new Map<
    string,
    { readonly node: Node; readonly always: ReadonlySet<string> } | undefined
  >();

  /** Throws `NodeLimitError` where the classes do not fit into a diagram. */
  constructor(policy: Policy, logic: ResponseTypeLogic, nodeLimit?: number) {
    this.#policy = policy;
    this.features = featuresOf(policy, logic);
    this.#vocabulary = new Vocabulary(policy);
    this.#compiler = new FormulaCompiler(this.#vocabulary, new Diagram(nodeLimit));
    for (const [name, formula] of logic.formulas) this.#classes.set(name, this.#compiler.formula(formula));
    const { diagram } = this.#compiler;
    const constraints = policy.constraints
      .filter((constraint) => this.#vocabulary.isCompleteConstraint(constraint))
      .map((constraint) => this.#compiler.constraint(constraint));
    const all = diagram.all(constraints);
    // Constraints that contradict each other say nothing; they are an error of their own.
    this.#background = all === FALSE ? TRUE : all;
    const { unsafeClasses } = safetyRoles(policy);
    this.#unsafe = diagram.any(unsafeClasses.map((name) => this.#classes.get(name) ?? FALSE));
    this.#read = new Set([
      ...logic.propositions,
      ...this.features.flatMap(({ kind, of }) => (kind === 'proposition' ? [of] : [])),
    ]);
  }

  /** Whether a combination that the constraints allow is in two classes. */
  get overlaps(): boolean {
    const { diagram } = this.#compiler;
    let earlier: Node = FALSE;
    for (const node of this.#classes.values()) {
      if (diagram.all([this.#background, earlier, node]) !== FALSE) return true;
      earlier = diagram.or(earlier, node);
    }
    return false;
  }

  has(className: string): boolean {
    return this.#classes.has(className);
  }

  /** Undefined where there is no such combination. Throws `NodeLimitError`. */
  extreme(asked: Asked, weights: Float64Array): Extreme | undefined {
    const found = this.#functionOf(asked);
    if (!found) return undefined;
    const isZero = asked.isUnsafe === true && this.#policy.reward.combination === 'product';
    const sign = asked.end === 'least' ? 1 : -1;
    // The cost of each variable being true rather than false.
    const costs = new Map<number, number>();
    this.features.forEach((feature, index) => {
      const variable = this.#variableOf(feature);
      if (variable === undefined || isZero) return;
      costs.set(variable, (costs.get(variable) ?? 0) + sign * (weights[index] as number));
    });
    // Undecided variables take the cheaper value: costs are relative to it.
    const path = cheapestPath(this.#compiler.diagram, found.node, (variable, value) => {
      const cost = costs.get(variable) ?? 0;
      return (value ? cost : 0) - Math.min(0, cost);
    });
    if (!path) return undefined;
    const holds = (variable: number): boolean =>
      path.assignment.get(variable) ?? (costs.get(variable) ?? 0) < 0;
    const values = Float64Array.from(this.features, (feature) => {
      if (isZero) return 0;
      if (feature.kind === 'constant') return 1;
      if (feature.kind === 'class')
        return found.always.has(feature.of) || path.assignment.get(this.#marker(feature.of)) === true ? 1 : 0;
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
      isUnsafe: asked.isUnsafe === true,
    };
  }

  /** The combinations that are asked about, with a variable for each class that only some of them are in. */
  #functionOf({ className, isUnsafe, constrained }: Asked) {
    const key = `${className} ${isUnsafe} ${constrained}`;
    if (this.#functions.has(key)) return this.#functions.get(key);
    const { diagram } = this.#compiler;
    let node = diagram.all([
      constrained ? this.#background : TRUE,
      className === undefined ? TRUE : (this.#classes.get(className) as Node),
      isUnsafe === undefined ? TRUE : isUnsafe ? this.#unsafe : diagram.not(this.#unsafe),
    ]);
    const always = new Set<string>();
    for (const { kind, of } of this.features) {
      const other = kind === 'class' ? this.#classes.get(of) : undefined;
      if (other === undefined) continue;
      if (diagram.and(node, other) === FALSE) continue;
      if (diagram.implies(node, other) === TRUE) always.add(of);
      else {
        const marker = diagram.variable(this.#marker(of));
        node = diagram.and(node, diagram.ite(other, marker, diagram.not(marker)));
      }
    }
    const found = node === FALSE ? undefined : { node, always };
    this.#functions.set(key, found);
    return found;
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
