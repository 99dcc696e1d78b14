import type { Clause } from './clause.ts';
import { type Literal, negated, variableOf } from './literal.ts';
import type { Trail } from './trail.ts';

export interface Learnt {
  /** The literal that now follows first, one of the level to go back to second. */
  readonly literals: Literal[];
  readonly glue: number;
  /** The level to go back to: there all but the first literal are false. */
  readonly level: number;
}

/**
 * Why a clause was falsified, as a clause that rules the reason out. Walks back over the current level until
 * one literal stands for all of it, the first unique implication point (Marques-Silva and Sakallah 1996).
 */
export function learnFrom(conflict: Clause, trail: Trail, onSeen: (variable: number) => void): Learnt {
  const seen = new Set<number>();
  const others: Literal[] = [];
  let openHere = 0;
  const look = (literals: readonly Literal[]): void => {
    for (const literal of literals) {
      const variable = variableOf(literal);
      const level = trail.levelOf(literal);
      if (level === 0 || seen.has(variable)) continue;
      seen.add(variable);
      onSeen(variable);
      if (level === trail.level) openHere++;
      else others.push(literal);
    }
  };
  look(conflict.literals);
  let index = trail.length - 1;
  for (;;) {
    while (!seen.has(variableOf(trail.at(index)))) index--;
    if (--openHere === 0) break;
    look(trail.reasonOf(trail.at(index))?.literals ?? []);
    index--;
  }
  const kept = others.filter((literal) => !followsFrom(literal, seen, trail));
  return learnt(negated(trail.at(index)), kept, trail);
}

/** A literal whose reason is made of what the clause holds anyway says nothing more. */
function followsFrom(literal: Literal, seen: ReadonlySet<number>, trail: Trail): boolean {
  const reason = trail.reasonOf(literal);
  if (!reason) return false;
  return reason.literals.every((each) => seen.has(variableOf(each)) || trail.levelOf(each) === 0);
}

function learnt(first: Literal, others: readonly Literal[], trail: Trail): Learnt {
  const levels = new Set([trail.level, ...others.map((each) => trail.levelOf(each))]);
  const level = others.reduce((highest, each) => Math.max(highest, trail.levelOf(each)), 0);
  const second = others.findIndex((each) => trail.levelOf(each) === level);
  const rest = others.filter((_, index) => index !== second);
  return { literals: [first, ...others.slice(second, second + 1), ...rest], glue: levels.size, level };
}

/**
 * Which assumptions make a literal false, the literal itself among them: an assumption that cannot be made
 * any more. Only while all decisions are assumptions.
 */
export function assumptionsAgainst(literal: Literal, trail: Trail): Literal[] {
  const used = [literal];
  const seen = new Set([variableOf(literal)]);
  for (let index = trail.length - 1; index >= 0; index--) {
    const assigned = trail.at(index);
    if (!seen.has(variableOf(assigned)) || trail.levelOf(assigned) === 0) continue;
    const reason = trail.reasonOf(assigned);
    if (!reason) used.push(assigned);
    else for (const each of reason.literals) seen.add(variableOf(each));
  }
  return used;
}
