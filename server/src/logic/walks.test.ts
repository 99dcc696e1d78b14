import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Diagram, FALSE, type Node, TRUE } from './diagram.ts';
import { ProbabilityWalk } from './probability.ts';
import { cheapestPath, countAssignments, decide, shortestWitness } from './walks.ts';

const VARIABLES = 5;
const SIZE = 2 ** VARIABLES;

/** Any function of five variables, given by its truth table. */
const table = fc.array(fc.boolean(), { minLength: SIZE, maxLength: SIZE });

function fromTable(diagram: Diagram, truths: readonly boolean[]): Node {
  const build = (variable: number, bits: number): Node => {
    if (variable === VARIABLES) return truths[bits] ? TRUE : FALSE;
    return diagram.ite(
      diagram.variable(variable),
      build(variable + 1, bits | (1 << variable)),
      build(variable + 1, bits),
    );
  };
  return build(0, 0);
}

function matches(assignment: ReadonlyMap<number, boolean>, bits: number): boolean {
  return [...assignment].every(([variable, value]) => ((bits >> variable) % 2 === 1) === value);
}

const allBits = Array.from({ length: SIZE }, (_, bits) => bits);
const probability = fc.double({ min: 0, max: 1, noNaN: true });

function weightOf(p: readonly number[], bits: number): number {
  return p.reduce((product, each, variable) => product * ((bits >> variable) % 2 === 1 ? each : 1 - each), 1);
}

describe('cheapestPath', () => {
  it('is an implicant, and none is cheaper', () => {
    const costs = fc.array(fc.integer({ min: -3, max: 5 }), { minLength: VARIABLES, maxLength: VARIABLES });
    fc.assert(
      fc.property(table, costs, (truths, costOfTrue) => {
        const diagram = new Diagram();
        const root = fromTable(diagram, truths);
        // Free variables cost nothing: costs are relative to the cheaper value, as the doc comment asks.
        const cost = (variable: number, value: boolean) => {
          const each = costOfTrue[variable] as number;
          return (value ? each : 0) - Math.min(0, each);
        };
        const path = cheapestPath(diagram, root, cost);
        const satisfying = allBits.filter((bits) => truths[bits]);
        expect(path === undefined).toBe(satisfying.length === 0);
        if (!path) return;
        expect(allBits.filter((bits) => matches(path.assignment, bits)).every((bits) => truths[bits])).toBe(
          true,
        );
        const costOfBits = (bits: number) =>
          costOfTrue.reduce((sum, _, variable) => sum + cost(variable, (bits >> variable) % 2 === 1), 0);
        expect(path.cost).toBe(Math.min(...satisfying.map(costOfBits)));
      }),
      { numRuns: 500 },
    );
  });

  it('decides as little as it can: x0 or (x1 and x2) by x0 alone', () => {
    const diagram = new Diagram();
    const both = diagram.and(diagram.variable(1), diagram.variable(2));
    expect(shortestWitness(diagram, diagram.or(diagram.variable(0), both))).toEqual(new Map([[0, true]]));
    expect(shortestWitness(diagram, TRUE)).toEqual(new Map());
    expect(shortestWitness(diagram, FALSE)).toBeUndefined();
  });
});

describe('decide', () => {
  it('says what all completions of the assignment agree on', () => {
    const partial = fc.array(fc.option(fc.boolean(), { nil: undefined }), {
      minLength: VARIABLES,
      maxLength: VARIABLES,
    });
    fc.assert(
      fc.property(table, partial, (truths, values) => {
        const diagram = new Diagram();
        const known = new Map(
          [...values.entries()].filter((entry): entry is [number, boolean] => entry[1] !== undefined),
        );
        const seen = new Set(allBits.filter((bits) => matches(known, bits)).map((bits) => truths[bits]));
        const expected = seen.size === 2 ? undefined : seen.has(true);
        expect(decide(diagram, fromTable(diagram, truths), (variable) => values[variable])).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });
});

describe('countAssignments', () => {
  it('counts exactly, over more variables than the function reads too', () => {
    fc.assert(
      fc.property(table, (truths) => {
        const diagram = new Diagram();
        const root = fromTable(diagram, truths);
        const count = BigInt(truths.filter(Boolean).length);
        expect(countAssignments(diagram, root, [4, 2, 0, 1, 3])).toBe(count);
        expect(countAssignments(diagram, root, [0, 1, 2, 3, 4, 7, 9])).toBe(count * 4n);
      }),
      { numRuns: 500 },
    );
  });

  it('stays exact beyond 2^53, and refuses to leave out a variable', () => {
    const diagram = new Diagram();
    const some = diagram.any(Array.from({ length: 100 }, (_, variable) => diagram.variable(variable)));
    expect(countAssignments(diagram, some, Array(100).keys())).toBe(2n ** 100n - 1n);
    expect(() => countAssignments(diagram, some, [0, 1])).toThrow(RangeError);
  });
});

describe('ProbabilityWalk', () => {
  it('is the sum over the satisfying assignments; its derivative, the difference of the two branches', () => {
    const ps = fc.array(probability, { minLength: VARIABLES, maxLength: VARIABLES });
    fc.assert(
      fc.property(table, table, ps, (first, second, p) => {
        const diagram = new Diagram();
        const walk = new ProbabilityWalk(diagram, [fromTable(diagram, first), fromTable(diagram, second)]);
        const weights = Float64Array.from(p);
        walk.evaluate(weights);
        for (const [root, truths] of [first, second].entries()) {
          const sum = (q: readonly number[]) =>
            allBits.reduce((total, bits) => total + (truths[bits] ? weightOf(q, bits) : 0), 0);
          expect(walk.probability(root)).toBeCloseTo(sum(p), 12);
          const derivatives = new Float64Array(VARIABLES);
          walk.addDerivatives(root, weights, derivatives);
          for (let variable = 0; variable < VARIABLES; variable++) {
            expect(derivatives[variable]).toBeCloseTo(
              sum(p.with(variable, 1)) - sum(p.with(variable, 0)),
              12,
            );
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('knows the constants', () => {
    const walk = new ProbabilityWalk(new Diagram(), [FALSE, TRUE]);
    walk.evaluate(new Float64Array(0));
    expect([walk.probability(0), walk.probability(1)]).toEqual([0, 1]);
  });
});
