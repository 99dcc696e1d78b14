import { assumptionsAgainst, learnFrom } from './analysis.ts';
import type { Clause } from './clause.ts';
import { type Literal, literalOf, negated } from './literal.ts';
import { luby } from './luby.ts';
import { Trail } from './trail.ts';
import { VariableOrder } from './variable-order.ts';
import { Watches } from './watches.ts';

export type Answer =
  /** `model[v]` is the value of variable v. */
  | { readonly verdict: 'satisfiable'; readonly model: readonly boolean[] }
  /** Those of the assumptions that contradict the clauses; none where the clauses contradict by themselves. */
  | { readonly verdict: 'unsatisfiable'; readonly assumptions: readonly Literal[] }
  /** The limit was reached first. What was learnt stays, so that the same question may be decided later. */
  | { readonly verdict: 'undecided' };

export interface SolveOptions {
  /** With 0 only what follows without trial is decided. */
  readonly conflictLimit?: number;
  /** In steps as `stepCount` counts them; looked at between decisions. */
  readonly stepLimit?: number;
}

const CONFLICTS_PER_RESTART = 64;
/** Learnt clauses of two levels are never forgotten. */
const GLUE_KEPT = 2;
const FIRST_LEARNT_LIMIT = 2000;
const LEARNT_LIMIT_GROWTH = 1.1;

/**
 * An incremental solver for the satisfiability of clauses: conflict-driven clause learning with two watched
 * literals, activity order, saved phases and restarts (Eén and Sörensson 2003). It is deterministic, and
 * clauses and variables may be added between questions; all that it has learnt stays true.
 */
export class Solver {
  readonly #trail = new Trail();
  readonly #watches = new Watches();
  readonly #order = new VariableOrder();
  readonly #undone = (variable: number): void => this.#order.insert(variable);
  readonly #seen = (variable: number): void => this.#order.bump(variable);
  #variableCount = 0;
  #clauseCount = 0;
  #conflictCount = 0;
  #learnt: Clause[] = [];
  #learntLimit = FIRST_LEARNT_LIMIT;
  #contradictory = false;

  get variableCount(): number {
    return this.#variableCount;
  }

  /** Clauses ever added, learnt ones aside. */
  get clauseCount(): number {
    return this.#clauseCount;
  }

  /** Conflicts ever met: what time the questions took. */
  get conflictCount(): number {
    return this.#conflictCount;
  }

  /** Clauses ever looked at and literals ever assigned: the work that the questions took, the same on every machine. */
  get stepCount(): number {
    return this.#watches.visitCount + this.#trail.assignmentCount;
  }

  /** The search makes this literal true as long as no clause speaks against it. */
  prefer(literal: Literal): void {
    this.#trail.prefer(literal);
  }

  addVariable(): number {
    const variable = this.#variableCount++;
    this.#trail.addVariable(variable);
    this.#watches.addVariable();
    this.#order.add(variable);
    return variable;
  }

  /** One of the literals is to hold; their variables must have been added. */
  addClause(clause: readonly Literal[]): void {
    this.#clauseCount++;
    this.#backTo(0);
    const literals: Literal[] = [];
    // Equal and opposite literals stand side by side.
    for (const literal of clause.toSorted((a, b) => a - b)) {
      const truth = this.#trail.truth(literal);
      const last = literals.at(-1);
      if (truth === 1 || last === negated(literal)) return;
      if (truth === 0 && last !== literal) literals.push(literal);
    }
    const [first] = literals;
    if (first === undefined) this.#contradictory = true;
    else if (literals.length === 1) this.#trail.assign(first, undefined);
    else this.#watches.attach({ literals, glue: 0, isDeleted: false });
  }

  /** Whether the clauses can hold together with the assumptions. */
  solve(
    assumptions: readonly Literal[] = [],
    { conflictLimit = Number.POSITIVE_INFINITY, stepLimit = Number.POSITIVE_INFINITY }: SolveOptions = {},
  ): Answer {
    this.#backTo(0);
    const lastStep = this.stepCount + stepLimit;
    const lastConflict = this.#conflictCount + conflictLimit;
    let restarts = 0;
    let untilRestart = CONFLICTS_PER_RESTART;
    while (!this.#contradictory) {
      const conflict = this.#watches.propagate(this.#trail);
      if (conflict) {
        this.#contradictory = this.#trail.level === 0;
        if (this.#contradictory) break;
        this.#learnFrom(conflict);
        if (++this.#conflictCount > lastConflict) return { verdict: 'undecided' };
        untilRestart--;
        continue;
      }
      if (untilRestart <= 0) {
        untilRestart = CONFLICTS_PER_RESTART * luby(++restarts);
        this.#restart();
        continue;
      }
      if (this.stepCount > lastStep) return { verdict: 'undecided' };
      const decision = this.#nextDecision(assumptions);
      if (decision === undefined) return { verdict: 'satisfiable', model: this.#trail.values() };
      if (this.#trail.truth(decision) === -1) {
        return { verdict: 'unsatisfiable', assumptions: assumptionsAgainst(decision, this.#trail) };
      }
      this.#trail.startLevel();
      this.#trail.assign(decision, undefined);
    }
    return { verdict: 'unsatisfiable', assumptions: [] };
  }

  /** The assumptions come first; one that is false already is returned as such. */
  #nextDecision(assumptions: readonly Literal[]): Literal | undefined {
    while (this.#trail.level < assumptions.length) {
      const assumption = assumptions[this.#trail.level] as Literal;
      if (this.#trail.truth(assumption) !== 1) return assumption;
      this.#trail.startLevel();
    }
    for (let variable = this.#order.next(); variable !== undefined; variable = this.#order.next()) {
      if (this.#trail.truth(literalOf(variable, true)) === 0) {
        return literalOf(variable, this.#trail.phaseOf(variable));
      }
    }
    return undefined;
  }

  #learnFrom(conflict: Clause): void {
    const { literals, glue, level } = learnFrom(conflict, this.#trail, this.#seen);
    this.#order.decay();
    this.#backTo(level);
    const clause: Clause = { literals, glue, isDeleted: false };
    if (literals.length > 1) {
      this.#watches.attach(clause);
      this.#learnt.push(clause);
    }
    this.#trail.assign(literals[0] as Literal, literals.length > 1 ? clause : undefined);
  }

  /** On level 0 no learnt clause is the reason for anything that analysis would ask about. */
  #restart(): void {
    this.#backTo(0);
    if (this.#learnt.length < this.#learntLimit) return;
    this.#learntLimit = Math.ceil(this.#learntLimit * LEARNT_LIMIT_GROWTH);
    const byUse = this.#learnt.toSorted((a, b) => a.glue - b.glue || a.literals.length - b.literals.length);
    byUse.forEach((clause, index) => {
      clause.isDeleted = index >= byUse.length / 2 && clause.glue > GLUE_KEPT;
    });
    this.#learnt = byUse.filter((clause) => !clause.isDeleted);
  }

  #backTo(level: number): void {
    this.#trail.undoTo(level, this.#undone);
  }
}
