import { Compiler } from '../../logic/formula.ts';
import { Gates } from '../../logic/sat/gates.ts';
import { LeastCost } from '../../logic/sat/least-cost.ts';
import { isPositive, type Literal, negated, variableOf } from '../../logic/sat/literal.ts';
import { safetyRoles } from '../safety-roles.ts';
import {
  type Asked,
  combinationsKey,
  type Extreme,
  extremeOf,
  isPaidNothing,
  type RewardSpace,
  type Unseen,
} from './rewards.ts';
import { type WholeCosts, wholeCosts } from './whole-costs.ts';

/** Of the solver, for one question before the others get their turn; the first time, and later. */
const STEPS_FIRST = 30_000;
const STEPS_PER_TURN = 300_000;
/** For a yes or no. */
const STEPS_PER_QUESTION = 1_000_000;
/** For what only makes the search simpler. */
const STEPS_PER_CLASS = 20_000;
/** Clauses that earlier questions have left behind, as a multiple of the first ones. */
const CROWDED = 4;

/** The combinations that are asked about, as clauses. */
interface Combinations {
  readonly gates: Gates;
  readonly propositions: ReadonlyMap<string, Literal>;
  readonly classes: ReadonlyMap<string, Literal>;
  readonly firstClauses: number;
}

interface Search {
  readonly weights: Float64Array;
  readonly combinations: Combinations;
  readonly costs: WholeCosts;
  readonly leastCost: LeastCost;
}

/**
 * The rewards of combinations of propositions where these do not fit into a decision diagram: the linear reward is
 * minimised over the clauses of formulas and constraints (`LeastCost`). A search that takes more than its share of the steps
 * ends with an interval; in the same steps on every machine.
 */
export class SearchedRewards {
  readonly #space: RewardSpace;
  readonly #combinations = new Map<string, Combinations>();
  readonly #searches = new Map<string, Search>();
  #areConsistent: boolean | undefined | 'not asked' = 'not asked';
  readonly #steps: number;
  #stepsLeft: number;
  #weights: Float64Array | undefined;

  /** `steps`: for all questions under one set of weights. */
  constructor(space: RewardSpace, steps: number) {
    this.#space = space;
    this.#steps = steps;
    this.#stepsLeft = steps;
  }

  /** Undefined where it was not decided. */
  get overlaps(): boolean | undefined {
    const { gates, classes } = this.#build({ constrained: true });
    if (this.#consistent === undefined) return undefined;
    const literals = [...classes.values()];
    const answers = literals.flatMap((one, index) =>
      literals.slice(index + 1).map((other) => this.#solve(gates, [one, other], STEPS_PER_QUESTION)),
    );
    if (answers.includes('satisfiable')) return true;
    return answers.includes('undecided') ? undefined : false;
  }

  extreme(asked: Asked, weights: Float64Array): Extreme | Unseen | undefined {
    if (asked.constrained && this.#consistent === undefined) return { bound: worst(asked), bySearch: true };
    const search = this.#searchFor(asked, weights);
    const { leastCost, costs, combinations } = search;
    if (leastCost.isImpossible) return undefined;
    const { low, model } = leastCost.bounds;
    const bound = costs.rewardFrom(low);
    if (!model) return { bound, bySearch: true };
    const holds = (literals: ReadonlyMap<string, Literal>) => (name: string) => {
      const literal = literals.get(name);
      return literal !== undefined && model[variableOf(literal)] === isPositive(literal);
    };
    const found = extremeOf(this.#space, asked, weights, {
      proposition: holds(combinations.propositions),
      class: holds(combinations.classes),
    });
    return { ...found, bySearch: true, ...(!leastCost.isDone && { bound }) };
  }

  searchOn(asked: Asked, weights: Float64Array, share: number): boolean {
    if (asked.constrained && this.#consistent === undefined) return false;
    const { leastCost, combinations } = this.#searchFor(asked, weights);
    if (leastCost.isDone || this.#stepsLeft <= this.#steps * (1 - share)) return false;
    this.#advance(leastCost, combinations.gates, STEPS_PER_TURN);
    return true;
  }

  #searchFor(asked: Asked, weights: Float64Array): Search {
    if (this.#weights !== undefined && this.#weights !== weights) this.#stepsLeft = this.#steps;
    this.#weights = weights;
    const key = `${asked.end} ${combinationsKey(asked)}`;
    const known = this.#searches.get(key);
    if (known?.weights === weights) return known;
    const combinations = this.#combinationsOf(asked);
    const costs = this.#costs(asked, weights, combinations);
    const leastCost = new LeastCost(combinations.gates.solver, costs.byVariable);
    const search = { weights, combinations, costs, leastCost };
    this.#searches.set(key, search);
    this.#advance(leastCost, combinations.gates, STEPS_FIRST);
    return search;
  }

  #advance(leastCost: LeastCost, { solver }: Gates, steps: number): void {
    const before = solver.stepCount;
    leastCost.advance(Math.min(this.#stepsLeft, steps));
    this.#stepsLeft -= solver.stepCount - before;
  }

  #costs(asked: Asked, weights: Float64Array, { propositions, classes }: Combinations): WholeCosts {
    const isZero = isPaidNothing(this.#space.policy, asked);
    const terms = this.#space.features.flatMap(({ kind, of }, index) => {
      const literal = kind === 'constant' ? undefined : (kind === 'class' ? classes : propositions).get(of);
      const weight = isZero ? 0 : (weights[index] as number);
      return kind === 'constant' || literal !== undefined ? [{ literal, weight }] : [];
    });
    return wholeCosts(terms, asked.end);
  }

  #combinationsOf(asked: Asked): Combinations {
    const key = combinationsKey(asked);
    const known = this.#combinations.get(key);
    if (known && known.gates.solver.clauseCount <= CROWDED * known.firstClauses) return known;
    const made = this.#build(asked);
    const { gates, classes } = made;
    const { className, isUnsafe } = asked;
    if (className !== undefined) gates.solver.addClause([classes.get(className) as Literal]);
    if (isUnsafe !== undefined) {
      const { unsafeClasses } = safetyRoles(this.#space.policy);
      const unsafe = gates.any(unsafeClasses.flatMap((name) => classes.get(name) ?? []));
      gates.solver.addClause([isUnsafe ? unsafe : negated(unsafe)]);
    }
    // Most policies' classes exclude each other: then all other class features are known.
    for (const literal of classes.values())
      for (const each of [literal, negated(literal)])
        if (this.#solve(gates, [each], STEPS_PER_CLASS) === 'unsatisfiable')
          gates.solver.addClause([negated(each)]);
    const combinations = { ...made, firstClauses: gates.solver.clauseCount };
    this.#combinations.set(key, combinations);
    return combinations;
  }

  #build({ constrained }: Pick<Asked, 'constrained'>): Omit<Combinations, 'firstClauses'> {
    const { policy, logic, vocabulary } = this.#space;
    const gates = new Gates();
    const compiler = new Compiler(vocabulary, gates);
    const propositions = new Map(vocabulary.simple.map((name, index) => [name, gates.variable(index)]));
    const classes = new Map([...logic.formulas].map(([name, formula]) => [name, compiler.formula(formula)]));
    if (constrained && this.#consistent !== false) {
      for (const constraint of policy.constraints)
        if (vocabulary.isCompleteConstraint(constraint))
          gates.solver.addClause([compiler.constraint(constraint)]);
    }
    return { gates, propositions, classes };
  }

  /** Constraints that contradict each other say nothing; undefined where it is not known whether they do. */
  get #consistent(): boolean | undefined {
    if (this.#areConsistent === 'not asked') {
      // As if they were, to ask just that.
      this.#areConsistent = true;
      const { gates } = this.#build({ constrained: true });
      const answer = this.#solve(gates, [], STEPS_PER_QUESTION);
      this.#areConsistent = answer === 'undecided' ? undefined : answer === 'satisfiable';
    }
    return this.#areConsistent;
  }

  #solve({ solver }: Gates, assumptions: readonly Literal[], steps: number) {
    const before = solver.stepCount;
    const { verdict } = solver.solve(assumptions, { stepLimit: Math.min(steps, this.#stepsLeft) });
    this.#stepsLeft -= solver.stepCount - before;
    return verdict;
  }
}

/** What every reward keeps to. */
function worst({ end }: Asked): number {
  return end === 'least' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
