import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLogistic, type LogisticProblem } from './logistic.ts';
import { Slices } from './slices.ts';
import { stackVectors } from './vector.ts';

interface Row {
  readonly x: readonly number[];
  readonly positive: boolean;
  readonly importance: number;
}

function problemOf(rows: readonly Row[], width: number): LogisticProblem {
  const vectors = rows.map(({ x }) => ({
    columns: Uint32Array.from(x, (_, column) => column),
    values: Float64Array.from(x),
  }));
  return {
    rows: stackVectors(vectors, width),
    signs: Float64Array.from(rows, ({ positive }) => (positive ? 1 : -1)),
    importance: Float64Array.from(rows, ({ importance }) => importance),
  };
}

/** The objective, written straight from its definition. */
function objective(rows: readonly Row[], c: number, weights: ArrayLike<number>, bias: number): number {
  const penalty = Array.from(weights).reduce((sum, w) => sum + w * w, 0) / 2;
  return rows.reduce((sum, { x, positive, importance }) => {
    const score = x.reduce((total, value, index) => total + value * (weights[index] ?? 0), bias);
    return sum + c * importance * Math.log(1 + Math.exp(positive ? -score : score));
  }, penalty);
}

describe('fitLogistic', () => {
  it('cannot be improved by a step in any direction', async () => {
    const width = 4;
    const row = fc.record({
      x: fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: width, maxLength: width }),
      positive: fc.boolean(),
      importance: fc.double({ min: 0.2, max: 3, noNaN: true }),
    });
    // Both classes must be there, or the bias has no finite optimum.
    const rows = fc
      .array(row, { minLength: 4, maxLength: 20 })
      .map((all) => all.map((each, index) => (index < 2 ? { ...each, positive: index === 0 } : each)));
    await fc.assert(
      fc.asyncProperty(rows, async (all) => {
        const c = 3;
        const { weights, bias } = await fitLogistic(problemOf(all, width), c, new Slices());
        const best = objective(all, c, weights, bias);
        for (let index = 0; index <= width; index++) {
          for (const step of [-0.1, 0.1]) {
            const moved = Array.from(weights, (w, column) => (column === index ? w + step : w));
            expect(objective(all, c, moved, index === width ? bias + step : bias)).toBeGreaterThan(best);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('finds the log odds where there are no features', async () => {
    // Three against one.
    const rows = [true, true, true, false].map((positive) => ({ x: [], positive, importance: 1 }));
    const { bias } = await fitLogistic(problemOf(rows, 0), 30, new Slices());
    expect(bias).toBeCloseTo(Math.log(3), 2);
  });

  it('stops when asked to', async () => {
    const abort = new AbortController();
    abort.abort(new Error('enough'));
    const rows = [true, false].map((positive) => ({ x: [positive ? 1 : -1], positive, importance: 1 }));
    await expect(fitLogistic(problemOf(rows, 1), 1, new Slices(abort.signal))).rejects.toThrow('enough');
  });
});
