/** What the tests use of it; the package has no types. */
declare module 'quadprog' {
  export function solveQP(
    curvature: readonly (readonly number[])[],
    linear: readonly number[],
    conditions: readonly (readonly number[])[],
    least: readonly number[],
    equalities: number,
  ): { solution: number[]; value: number[]; message: string };
}
