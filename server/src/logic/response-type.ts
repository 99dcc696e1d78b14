import type { Formula } from '../policy/model.ts';
import { compileExactly, type ExactClasses } from './exact.ts';
import type { KeptLogic } from './kept-logic.ts';
import { ProbabilityWalk } from './probability.ts';
import { ProductRule } from './product.ts';
import type { Vocabulary } from './vocabulary.ts';
import { decide } from './walks.ts';

export type ClassProbabilityRule = 'exact' | 'product';

/**
 * The classes of one response type as functions of the simple propositions. It outlives edits of texts, so the
 * places in its formulas are of the version that it was made for; the current ones are in the policy.
 */
export class ResponseTypeLogic {
  readonly responseType: string;
  /** The simple propositions that the classes read, directly or through derived ones, in document order. */
  readonly propositions: readonly string[];
  /** In policy order: `completion_class_order` first, best first, then the classes it leaves out. */
  readonly classes: readonly string[];
  /** Classes that use a name without a meaning. They are left out of every verdict and probability. */
  readonly incomplete: readonly string[];
  /** Class -> formula, in the order of `classes`; the incomplete ones are not there. */
  readonly formulas: ReadonlyMap<string, Formula>;
  /** What the variables of its diagram mean; not those of another response type, nor of a later version. */
  readonly vocabulary: Vocabulary;
  /** What it shares with the versions before and after it. */
  readonly kept: KeptLogic;
  readonly #variables: readonly number[];
  readonly #p: Float64Array;
  #exact: ExactClasses | undefined;
  #walk: { readonly names: readonly string[]; readonly walk: ProbabilityWalk } | undefined;
  #product:
    | { readonly names: readonly string[]; readonly rule: ProductRule; readonly values: Float64Array }
    | undefined;

  /** `propositions`: those that the formulas read. The vocabulary is over the variables of what is kept. */
  constructor(
    responseType: string,
    formulas: ReadonlyMap<string, Formula>,
    propositions: readonly string[],
    vocabulary: Vocabulary,
    kept: KeptLogic,
  ) {
    this.responseType = responseType;
    this.classes = [...formulas.keys()];
    this.incomplete = this.classes.filter((name) => !vocabulary.isComplete(formulas.get(name) as Formula));
    this.formulas = new Map([...formulas].filter(([, formula]) => vocabulary.isComplete(formula)));
    this.propositions = propositions;
    this.vocabulary = vocabulary;
    this.kept = kept;
    this.#variables = propositions.map((name) => vocabulary.variableOf(name) as number);
    this.#p = new Float64Array(vocabulary.simple.length);
  }

  /** The classes in their diagram, built on the first question. */
  get exact(): ExactClasses {
    this.#exact ??= compileExactly(this.kept, this.vocabulary, this.formulas);
    return this.#exact;
  }

  /**
   * Class -> probability, for the probabilities `p` of the simple propositions, each in [0, 1]. Classes
   * whose probability is not to be had are not in the result: the incomplete ones, and under `exact`
   * those over the node limit.
   *
   * `exact`: the probability that the class's formula is true, propositions independent. Sums to 1 where
   * the classes are exclusive and exhaustive. `product`: see `ProductRule`.
   */
  classProbabilities(p: (proposition: string) => number, rule: ClassProbabilityRule): Record<string, number> {
    this.#readProbabilities(p);
    const probabilities: Record<string, number> = {};
    if (rule === 'exact') {
      const { names, walk } = this.#probabilityWalk();
      walk.evaluate(this.#p);
      names.forEach((name, index) => {
        probabilities[name] = walk.probability(index);
      });
      return probabilities;
    }
    const { names, rule: product, values } = this.#productRule();
    product.evaluate(this.#p, values);
    names.forEach((name, index) => {
      probabilities[name] = values[index] as number;
    });
    return probabilities;
  }

  /**
   * Proposition -> derivative of the exact class probability in that proposition's probability: how much
   * the class would gain if the proposition went from certainly false to certainly true, the others as
   * they are. Undefined for a class without an exact probability.
   */
  classInfluence(className: string, p: (proposition: string) => number): Record<string, number> | undefined {
    const { names, walk } = this.#probabilityWalk();
    const root = names.indexOf(className);
    if (root === -1) return undefined;
    this.#readProbabilities(p);
    walk.evaluate(this.#p);
    const derivatives = new Float64Array(this.#p.length);
    walk.addDerivatives(root, this.#p, derivatives);
    return Object.fromEntries(
      this.#variables.map((variable, index) => [
        this.propositions[index] as string,
        derivatives[variable] as number,
      ]),
    );
  }

  /**
   * The classes that hold, whatever the propositions that `assignment` leaves out may be. With all
   * propositions assigned that is exactly one class in a sound policy. Incomplete classes and those over
   * the node limit are never in the result.
   */
  classesOf(assignment: Readonly<Record<string, boolean>>): string[] {
    return this.#classesWhere(assignment, (verdict) => verdict === true);
  }

  /** The classes that can still hold, depending on the propositions that `assignment` leaves out. */
  possibleClasses(assignment: Readonly<Record<string, boolean>>): string[] {
    return this.#classesWhere(assignment, (verdict) => verdict !== false);
  }

  #classesWhere(
    assignment: Readonly<Record<string, boolean>>,
    accepts: (verdict: boolean | undefined) => boolean,
  ): string[] {
    const { compiler, nodes } = this.exact;
    const valueIn = (variable: number): boolean | undefined =>
      assignment[this.vocabulary.simple[variable] as string];
    return this.classes.filter((name) => {
      const node = nodes.get(name);
      return node !== undefined && accepts(decide(compiler.diagram, node, valueIn));
    });
  }

  #readProbabilities(p: (proposition: string) => number): void {
    for (let index = 0; index < this.#variables.length; index++) {
      this.#p[this.#variables[index] as number] = p(this.propositions[index] as string);
    }
  }

  #probabilityWalk() {
    if (!this.#walk) {
      const { compiler, nodes } = this.exact;
      this.#walk = {
        names: [...nodes.keys()],
        walk: new ProbabilityWalk(compiler.diagram, [...nodes.values()]),
      };
    }
    return this.#walk;
  }

  #productRule() {
    if (!this.#product) {
      const names = [...this.formulas.keys()];
      const rule = new ProductRule(this.vocabulary, [...this.formulas.values()]);
      this.#product = { names, rule, values: new Float64Array(names.length) };
    }
    return this.#product;
  }
}
