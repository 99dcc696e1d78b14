import { Counter } from './counter.ts';
import { type Literal, literalOf, negated } from './literal.ts';
import type { Solver } from './solver.ts';

export interface CostBounds {
  /** No model costs less. */
  readonly low: number;
  /** What the model at hand costs; infinite where there is none. */
  readonly high: number;
  /** `model[v]` is the value of variable v. */
  readonly model: readonly boolean[] | undefined;
}

/** A sum that more of may be true than was thought: the next one is paid for at the same rate. */
interface Excess {
  readonly counter: Counter;
  readonly allowed: number;
}

/** Rounds of asking with nothing but the last core. */
const TRIMS = 4;
/** A core of more literals is not made smaller one by one. */
const MINIMIZED = 40;
const STEPS_PER_TRY = 3_000;

/**
 * The model of a solver's clauses that costs least, by cores (OLL, Andres et al. 2012, as in RC2, Ignatiev et al. 2019):
 * wherever the solver shows that some literals cannot all be free of cost, the bound rises by the cheapest of them, and
 * from then on it is only their number beyond one that costs. Dear literals come first (stratification, Ansótegui et al. 2012), so that
 * every round ends with a model and both bounds are there at any time. Costs are whole numbers with a sum
 * below 2^53, so that no bound is rounded. It only adds variables that follow from the others: the solver stays fit for
 * other questions.
 */
export class LeastCost {
  readonly #solver: Solver;
  readonly #costs: readonly (readonly [variable: number, cost: number])[];
  /** Literals that are wanted, with what is paid where they are false; infinite where no better model can pay it. */
  readonly #wanted = new Map<Literal, number>();
  readonly #excesses = new Map<Literal, Excess>();
  #cores: { readonly literals: readonly Literal[]; readonly cost: number }[] = [];
  #low: number;
  #high = Number.POSITIVE_INFINITY;
  #model: readonly boolean[] | undefined;
  #threshold: number;
  #isImpossible = false;

  /** `costs`: what variables cost by being true, of any sign. */
  constructor(solver: Solver, costs: ReadonlyMap<number, number>) {
    this.#solver = solver;
    this.#costs = [...costs].filter(([, cost]) => cost !== 0);
    this.#low = 0;
    for (const [variable, cost] of this.#costs) {
      if (cost < 0) this.#low += cost;
      this.#want(literalOf(variable, cost < 0), Math.abs(cost));
    }
    this.#threshold = this.#next(Number.POSITIVE_INFINITY);
  }

  get bounds(): CostBounds {
    return { low: this.#low, high: this.#high, model: this.#model };
  }

  get isImpossible(): boolean {
    return this.#isImpossible;
  }

  get isDone(): boolean {
    return this.#isImpossible || this.#low >= this.#high;
  }

  /** Goes on for about so many steps of the solver. What was found stays. */
  advance(steps: number): void {
    const last = this.#solver.stepCount + steps;
    for (const [variable, cost] of this.#costs) this.#solver.prefer(literalOf(variable, cost < 0));
    if (!this.#model) this.#takeAnyModel(steps);
    while (!this.isDone) {
      const left = last - this.#solver.stepCount;
      if (left <= 0) return;
      const assumed = [...this.#wanted].filter(([, weight]) => weight >= this.#threshold);
      assumed.sort(([, a], [, b]) => (a === b ? 0 : b - a));
      const answer = this.#solver.solve(
        assumed.map(([literal]) => literal),
        { stepLimit: left },
      );
      if (answer.verdict === 'undecided') return;
      if (answer.verdict === 'satisfiable') {
        this.#improve(answer.model);
        if (this.#cores.length > 0) this.#relax();
        else if (this.#threshold > 0) this.#threshold = this.#next(this.#threshold);
        continue;
      }
      this.#takeCore(this.#smaller(answer.assumptions));
    }
  }

  /** One to begin with, near what is wanted. */
  #takeAnyModel(steps: number): void {
    const answer = this.#solver.solve([], { stepLimit: steps });
    if (answer.verdict === 'satisfiable') this.#improve(answer.model);
    this.#isImpossible = answer.verdict === 'unsatisfiable';
  }

  #want(literal: Literal, cost: number): void {
    this.#wanted.set(literal, (this.#wanted.get(literal) ?? 0) + cost);
    this.#solver.prefer(literal);
  }

  #improve(model: readonly boolean[]): void {
    const cost = this.#costs.reduce((sum, [variable, each]) => sum + (model[variable] ? each : 0), 0);
    if (cost >= this.#high) return;
    this.#high = cost;
    this.#model = model;
    this.#harden();
  }

  /** What alone would cost more than the model at hand is ruled out. */
  #harden(): void {
    for (const [literal, weight] of this.#wanted)
      if (this.#low + weight > this.#high) this.#wanted.set(literal, Number.POSITIVE_INFINITY);
  }

  #takeCore(core: readonly Literal[]): void {
    const cost = core.reduce(
      (least, literal) => Math.min(least, this.#wanted.get(literal) as number),
      Number.POSITIVE_INFINITY,
    );
    if (cost === Number.POSITIVE_INFINITY) {
      // Nothing is better than the model at hand.
      this.#low = this.#high;
      return;
    }
    this.#low += cost;
    for (const literal of core) {
      const left = (this.#wanted.get(literal) as number) - cost;
      if (left > 0) this.#wanted.set(literal, left);
      else this.#wanted.delete(literal);
      const excess = this.#excesses.get(literal);
      if (excess) this.#allow(excess.counter, excess.allowed + 1, cost);
    }
    // What no better model makes false cannot be part of the excess.
    const literals = core.filter((literal) => this.#wanted.get(literal) !== Number.POSITIVE_INFINITY);
    if (literals.length > 1) this.#cores.push({ literals, cost });
    this.#harden();
  }

  /** All cores of one round at once, so that they share few literals (Berg and Järvisalo 2017). */
  #relax(): void {
    for (const { literals, cost } of this.#cores)
      this.#allow(new Counter(this.#solver, literals.map(negated)), 1, cost);
    this.#cores = [];
    this.#harden();
  }

  #allow(counter: Counter, allowed: number, cost: number): void {
    if (allowed >= counter.size) return;
    const literal = negated(counter.atLeast(allowed + 1));
    this.#excesses.set(literal, { counter, allowed });
    this.#want(literal, cost);
  }

  #smaller(core: readonly Literal[]): readonly Literal[] {
    let literals = core;
    for (let trim = 0; trim < TRIMS && literals.length > 1; trim++) {
      const answer = this.#solver.solve(literals.toReversed(), { stepLimit: STEPS_PER_TRY });
      if (answer.verdict !== 'unsatisfiable' || answer.assumptions.length >= literals.length) break;
      literals = answer.assumptions;
    }
    if (literals.length > MINIMIZED) return literals;
    for (const literal of literals) {
      if (!literals.includes(literal) || literals.length === 1) continue;
      const answer = this.#solver.solve(
        literals.filter((each) => each !== literal),
        { stepLimit: STEPS_PER_TRY },
      );
      if (answer.verdict === 'unsatisfiable') literals = answer.assumptions;
    }
    return literals;
  }

  /** The dearest that are not asked for yet, and those of at least half their cost. */
  #next(threshold: number): number {
    let dearest = 0;
    for (const weight of this.#wanted.values()) if (weight < threshold && weight > dearest) dearest = weight;
    return dearest / 2;
  }
}
