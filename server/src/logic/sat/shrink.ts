import type { Gates } from './gates.ts';
import { isPositive, type Literal, literalOf, negated, variableOf } from './literal.ts';

/** Leaving out one value at a time costs a question each; where more than these are left, they stay. */
const VALUES_TRIED = 48;
const CONFLICTS_PER_TRY = 20;

/**
 * Those values of a model that alone make all the claims true, whatever the other variables are: asked for the
 * opposite of the claims, the solver says which values contradict it. Down to a minimal set where that is cheap.
 * `variables` are those of the formulas, and all that the claims depend on.
 */
export function shrunkModel(
  gates: Gates,
  claims: readonly Literal[],
  variables: readonly number[],
  model: readonly boolean[],
): ReadonlyMap<number, boolean> {
  const { solver } = gates;
  const opposite = gates.fresh();
  solver.addClause([negated(opposite), ...claims.map(negated)]);
  /** Those of some values that are enough to contradict the opposite; undefined where they are not, or it is hard. */
  const enough = (values: readonly Literal[], conflictLimit: number): Literal[] | undefined => {
    const answer = solver.solve([opposite, ...values], { conflictLimit });
    if (answer.verdict !== 'unsatisfiable') return undefined;
    const used = new Set(answer.assumptions);
    return values.filter((value) => used.has(value));
  };
  const meaning = new Map<Literal, number>();
  for (const variable of variables) {
    const literal = gates.variable(variable);
    meaning.set(literalOf(variableOf(literal), model[variableOf(literal)] ?? false), variable);
  }
  let values = enough([...meaning.keys()], Number.POSITIVE_INFINITY) ?? [...meaning.keys()];
  for (let shrinks = true; shrinks; ) {
    const fewer = enough(values.toReversed(), CONFLICTS_PER_TRY) ?? values;
    shrinks = fewer.length < values.length;
    if (shrinks) values = fewer;
  }
  for (const value of values.length <= VALUES_TRIED ? values : []) {
    if (!values.includes(value)) continue;
    values =
      enough(
        values.filter((each) => each !== value),
        CONFLICTS_PER_TRY,
      ) ?? values;
  }
  solver.addClause([negated(opposite)]);
  return new Map(values.map((value) => [meaning.get(value) as number, isPositive(value)]));
}
