import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitWeights } from './fit.ts';
import { type FitRow, orderedPairs } from './pairs.ts';

function row(values: number[], rank: number, more: Partial<FitRow> = {}): FitRow {
  return { promptId: 'p', rank, margin: 1, baseReward: 0, values, ...more };
}

/** The objective by its definition, over all pairs of all rows. */
function objective(rows: readonly FitRow[], weights: readonly number[], l2: number): number {
  const reward = ({ baseReward, values }: FitRow) =>
    baseReward + weights.reduce((sum, w, i) => sum + w * (values[i] as number), 0);
  const hinges = rows.flatMap((better) =>
    rows
      .filter((worse) => worse.promptId === better.promptId && better.rank < worse.rank)
      .map((worse) => Math.max(0, worse.margin + reward(worse) - reward(better))),
  );
  const mean = hinges.length === 0 ? 0 : hinges.reduce((sum, hinge) => sum + hinge, 0) / hinges.length;
  return mean + (l2 / 2) * weights.reduce((sum, w) => sum + w * w, 0);
}

/**
 * The optimum for one feature, exactly: the objective is a parabola between the breakpoints of the hinges,
 * so the minimum is a breakpoint or a vertex of a piece.
 */
function optimumOfOneFeature(rows: readonly FitRow[], l2: number): number {
  const { better, worse } = orderedPairs(rows);
  const pairs = [...better].map((b, index) => {
    const [up, down] = [rows[b] as FitRow, rows[worse[index] as number] as FitRow];
    return {
      slope: (up.values[0] as number) - (down.values[0] as number),
      target: down.margin + down.baseReward - up.baseReward,
    };
  });
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

const hundredths = (min: number, max: number) =>
  fc.integer({ min: min * 100, max: max * 100 }).map((value) => value / 100);
const number = hundredths(-2, 2);
const rowsOf = (features: number) =>
  fc.array(
    fc.record({
      promptId: fc.constantFrom('p', 'q'),
      rank: fc.nat(3),
      margin: hundredths(0, 2),
      baseReward: number,
      values: fc.array(number, { minLength: features, maxLength: features }),
    }),
    { minLength: 2, maxLength: 9 },
  );

describe('pairs', () => {
  it('are all ordered pairs within a prompt, ties left out', () => {
    const rows = [
      row([0], 0),
      row([0], 1),
      row([0], 1),
      row([0], 0, { promptId: 'q' }),
      row([0], 2, { promptId: 'q' }),
    ];
    const { better, worse } = orderedPairs(rows);
    expect([...better].map((b, index) => [b, worse[index]])).toEqual([
      [0, 1],
      [0, 2],
      [3, 4],
    ]);
  });
});

describe('the fit', () => {
  it('solves one pair by hand: w = margin / difference where the penalty allows it', () => {
    // max(0, 1 - w) + 0.01/2 w² has its minimum at the kink w = 1, since the slope there is -1 + 0.01 < 0.
    const fit = fitWeights([row([1], 0), row([0], 1)], 1, { l2: 0.01 });
    expect(fit.weights[0]).toBeCloseTo(1, 6);
    expect(fit.objective).toBeCloseTo(0.005, 8);
    expect(fit.trainLoss).toBeCloseTo(0, 6);
  });

  it('solves one pair by hand where the penalty does not allow it: w = difference / l2', () => {
    // max(0, 1 - w) + 4/2 w²: slope -1 + 4 w = 0 at w = 0.25.
    const fit = fitWeights([row([1], 0), row([0], 1)], 1, { l2: 4 });
    expect(fit.weights[0]).toBeCloseTo(0.25, 8);
    expect(fit.objective).toBeCloseTo(0.75 + 2 * 0.0625, 8);
  });

  it('makes up for a reward model that likes the worse one: w = margin + its lead', () => {
    const fit = fitWeights([row([1], 0, { baseReward: 0.2 }), row([0], 1, { baseReward: 2.2 })], 1, {
      l2: 0.01,
    });
    expect(fit.weights[0]).toBeCloseTo(3, 6);
  });

  it('reaches the exact optimum of one feature', () => {
    fc.assert(
      fc.property(rowsOf(1), fc.constantFrom(0.01, 0.1, 1), (rows, l2) => {
        const fit = fitWeights(rows, 1, { l2 });
        const exact = fit.pairs === 0 ? 0 : optimumOfOneFeature(rows, l2);
        expect(fit.objective).toBeGreaterThanOrEqual(exact - 1e-9);
        expect(fit.objective - exact).toBeLessThanOrEqual(2e-6 * Math.max(exact, 1e-3));
      }),
      { numRuns: 500 },
    );
  });

  it('reports the objective of its weights, and no other weights near or far do better than the gap allows', () => {
    fc.assert(
      fc.property(
        rowsOf(3),
        fc.array(fc.array(number, { minLength: 3, maxLength: 3 }), { minLength: 20 }),
        (rows, steps) => {
          const l2 = 0.05;
          const fit = fitWeights(rows, 3, { l2 });
          if (fit.pairs === 0) return;
          const weights = [...fit.weights];
          expect(objective(rows, weights, l2)).toBeCloseTo(fit.objective, 9);
          expect(fit.dualityGap).toBeLessThanOrEqual(1e-6 * fit.objective + 1e-12);
          for (const step of steps) {
            for (const scale of [1, 0.1, 0.01, 0.001]) {
              const moved = weights.map((w, index) => w + scale * (step[index] as number));
              expect(objective(rows, moved, l2)).toBeGreaterThanOrEqual(
                fit.objective - fit.dualityGap - 1e-12,
              );
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives the same weights again, to the last bit', () => {
    fc.assert(
      fc.property(rowsOf(2), (rows) => {
        expect(fitWeights(rows, 2, { l2: 0.1 })).toEqual(fitWeights(rows, 2, { l2: 0.1 }));
      }),
    );
  });
});
