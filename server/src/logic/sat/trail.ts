import type { Clause } from './clause.ts';
import { isPositive, type Literal, literalOf, negated, variableOf } from './literal.ts';

const FIRST_CAPACITY = 64;

/** What is assigned, in which order, at which decision level, and by which clause. */
export class Trail {
  /** Literal -> 1 where it holds, -1 where its negation does, 0 where it is open. */
  #truth = new Int8Array(2 * FIRST_CAPACITY);
  #levels = new Int32Array(FIRST_CAPACITY);
  /** The value a variable had last: where the search left off is a good place to go on (phase saving). */
  #phases = new Uint8Array(FIRST_CAPACITY);
  readonly #reasons: (Clause | undefined)[] = [];
  readonly #literals: Literal[] = [];
  /** Decision level -> how many literals were assigned before it. */
  readonly #starts: number[] = [];
  #propagated = 0;
  #assignmentCount = 0;

  /** Assignments ever made, the ones taken back since among them. */
  get assignmentCount(): number {
    return this.#assignmentCount;
  }

  get level(): number {
    return this.#starts.length;
  }

  get length(): number {
    return this.#literals.length;
  }

  /** The literal that was assigned at an index. */
  at(index: number): Literal {
    return this.#literals[index] as Literal;
  }

  addVariable(variable: number): void {
    if (variable === this.#levels.length) this.#grow();
    this.#reasons.push(undefined);
  }

  truth(literal: Literal): number {
    return this.#truth[literal] as number;
  }

  levelOf(literal: Literal): number {
    return this.#levels[variableOf(literal)] as number;
  }

  reasonOf(literal: Literal): Clause | undefined {
    return this.#reasons[variableOf(literal)];
  }

  phaseOf(variable: number): boolean {
    return this.#phases[variable] === 1;
  }

  /** Sets the value that its variable is tried with next. */
  prefer(literal: Literal): void {
    this.#phases[variableOf(literal)] = isPositive(literal) ? 1 : 0;
  }

  assign(literal: Literal, reason: Clause | undefined): void {
    this.#assignmentCount++;
    this.#truth[literal] = 1;
    this.#truth[negated(literal)] = -1;
    const variable = variableOf(literal);
    this.#levels[variable] = this.level;
    this.#reasons[variable] = reason;
    this.#literals.push(literal);
  }

  startLevel(): void {
    this.#starts.push(this.#literals.length);
  }

  /** The next literal whose consequences were not looked at; undefined where there is none. */
  takeUnpropagated(): Literal | undefined {
    return this.#propagated < this.#literals.length ? this.#literals[this.#propagated++] : undefined;
  }

  /** Takes back all that was assigned above a level. */
  undoTo(level: number, onUnassigned: (variable: number) => void): void {
    const start = this.#starts[level];
    if (start === undefined) return;
    for (let index = this.#literals.length - 1; index >= start; index--) {
      const literal = this.#literals[index] as Literal;
      const variable = variableOf(literal);
      this.#truth[literal] = 0;
      this.#truth[negated(literal)] = 0;
      this.#phases[variable] = isPositive(literal) ? 1 : 0;
      this.#reasons[variable] = undefined;
      onUnassigned(variable);
    }
    this.#literals.length = start;
    this.#starts.length = level;
    this.#propagated = start;
  }

  /** Variable -> whether it is true. */
  values(): boolean[] {
    return this.#reasons.map((_, variable) => this.truth(literalOf(variable, true)) === 1);
  }

  #grow(): void {
    const capacity = 2 * this.#levels.length;
    const truth = new Int8Array(2 * capacity);
    truth.set(this.#truth);
    this.#truth = truth;
    const levels = new Int32Array(capacity);
    levels.set(this.#levels);
    this.#levels = levels;
    const phases = new Uint8Array(capacity);
    phases.set(this.#phases);
    this.#phases = phases;
  }
}
