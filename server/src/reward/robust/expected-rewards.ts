import type { Witness } from '../../logic/conflicts.ts';
import type { ResponseTypeLogic } from '../../logic/response-type.ts';
import type { Policy } from '../../policy/model.ts';
import { BASELINE, type Feature } from '../features.ts';
import type { Asked, Extreme } from '../prove/rewards.ts';
import { ClassGraph } from './class-graph.ts';
import { massesOf, meansFrom, slopesOf } from './graded-walk.ts';
import { type Choice, leastExpected, type Payment, SEARCH_LIMIT } from './search.ts';

/** How often a proposition is graded wrongly, by what is true of the completion. Each in [0, 1]. */
export interface ErrorRate {
  /** P(the grade says no | it is true). */
  readonly falseNegative: number;
  /** P(the grade says yes | it is false). */
  readonly falsePositive: number;
}

/** Proposition -> its rates. */
export type ErrorRates = ReadonlyMap<string, ErrorRate>;

/** A combination of propositions that are so, with what it is paid on average over its grades. */
export interface ExpectedExtreme extends Extreme {
  /** Features on average; under `product` those of safe grades, as weights multiply them. */
  readonly values: Float64Array;
  /** No combination that was asked about is paid less (more, of the greatest) on average. */
  readonly bound: number;
  /** Whether `bound` is `reward` itself: the search came to its end. */
  readonly exact: boolean;
  /** The probability, by level, that the grade says yes. */
  readonly saysYes: Float64Array;
  /** What it took to find, in states that were looked at. */
  readonly work: number;
}

export interface AskedExpected extends Asked {
  /**
   * At which rate a proposition's grades err. `stated`: at its own. `upTo`: at any from 0 to its own, whichever is the worst for
   * this end. The own one of all where left out.
   */
  readonly rates?: RateChoice;
}

/** By level, and whether the proposition is true of the completion. */
export type RateChoice = (level: number, isTrue: boolean) => 'none' | 'stated' | 'upTo';

const STATED: RateChoice = () => 'stated';

/**
 * Rewards on average over wrong grades, in one response type: of a completion of which `x` is true, each proposition is
 * graded yes or no, wrongly with its own rate and independently of the others, and what is paid is the reward of the
 * grades. Class features are the probability that the class's formula is true of the grades, which is linear in
 * each proposition's probability but not in all together; so the least and greatest over all `x` are searched for, exactly.
 *
 * Grades may break the policy's constraints; what is true may not. Under `exact` and `sum` it is just as true of grades
 * between 0 and 1 with these mean errors: the reward is linear in each of them. Not of `cost`, which is not paid.
 */
export class ExpectedRewards {
  readonly features: readonly Feature[];
  readonly graph: ClassGraph;
  readonly rates: ErrorRates;
  readonly #policy: Policy;
  readonly #limit: number;
  readonly #choices: readonly (readonly [no: Choice, yes: Choice])[];
  readonly #classFeatures: readonly (readonly [feature: number, index: number])[];
  readonly #levelFeatures: readonly (readonly [feature: number, level: number])[];
  readonly #constant: number;

  /**
   * Throws `NodeLimitError` where the classes do not fit into a diagram, a RangeError where a proposition that they or
   * features read has no rate, or none in [0, 1].
   */
  constructor(
    policy: Policy,
    logic: ResponseTypeLogic,
    rates: ErrorRates,
    {
      graph = new ClassGraph(policy, logic),
      searchLimit = SEARCH_LIMIT,
    }: { graph?: ClassGraph; searchLimit?: number } = {},
  ) {
    this.#policy = policy;
    this.#limit = searchLimit;
    this.graph = graph;
    this.features = graph.features;
    this.rates = rates;
    this.#choices = graph.propositions.map((name) => {
      const rate = rates.get(name);
      if (!rate || ![rate.falseNegative, rate.falsePositive].every((each) => each >= 0 && each <= 1))
        throw new RangeError(`no error rate of "${name}"`);
      return [
        { value: false, saysYes: rate.falsePositive },
        { value: true, saysYes: 1 - rate.falseNegative },
      ];
    });
    const indexed = [...this.features.entries()];
    this.#classFeatures = indexed.flatMap(([index, { kind, of }]) =>
      kind === 'class' && graph.has(of) ? [[index, graph.classes.indexOf(of)] as const] : [],
    );
    this.#levelFeatures = indexed.flatMap(([index, { kind, of }]) => {
      const level = kind === 'proposition' ? graph.propositions.indexOf(of) : -1;
      return level === -1 ? [] : [[index, level] as const];
    });
    this.#constant = this.features.findIndex(({ kind, of }) => kind === 'constant' && of === BASELINE);
  }

  has(className: string): boolean {
    return this.graph.has(className);
  }

  /** Whether a combination that the constraints allow is in two classes. */
  get overlaps(): boolean {
    const { diagram, classes } = this.graph;
    return classes.some((name, index) =>
      classes
        .slice(index + 1)
        .some((other) => diagram.and(this.graph.members(name, true), this.graph.members(other, true)) !== 0),
    );
  }

  /** Undefined where no combination is asked about. `isUnsafe` is of what is true, not of the grades. */
  extreme(
    { className, end, constrained, isUnsafe, rates = STATED }: AskedExpected,
    weights: Float64Array,
  ): ExpectedExtreme | undefined {
    const sign = end === 'least' ? 1 : -1;
    const found = leastExpected(
      this.graph,
      this.graph.members(className, constrained, isUnsafe),
      (level) => this.#choicesAt(level, rates),
      this.payment(weights, sign),
      this.#limit,
    );
    if (!found) return undefined;
    const saysYes = Float64Array.from(found.choices, (choice) => choice.saysYes);
    const values = this.valuesAt(saysYes);
    const reward = values.reduce((sum, value, index) => sum + value * (weights[index] as number), 0);
    const exact = found.bound === found.attained;
    return {
      reward,
      values,
      bound: exact ? reward : sign * found.bound,
      exact,
      saysYes,
      work: found.work,
      witness: this.#witness(found.choices),
      isUnsafe: isUnsafe === true,
    };
  }

  /** The features on average where the grade of each level's proposition says yes with a probability of its own. */
  valuesAt(saysYes: Float64Array): Float64Array {
    const values = new Float64Array(this.features.length);
    const { graph } = this;
    const levels = massesOf(graph, saysYes);
    const safe = meansFrom(graph, saysYes, levels, (state) => this.#share(state));
    for (const [feature, level] of this.#levelFeatures) {
      const p = saysYes[level] as number;
      for (const [state, mass] of levels[level] as ReadonlyMap<number, number>)
        values[feature] =
          (values[feature] as number) +
          mass *
            p *
            ((safe[level + 1] as ReadonlyMap<number, number>).get(graph.next(state, level, true)) ?? 0);
    }
    for (const [state, mass] of levels.at(-1) as ReadonlyMap<number, number>) {
      const paid = mass * this.#share(state);
      const shares = this.#sharesOfClasses(state);
      for (const [feature, index] of this.#classFeatures)
        values[feature] = (values[feature] as number) + paid * (shares[index] as number);
      if (this.#constant !== -1) values[this.#constant] = (values[this.#constant] as number) + paid;
    }
    return values;
  }

  /** By level, the derivative of the expected reward in the probability that the proposition's grade says yes. */
  slopesAt(saysYes: Float64Array, weights: Float64Array): Float64Array {
    return slopesOf(this.graph, saysYes, this.payment(weights));
  }

  /** What of a combination's grades says yes, by level, at the rates that are stated. */
  saysYesOf(truth: Witness): Float64Array {
    return Float64Array.from(this.graph.propositions, (name, level) => {
      const [no, yes] = this.#stated(level);
      return (truth[name] ? yes : no).saysYes;
    });
  }

  #stated(level: number): readonly [no: Choice, yes: Choice] {
    return this.#choices[level] as readonly [Choice, Choice];
  }

  /** The reward is linear in each rate, so it is least and greatest where each is 0 or the most it may be. */
  #choicesAt(level: number, rates: RateChoice): readonly Choice[] {
    return this.#stated(level).flatMap((stated) => {
      const none = { value: stated.value, saysYes: stated.value ? 1 : 0 };
      const chosen = rates(level, stated.value);
      if (chosen === 'none') return [none];
      return chosen === 'stated' || stated.saysYes === none.saysYes ? [stated] : [stated, none];
    });
  }

  /** What grades are paid, proposition by proposition; the negative of it for a `sign` of -1. */
  payment(weights: Float64Array, sign = 1): Payment {
    const perLevel = new Float64Array(this.graph.propositions.length);
    for (const [feature, level] of this.#levelFeatures)
      perLevel[level] = (perLevel[level] as number) + sign * (weights[feature] as number);
    const constant = this.#constant === -1 ? 0 : (weights[this.#constant] as number);
    return {
      perLevel,
      share: (state) => this.#share(state),
      ofState: (state) => {
        const shares = this.#sharesOfClasses(state);
        return (
          sign *
          this.#classFeatures.reduce(
            (sum, [feature, index]) => sum + (weights[feature] as number) * (shares[index] as number),
            constant,
          )
        );
      },
    };
  }

  /** Under `product` what is graded unsafe is paid nothing. */
  #share(state: number): number {
    return this.#policy.reward.combination === 'product' && this.graph.isUnsafe(state) ? 0 : 1;
  }

  /** What each class's probability is where all grades are yes or no: the product rule shares it among those that hold. */
  #sharesOfClasses(state: number): readonly number[] {
    const holds = this.graph.holds(state);
    const count = holds.filter(Boolean).length;
    const each = this.#policy.features.classProbability === 'product' && count > 0 ? 1 / count : 1;
    return holds.map((isIn) => (isIn ? each : 0));
  }

  #witness(choices: readonly Choice[]): Witness {
    return Object.fromEntries(
      this.graph.propositions.map((name, level) => [name, (choices[level] as Choice).value]),
    );
  }
}
