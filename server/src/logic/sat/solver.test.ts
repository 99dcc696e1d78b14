import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPositive, type Literal, literalOf, negated, variableOf } from './literal.ts';
import { luby } from './luby.ts';
import { Solver } from './solver.ts';

const VARIABLES = 8;

type Values = readonly boolean[];

const arbitraryLiteral = fc.nat(2 * VARIABLES - 1);
const arbitraryClause = fc.oneof(
  { weight: 30, arbitrary: fc.array(arbitraryLiteral, { minLength: 1, maxLength: 4 }) },
  { weight: 1, arbitrary: fc.constant([]) },
);

function holds(literal: Literal, values: Values): boolean {
  return values[variableOf(literal)] === isPositive(literal);
}

function keeps(values: Values, clauses: readonly (readonly Literal[])[]): boolean {
  return clauses.every((clause) => clause.some((literal) => holds(literal, values)));
}

function isSatisfiable(clauses: readonly (readonly Literal[])[]): boolean {
  return Array.from({ length: 2 ** VARIABLES }, (_, bits) =>
    Array.from({ length: VARIABLES }, (_, variable) => (bits >> variable) % 2 === 1),
  ).some((values) => keeps(values, clauses));
}

function solverOf(variables: number, clauses: readonly (readonly Literal[])[]): Solver {
  const solver = new Solver();
  for (let variable = 0; variable < variables; variable++) solver.addVariable();
  for (const clause of clauses) solver.addClause(clause);
  return solver;
}

describe('Solver, against enumeration', () => {
  it('answers rounds of clauses and assumptions, each answer with its proof', () => {
    const rounds = fc.array(
      fc.record({
        clauses: fc.array(arbitraryClause, { maxLength: 14 }),
        assumptions: fc.array(arbitraryLiteral, { maxLength: 4 }),
      }),
      { minLength: 1, maxLength: 4 },
    );
    const verdicts = { satisfiable: 0, unsatisfiable: 0, undecided: 0 };
    fc.assert(
      fc.property(rounds, (all) => {
        const solver = solverOf(VARIABLES, []);
        const known: (readonly Literal[])[] = [];
        for (const { clauses, assumptions } of all) {
          for (const clause of clauses) solver.addClause(clause);
          known.push(...clauses);
          const answer = solver.solve(assumptions);
          verdicts[answer.verdict]++;
          const units = assumptions.map((each) => [each]);
          expect(answer.verdict).toBe(isSatisfiable([...known, ...units]) ? 'satisfiable' : 'unsatisfiable');
          if (answer.verdict === 'satisfiable') expect(keeps(answer.model, [...known, ...units])).toBe(true);
          if (answer.verdict !== 'unsatisfiable') continue;
          expect(assumptions).toEqual(expect.arrayContaining([...answer.assumptions]));
          expect(isSatisfiable([...known, ...answer.assumptions.map((each) => [each])])).toBe(false);
        }
      }),
      { numRuns: 1500 },
    );
    expect(Math.min(verdicts.satisfiable, verdicts.unsatisfiable)).toBeGreaterThan(500);
    expect(verdicts.undecided).toBe(0);
  });

  it('is right with a limit too, or does not answer; and the same question gets its answer in the end', () => {
    fc.assert(
      fc.property(fc.array(arbitraryClause, { minLength: 20, maxLength: 45 }), (clauses) => {
        const solver = solverOf(VARIABLES, clauses);
        const expected = isSatisfiable(clauses) ? 'satisfiable' : 'unsatisfiable';
        let tries = 0;
        let answer = solver.solve([], { conflictLimit: 0 });
        while (answer.verdict === 'undecided' && tries++ < 300)
          answer = solver.solve([], { conflictLimit: 0 });
        expect(answer.verdict).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });
});

describe('Solver, by example', () => {
  /** One more pigeon than holes: true of no assignment, and exponentially long to prove by resolution. */
  function pigeons(holes: number): Solver {
    const at = (pigeon: number, hole: number) => literalOf(pigeon * holes + hole, true);
    const holeNumbers = Array.from({ length: holes }, (_, hole) => hole);
    const clauses: Literal[][] = [];
    for (let pigeon = 0; pigeon <= holes; pigeon++) {
      clauses.push(holeNumbers.map((hole) => at(pigeon, hole)));
      for (let other = 0; other < pigeon; other++) {
        clauses.push(...holeNumbers.map((hole) => [negated(at(pigeon, hole)), negated(at(other, hole))]));
      }
    }
    return solverOf((holes + 1) * holes, clauses);
  }

  it('proves that six pigeons do not fit into five holes', () => {
    expect(pigeons(5).solve()).toEqual({ verdict: 'unsatisfiable', assumptions: [] });
  });

  it('gives up at its limit where there is no short proof, and can be asked something else then', () => {
    const solver = pigeons(12);
    expect(solver.solve([], { conflictLimit: 300 })).toEqual({ verdict: 'undecided' });
    expect(solver.conflictCount).toBe(301);
    const [first, second] = [literalOf(0, true), literalOf(12, true)];
    const answer = solver.solve([first, second], { conflictLimit: 300 });
    expect(answer.verdict === 'unsatisfiable' && answer.assumptions.toSorted()).toEqual([first, second]);
  });

  it('names only the assumptions that matter', () => {
    const [a, b, c, d] = [0, 1, 2, 3].map((variable) => literalOf(variable, true)) as [
      number,
      number,
      number,
      number,
    ];
    const solver = solverOf(4, [
      [negated(a), b],
      [negated(b), negated(c)],
    ]);
    const answer = solver.solve([d, a, c]);
    expect(answer.verdict === 'unsatisfiable' && [...answer.assumptions].sort()).toEqual([a, c]);
    expect(solver.solve([a, negated(a)])).toEqual({ verdict: 'unsatisfiable', assumptions: [negated(a), a] });
  });

  it('forgets learnt clauses and stays right', () => {
    const solver = pigeons(7);
    expect(solver.solve().verdict).toBe('unsatisfiable');
    expect(solver.conflictCount).toBeGreaterThan(2_000);
  });
});

it('luby: 1 1 2 1 1 2 4 ...', () => {
  expect(Array.from({ length: 15 }, (_, index) => luby(index))).toEqual([
    1, 1, 2, 1, 1, 2, 4, 1, 1, 2, 1, 1, 2, 4, 8,
  ]);
});
