/**
 * What formulas are built in: a decision diagram, or gates in front of a solver. A function is a number, equal
 * numbers are equal functions.
 */
export interface BooleanAlgebra {
  variable(variable: number): number;
  not(f: number): number;
  implies(f: number, g: number): number;
  /** Of none: true. */
  all(functions: Iterable<number>): number;
  /** Of none: false. */
  any(functions: Iterable<number>): number;
  /** If `f` then `g` else `h`. */
  ite(f: number, g: number, h: number): number;
}
