import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLogistic } from './logistic.ts';
import { Slices } from './slices.ts';
import { intervalOf, spreadOf } from './spread.ts';
import { stackVectors } from './vector.ts';

interface Row {
  readonly x: readonly number[];
  readonly positive: boolean;
}

const C = 30;

const vectorOf = (x: readonly number[]) => ({
  columns: Uint32Array.from(x, (_, column) => column),
  values: Float64Array.from(x),
});

async function learn(rows: readonly Row[], width: number) {
  const stacked = stackVectors(
    rows.map(({ x }) => vectorOf(x)),
    width,
  );
  const importance = new Float64Array(rows.length).fill(1);
  const signs = Float64Array.from(rows, ({ positive }) => (positive ? 1 : -1));
  const { weights, bias } = await fitLogistic({ rows: stacked, signs, importance }, C, new Slices());
  const scores = Float64Array.from(rows, ({ x }) =>
    x.reduce((sum, value, column) => sum + value * (weights[column] ?? 0), bias),
  );
  return { weights, bias, spread: spreadOf(stacked, importance, scores, C) };
}

/** Minus the log posterior of weights with the prior N(0, C), from its definition; the last parameter is the bias. */
function minusLogPosterior(rows: readonly Row[], at: readonly number[]): number {
  const weights = at.slice(0, -1);
  const bias = at.at(-1) ?? 0;
  const prior = weights.reduce((sum, weight) => sum + weight ** 2, 0) / (2 * C);
  return rows.reduce((sum, { x, positive }) => {
    const score = x.reduce((total, value, column) => total + value * (weights[column] ?? 0), bias);
    return sum + Math.log1p(Math.exp(positive ? -score : score));
  }, prior);
}

describe('the spread of what is learnt from few labels', () => {
  it('is the curvature of the log posterior, taken by finite differences', async () => {
    const width = 3;
    const row = fc.record({
      x: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: width, maxLength: width }),
      positive: fc.boolean(),
    });
    const rows = fc
      .array(row, { minLength: 4, maxLength: 16 })
      .map((all) => all.map((each, index) => (index < 2 ? { ...each, positive: index === 0 } : each)));
    await fc.assert(
      fc.asyncProperty(rows, async (all) => {
        const { weights, bias, spread } = await learn(all, width);
        const mode = [...weights, bias];
        const step = 1e-3;
        const variances = [...spread.variances, spread.biasVariance];
        for (const [index, variance] of variances.entries()) {
          const moved = (by: number) => mode.map((value, at) => (at === index ? value + by : value));
          const curvature =
            (minusLogPosterior(all, moved(step)) -
              2 * minusLogPosterior(all, mode) +
              minusLogPosterior(all, moved(-step))) /
            step ** 2;
          // Where the curvature is too small for the step, the differences are rounding.
          if (curvature > 1e-3) expect(1 / variance / curvature).toBeCloseTo(1, 2);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('covers about what the exact posterior covers, by integration over a grid', async () => {
    // One feature, no labels far apart: 12 rows at x = 1 of which 3 are positive, 12 at x = -1 of which 9 are.
    const rows = [1, -1].flatMap((x) =>
      Array.from({ length: 12 }, (_, index) => ({ x: [x], positive: index < (x > 0 ? 3 : 9) })),
    );
    const { weights, bias, spread } = await learn(rows, 1);
    const [low, high] = intervalOf(spread, vectorOf([1]), (weights[0] ?? 0) + bias);
    const scores: { score: number; mass: number }[] = [];
    for (let w = -6; w <= 4; w += 0.05)
      for (let b = -5; b <= 5; b += 0.05)
        scores.push({ score: w + b, mass: Math.exp(-minusLogPosterior(rows, [w, b])) });
    const total = scores.reduce((sum, { mass }) => sum + mass, 0);
    const within = scores
      .map(({ score, mass }) => ({ p: 1 / (1 + Math.exp(-score)), mass }))
      .filter(({ p }) => p >= low && p <= high)
      .reduce((sum, { mass }) => sum + mass, 0);
    expect(within / total).toBeGreaterThan(0.9);
    expect(within / total).toBeLessThan(0.98);
  });

  it('holds the probability, and narrows with more of the same labels', async () => {
    const one = [
      { x: [1, 0], positive: true },
      { x: [0, 1], positive: false },
    ];
    let before = 1;
    for (const times of [1, 4, 16, 64]) {
      const { weights, bias, spread } = await learn(Array.from({ length: times }, () => one).flat(), 2);
      const score = (weights[0] ?? 0) + bias;
      const p = 1 / (1 + Math.exp(-score));
      const [low, high] = intervalOf(spread, vectorOf([1, 0]), score);
      expect(low).toBeLessThan(p);
      expect(high).toBeGreaterThan(p);
      expect(high - low).toBeLessThan(before);
      before = high - low;
    }
  });
});
