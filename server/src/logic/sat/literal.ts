/** A variable of the solver is a non-negative integer; a literal is one or its negation. */
export type Literal = number;

export function literalOf(variable: number, value: boolean): Literal {
  return 2 * variable + (value ? 0 : 1);
}

export function variableOf(literal: Literal): number {
  return literal >> 1;
}

/** Whether the literal is its variable, not the negation. */
export function isPositive(literal: Literal): boolean {
  return (literal & 1) === 0;
}

export function negated(literal: Literal): Literal {
  return literal ^ 1;
}
