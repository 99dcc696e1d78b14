import type { Clause } from './clause.ts';
import { type Literal, negated } from './literal.ts';
import type { Trail } from './trail.ts';

/**
 * Clauses by the two literals that they watch: a clause is looked at only when one of them becomes false
 * (Moskewicz et al. 2001). Nothing needs to be undone when assignments are taken back.
 */
export class Watches {
  readonly #lists: Clause[][] = [];
  #visitCount = 0;

  /** How often a clause was looked at. */
  get visitCount(): number {
    return this.#visitCount;
  }

  addVariable(): void {
    this.#lists.push([], []);
  }

  /** Watches the first two literals. */
  attach(clause: Clause): void {
    this.#lists[clause.literals[0] as Literal]?.push(clause);
    this.#lists[clause.literals[1] as Literal]?.push(clause);
  }

  /** Assigns all that follows; the clause that cannot hold, where there is one. */
  propagate(trail: Trail): Clause | undefined {
    for (let literal = trail.takeUnpropagated(); literal !== undefined; literal = trail.takeUnpropagated()) {
      const conflict = this.#visit(negated(literal), trail);
      if (conflict) return conflict;
    }
    return undefined;
  }

  #visit(falsified: Literal, trail: Trail): Clause | undefined {
    const watching = this.#lists[falsified] as Clause[];
    let conflict: Clause | undefined;
    let kept = 0;
    this.#visitCount += watching.length;
    for (let index = 0; index < watching.length; index++) {
      const clause = watching[index] as Clause;
      if (clause.isDeleted) continue;
      if (conflict) {
        watching[kept++] = clause;
        continue;
      }
      if (this.#watchAnother(clause, falsified, trail)) continue;
      watching[kept++] = clause;
      const first = clause.literals[0] as Literal;
      const truth = trail.truth(first);
      if (truth === -1) conflict = clause;
      else if (truth === 0) trail.assign(first, clause);
    }
    watching.length = kept;
    return conflict;
  }

  /** Where none other may hold, the falsified literal stays in second place, and false. */
  #watchAnother(clause: Clause, falsified: Literal, trail: Trail): boolean {
    const { literals } = clause;
    if (literals[0] === falsified) {
      literals[0] = literals[1] as Literal;
      literals[1] = falsified;
    }
    if (trail.truth(literals[0] as Literal) === 1) return false;
    for (let index = 2; index < literals.length; index++) {
      const literal = literals[index] as Literal;
      if (trail.truth(literal) === -1) continue;
      literals[1] = literal;
      literals[index] = falsified;
      this.#lists[literal]?.push(clause);
      return true;
    }
    return false;
  }
}
