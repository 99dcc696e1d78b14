import { DecidingBounds } from './deciding-bounds.ts';
import { ProbabilityWalk } from './probability.ts';
import type { ClassProbabilityRule, ResponseTypeLogic } from './response-type.ts';

/** How far things have got with one completion. */
export interface DecidingStep {
  /** The class that is the most probable one, whatever the answers still missing are; null while that is open. */
  readonly decided: string | null;
  /** What to ask next; undefined where the class is decided or nothing is left to ask. */
  readonly next: string | undefined;
}

/** Statements about a completion are more often false than true. It only orders the questions. */
const PRIOR = 0.25;
/** Sums in another order differ in their last digits; what rests on those is not decided. */
const ROUNDING = 1e-9;

const kept = {
  exact: new WeakMap<ResponseTypeLogic, DecidingQuestions>(),
  product: new WeakMap<ResponseTypeLogic, DecidingQuestions>(),
};

/** The one of a response type, made once. */
export function decidingQuestions(logic: ResponseTypeLogic, rule: ClassProbabilityRule): DecidingQuestions {
  const known = kept[rule].get(logic);
  if (known) return known;
  const made = new DecidingQuestions(logic, rule);
  kept[rule].set(logic, made);
  return made;
}

/**
 * Which proposition to ask next, and when to stop, so that a completion's class is had with few questions.
 * It stops when no answers to the rest can give another class: with answers that are probabilities, when the
 * least that one class's probability can be is at least the most that every other's can.
 *
 * The next question is the one whose answer moves the class probabilities most, in squares: that is the
 * greatest expected drop of `1 - sum of squares` (Gini), and costs one derivative a class on the diagram.
 *
 * Of the classes, it knows those that have an exact probability, like the verdict on a completion. Under the
 * `product` rule, where classes are weighed against each other, every question is asked.
 */
export class DecidingQuestions {
  readonly #logic: ResponseTypeLogic;
  readonly #rule: ClassProbabilityRule;
  readonly #names: readonly string[];
  readonly #variables: readonly number[];
  readonly #bounds: DecidingBounds;
  readonly #walk: ProbabilityWalk;
  readonly #known: Float64Array;
  readonly #assumed: Float64Array;
  readonly #derivatives: Float64Array;
  readonly #moves: Float64Array;

  constructor(logic: ResponseTypeLogic, rule: ClassProbabilityRule = 'exact') {
    const { compiler, nodes } = logic.exact;
    const size = logic.vocabulary.simple.length;
    this.#logic = logic;
    this.#rule = rule;
    this.#names = [...nodes.keys()];
    this.#variables = logic.propositions.map((name) => logic.vocabulary.variableOf(name) as number);
    this.#bounds = new DecidingBounds(compiler.diagram, [...nodes.values()]);
    this.#walk = new ProbabilityWalk(compiler.diagram, [...nodes.values()]);
    this.#known = new Float64Array(size);
    this.#assumed = new Float64Array(size);
    this.#derivatives = new Float64Array(size);
    this.#moves = new Float64Array(size);
  }

  /** `answers`: P(yes), in [0, 1], of what was asked; null where no answer came, which is not asked again. */
  step(answers: ReadonlyMap<string, number | null>): DecidingStep {
    const unasked = this.#logic.propositions.filter((name) => !answers.has(name));
    if (this.#rule === 'product') return { decided: null, next: unasked[0] };
    this.#logic.propositions.forEach((name, index) => {
      const answer = answers.get(name) ?? null;
      const variable = this.#variables[index] as number;
      this.#known[variable] = answer ?? Number.NaN;
      this.#assumed[variable] = answer ?? PRIOR;
    });
    const decided = this.#decided();
    return { decided, next: decided === null ? this.#mostMoving(unasked) : undefined };
  }

  #decided(): string | null {
    const bounds = this.#bounds;
    bounds.evaluate(this.#known);
    const isComplete = this.#variables.every((variable) => !Number.isNaN(this.#known[variable]));
    const slack = isComplete ? 0 : ROUNDING;
    const index = this.#names.findIndex((_, best) =>
      this.#names.every((_, other) => {
        if (other === best) return true;
        const lead = bounds.least(best) - bounds.most(other) - slack;
        // Of equals the better class is meant, which stands first.
        return other < best ? lead > 0 : lead >= 0;
      }),
    );
    return this.#names[index] ?? null;
  }

  #mostMoving(unasked: readonly string[]): string | undefined {
    this.#walk.evaluate(this.#assumed);
    this.#moves.fill(0);
    this.#names.forEach((_, root) => {
      this.#walk.addDerivatives(root, this.#assumed, this.#derivatives.fill(0));
      for (const variable of this.#variables) {
        const derivative = this.#derivatives[variable] as number;
        this.#moves[variable] = (this.#moves[variable] as number) + derivative * derivative;
      }
    });
    const moved = (name: string): number =>
      this.#moves[this.#logic.vocabulary.variableOf(name) as number] as number;
    return unasked.reduce<string | undefined>(
      (most, name) => (most === undefined || moved(name) > moved(most) * (1 + ROUNDING) ? name : most),
      undefined,
    );
  }
}
