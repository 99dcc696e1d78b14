import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FitOptions, fitWeights } from './fit.ts';
import { type FitRow, fitDataOf } from './fit-data.ts';
import { orderedPairs } from './pairs.ts';
import { hundredths, meanHinge, rowsOf, solveIndependently } from './testing.ts';

function row(values: number[], rank: number, more: Partial<FitRow> = {}): FitRow {
  return { promptId: 'p', rank, baseReward: 0, values, ...more };
}

const NAMES = ['a', 'b', 'c'];

function fitted(rows: readonly FitRow[], options: Partial<FitOptions> = {}) {
  const size = rows[0]?.values.length ?? 0;
  return fitWeights(fitDataOf(NAMES.slice(0, size), rows), { l2: 0.01, margin: 1, ...options });
}

function objective(rows: readonly FitRow[], weights: readonly number[], l2: number): number {
  return meanHinge(rows, weights, 1) + (l2 / 2) * weights.reduce((sum, w) => sum + w * w, 0);
}

/**
 * The optimum for one feature, exactly: the objective is a parabola between the breakpoints of the hinges,
 * so the minimum is a breakpoint or a vertex of a piece.
 */
function optimumOfOneFeature(rows: readonly FitRow[], l2: number): number {
  const data = fitDataOf(['a'], rows);
  const { better, worse, targets } = orderedPairs(data, 1);
  const pairs = [...better].map((b, index) => ({
    slope: (data.values[b] as number) - (data.values[worse[index] as number] as number),
    target: targets[index] as number,
  }));
  const breaks = pairs
    .flatMap(({ slope, target }) => (slope === 0 ? [] : [target / slope]))
    .sort((a, b) => a - b);
  const inside = [...breaks.map((b, i) => (b + (breaks[i + 1] ?? b + 2)) / 2), (breaks[0] ?? 0) - 1];
  const vertices = inside.map((at) => {
    const active = pairs.filter(({ slope, target }) => target - slope * at > 0);
    return active.reduce((sum, { slope }) => sum + slope, 0) / pairs.length / l2;
  });
  return Math.min(...[0, ...breaks, ...vertices].map((w) => objective(rows, [w], l2)));
}

describe('pairs', () => {
  it('are all ordered pairs within a prompt and a tier, ties left out', () => {
    const data = fitDataOf(
      ['a'],
      [
        row([0], 0),
        row([5], 0, { promptId: 'q' }),
        row([1], 1),
        row([2], 1),
        row([6], 2, { promptId: 'q' }),
        row([7], 3, { promptId: 'q', tier: 1 }),
      ],
    );
    const { better, worse } = orderedPairs(data, 1);
    expect([...better].map((b, index) => [data.values[b], data.values[worse[index] as number]])).toEqual([
      [0, 1],
      [0, 2],
      [5, 6],
    ]);
  });

  it('keep the larger margin of their labels, the given one where neither has one', () => {
    const data = fitDataOf(
      ['a'],
      [row([0], 0, { margin: 0.5 }), row([0], 1, { margin: 2 }), row([0], 2), row([0], 3)],
    );
    expect([...orderedPairs(data, 1).targets]).toEqual([2, 0.5, 0.5, 2, 2, 1]);
  });
});

describe('the fit', () => {
  it('solves one pair by hand: w = margin / difference where the penalty allows it', () => {
    // max(0, 1 - w) + 0.01/2 w² has its minimum at the kink w = 1, since the slope there is -1 + 0.01 < 0.
    const { weights, objective: reached, trainLoss } = fitted([row([1], 0), row([0], 1)]);
    expect(weights[0]).toBeCloseTo(1, 6);
    expect(reached).toBeCloseTo(0.005, 8);
    expect(trainLoss).toBeCloseTo(0, 6);
  });

  it('solves one pair by hand where the penalty does not allow it: w = difference / l2', () => {
    // max(0, 1 - w) + 4/2 w²: slope -1 + 4 w = 0 at w = 0.25.
    const { weights, objective: reached } = fitted([row([1], 0), row([0], 1)], { l2: 4 });
    expect(weights[0]).toBeCloseTo(0.25, 8);
    expect(reached).toBeCloseTo(0.75 + 2 * 0.0625, 8);
  });

  it('makes up for a reward model that likes the worse one: w = margin + its lead', () => {
    const { weights } = fitted([row([1], 0, { baseReward: 0.2 }), row([0], 1, { baseReward: 2.2 })]);
    expect(weights[0]).toBeCloseTo(3, 6);
  });

  it('reaches the exact optimum of one feature', () => {
    fc.assert(
      fc.property(rowsOf(1), fc.constantFrom(0.01, 0.1, 1), (rows, l2) => {
        const found = fitted(rows, { l2 });
        const exact = found.pairs === 0 ? 0 : optimumOfOneFeature(rows, l2);
        expect(found.objective).toBeGreaterThanOrEqual(exact - 1e-9);
        expect(found.objective - exact).toBeLessThanOrEqual(2e-6 * Math.max(exact, 1e-3));
      }),
      { numRuns: 500 },
    );
  });

  it('reports the objective of its weights, and no other weights near or far do better than the gap allows', () => {
    const number = hundredths(-2, 2);
    fc.assert(
      fc.property(
        rowsOf(3),
        fc.array(fc.array(number, { minLength: 3, maxLength: 3 }), { minLength: 20 }),
        (rows, steps) => {
          const l2 = 0.05;
          const found = fitted(rows, { l2 });
          if (found.pairs === 0) return;
          const weights = [...found.weights];
          expect(objective(rows, weights, l2)).toBeCloseTo(found.objective, 9);
          expect(found.dualityGap).toBeLessThanOrEqual(1e-6 * found.objective + 2e-12);
          for (const step of steps) {
            for (const scale of [1, 0.1, 0.01, 0.001]) {
              const moved = weights.map((w, index) => w + scale * (step[index] as number));
              expect(objective(rows, moved, l2)).toBeGreaterThanOrEqual(
                found.objective - found.dualityGap - 1e-12,
              );
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is confirmed by an independent solver, with signs and given weights too', () => {
    fc.assert(
      fc.property(
        rowsOf(3),
        fc.constantFrom(0.002, 0.05, 1),
        fc.array(fc.constantFrom(undefined, 'positive' as const, 'negative' as const), {
          minLength: 3,
          maxLength: 3,
        }),
        fc.option(fc.integer({ min: -2, max: 2 }), { nil: undefined, freq: 3 }),
        (rows, l2, signList, given) => {
          const signs = new Map(
            signList.flatMap((sign, index) => (sign ? [[NAMES[index] as string, sign] as const] : [])),
          );
          signs.delete('b');
          const fixed = new Map(given === undefined ? [] : [['b', given] as const]);
          const found = fitted(rows, { l2, signs, fixed });
          if (found.pairs === 0) return;
          const least = solveIndependently(rows, { l2, margin: 1, signs, fixed, names: NAMES });
          expect(found.objective).toBeGreaterThan(least - 1e-6);
          expect(found.objective).toBeLessThan(least + 1e-6 * Math.max(1, least));
          expect(found.dualityGap).toBeLessThanOrEqual(1e-6 * found.objective + 2e-12);
          for (const [name, sign] of signs) {
            const weight = found.weights[NAMES.indexOf(name)] as number;
            expect(sign === 'positive' ? weight : -weight).toBeGreaterThanOrEqual(-1e-9);
          }
          if (given !== undefined) expect(found.weights[1]).toBe(given);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('counts prompts by their weights: twice is two, none is not there', () => {
    fc.assert(
      fc.property(rowsOf(2), (rows) => {
        const counts = new Map([
          ['p', 2],
          ['q', 0],
        ]);
        const data = fitDataOf(['a', 'b'], rows);
        const promptWeights = Float64Array.from(data.promptIds, (id) => counts.get(id) as number);
        const weighted = fitWeights(data, { l2: 0.1, margin: 1, promptWeights });
        const twice = rows.filter(({ promptId }) => promptId === 'p');
        const copied = fitted([...twice, ...twice.map((each) => ({ ...each, promptId: 'copy' }))], {
          l2: 0.1,
        });
        expect(Math.abs(weighted.objective - copied.objective)).toBeLessThanOrEqual(
          1e-12 + Math.max(weighted.dualityGap, copied.dualityGap),
        );
      }),
    );
  });

  it('gives the same weights again, to the last bit', () => {
    fc.assert(
      fc.property(rowsOf(2), (rows) => {
        expect(fitted(rows, { l2: 0.1 })).toEqual(fitted(rows, { l2: 0.1 }));
      }),
    );
  });

  it('holds hard constraints, and is optimal among the weights that do', () => {
    const normals = fc.array(
      fc.tuple(
        fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 2, maxLength: 2 }),
        fc.integer({ min: -1, max: 1 }),
      ),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(rowsOf(2), normals, (rows, written) => {
        // All satisfied by w = (1, 1) with room to spare, so that there is a solution.
        const constraints = written.map(([normal, least]) => ({
          normal: Float64Array.from(normal),
          least: Math.min(least, (normal[0] as number) + (normal[1] as number) - 0.5),
        }));
        const found = fitted(rows, { l2: 0.1, constraints });
        for (const { normal, least } of constraints)
          expect(
            (normal[0] as number) * (found.weights[0] as number) +
              (normal[1] as number) * (found.weights[1] as number),
          ).toBeGreaterThanOrEqual(least - 1e-9);
        if (found.pairs === 0) return;
        const least = solveIndependently(rows, { l2: 0.1, margin: 1, names: ['a', 'b'], constraints });
        expect(Math.abs(found.objective - least)).toBeLessThan(2e-6 * Math.max(1, least));
      }),
      { numRuns: 150 },
    );
  });
});
