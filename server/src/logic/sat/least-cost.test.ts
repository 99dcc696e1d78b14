import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LeastCost } from './least-cost.ts';
import { isPositive, type Literal, literalOf, variableOf } from './literal.ts';
import { Solver } from './solver.ts';

interface Problem {
  readonly variables: number;
  readonly clauses: readonly (readonly Literal[])[];
  readonly costs: readonly number[];
}

const problem = (costs: fc.Arbitrary<number>, most: number): fc.Arbitrary<Problem> =>
  fc.integer({ min: 1, max: most }).chain((variables) =>
    fc.record({
      variables: fc.constant(variables),
      clauses: fc.array(
        fc.array(
          fc
            .tuple(fc.nat(variables - 1), fc.boolean())
            .map(([variable, value]) => literalOf(variable, value)),
          { minLength: 1, maxLength: 4 },
        ),
        { maxLength: 3 * variables },
      ),
      costs: fc.array(costs, { minLength: variables, maxLength: variables }),
    }),
  );

const anyProblem = fc.oneof(
  problem(fc.integer({ min: -1000, max: 1000 }), 9),
  // Ties, and costs that are nothing.
  problem(fc.constantFrom(-1, 0, 1), 9),
);

function solverOf({ variables, clauses }: Problem): Solver {
  const solver = new Solver();
  for (let variable = 0; variable < variables; variable++) solver.addVariable();
  for (const clause of clauses) solver.addClause(clause);
  return solver;
}

const searchOf = (solver: Solver, { costs }: Problem) => new LeastCost(solver, new Map(costs.entries()));

const keeps = ({ clauses }: Problem, value: (variable: number) => boolean) =>
  clauses.every((clause) => clause.some((literal) => value(variableOf(literal)) === isPositive(literal)));

const costOf = ({ costs }: Problem, value: (variable: number) => boolean) =>
  costs.reduce((sum, cost, variable) => (value(variable) ? sum + cost : sum), 0);

/** Undefined where the clauses cannot hold. */
function leastByEnumeration(each: Problem): number | undefined {
  let least: number | undefined;
  for (let bits = 0; bits < 2 ** each.variables; bits++) {
    const value = (variable: number) => (bits >> variable) % 2 === 1;
    if (keeps(each, value)) least = Math.min(least ?? Number.POSITIVE_INFINITY, costOf(each, value));
  }
  return least;
}

describe('LeastCost, against enumeration', () => {
  it('finds the least cost, with a model that has it', () => {
    fc.assert(
      fc.property(anyProblem, (each) => {
        const search = searchOf(solverOf(each), each);
        search.advance(Number.POSITIVE_INFINITY);
        const least = leastByEnumeration(each);
        expect(search.isDone).toBe(true);
        expect(search.isImpossible).toBe(least === undefined);
        if (least === undefined) return;
        const { low, high, model } = search.bounds;
        expect([low, high]).toEqual([least, least]);
        const value = (variable: number) => model?.[variable] === true;
        expect(keeps(each, value)).toBe(true);
        expect(costOf(each, value)).toBe(least);
      }),
      { numRuns: 3000 },
    );
  });

  it('has both bounds at any time, and ends however short the turns are', () => {
    fc.assert(
      fc.property(anyProblem, fc.integer({ min: 1, max: 200 }), (each, steps) => {
        const search = searchOf(solverOf(each), each);
        const least = leastByEnumeration(each);
        // A turn that is too short for one question gets nowhere, so turns grow.
        for (let turn = 1; !search.isDone; turn++) {
          search.advance(steps * turn);
          const { low, high, model } = search.bounds;
          if (least === undefined) expect(model).toBeUndefined();
          else expect(low <= least && least <= high).toBe(true);
          if (model) expect(costOf(each, (variable) => model[variable] === true)).toBe(high);
        }
        expect(search.isImpossible).toBe(least === undefined);
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves the solver fit for other costs and questions', () => {
    fc.assert(
      fc.property(
        anyProblem,
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 9, maxLength: 9 }),
        (each, others) => {
          const solver = solverOf(each);
          searchOf(solver, each).advance(Number.POSITIVE_INFINITY);
          const other = { ...each, costs: others.slice(0, each.variables) };
          const search = searchOf(solver, other);
          search.advance(Number.POSITIVE_INFINITY);
          const least = leastByEnumeration(other);
          if (least !== undefined) expect(search.bounds.low).toBe(least);
          for (let variable = 0; variable < each.variables; variable++)
            for (const value of [true, false]) {
              const literal = literalOf(variable, value);
              const isPossible = leastByEnumeration({ ...each, clauses: [...each.clauses, [literal]] });
              expect(solver.solve([literal]).verdict === 'satisfiable').toBe(isPossible !== undefined);
            }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('LeastCost, by example', () => {
  it('chooses among many alternatives without trying them all', () => {
    // Forty disjoint triples, one of each to be paid for: the cheapest ones. 3^40 combinations.
    const solver = new Solver();
    const costs = new Map<number, number>();
    for (let group = 0; group < 40; group++) {
      const members = [0, 1, 2].map(() => solver.addVariable());
      solver.addClause(members.map((member) => literalOf(member, true)));
      for (const [index, member] of members.entries()) costs.set(member, 7 + ((group * 5 + index * 11) % 13));
    }
    const cheapest = [...costs.values()];
    const expected = Array.from({ length: 40 }, (_, group) =>
      Math.min(...cheapest.slice(3 * group, 3 * group + 3)),
    );
    const search = new LeastCost(solver, costs);
    search.advance(100_000);
    expect(search.bounds.low).toBe(expected.reduce((sum, cost) => sum + cost, 0));
    expect(search.isDone).toBe(true);
  });

  it('counts how many of equals must be paid for', () => {
    // Of every pair of nine one: eight of them.
    const solver = new Solver();
    const variables = Array.from({ length: 9 }, () => solver.addVariable());
    for (const a of variables)
      for (const b of variables) if (a < b) solver.addClause([literalOf(a, true), literalOf(b, true)]);
    const search = new LeastCost(solver, new Map(variables.map((variable) => [variable, 3])));
    search.advance(Number.POSITIVE_INFINITY);
    expect(search.bounds).toMatchObject({ low: 24, high: 24 });
  });
});
