import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitByAdamW } from './adamw.ts';
import { fitWeights } from './fit.ts';
import { type FitRow, fitDataOf } from './fit-data.ts';
import { orderedPairs } from './pairs.ts';
import { rowsOf } from './testing.ts';

interface Released {
  readonly iterations: number;
  /** Index of a feature; -1 for none. */
  readonly ignored: number;
  readonly margin: number;
  readonly countOf?: (promptId: string) => number;
}

/**
 * As PyTorch documents AdamW, line by line, on the pairs of the release: two completions of one prompt, the better
 * one's label says the margin, else it is 1, and all are multiplied by the margin of the fit.
 */
function asDocumented(
  rows: readonly FitRow[],
  size: number,
  { iterations, ignored, margin: factor, countOf = () => 1 }: Released,
): number[] {
  const [lr, decay, beta1, beta2, eps] = [0.01, 0.05, 0.9, 0.999, 1e-8];
  const pairs = rows.flatMap((better) =>
    rows
      .filter((worse) => worse.promptId === better.promptId && better.rank < worse.rank)
      .map((worse) => ({
        ...{ better, worse, margin: factor * (better.margin ?? 1), count: countOf(better.promptId) },
      })),
  );
  const total = pairs.reduce((sum, { count }) => sum + count, 0);
  let theta = Array.from({ length: size }, () => 0);
  let m = theta;
  let v = theta;
  const reward = ({ baseReward, values }: FitRow) =>
    baseReward + theta.reduce((sum, weight, i) => sum + weight * (values[i] as number), 0);
  for (let t = 1; t <= iterations && total > 0; t++) {
    const active = pairs.filter(({ better, worse, margin }) => margin + reward(worse) - reward(better) > 0);
    const g = theta.map((_, i) =>
      i === ignored
        ? 0
        : active.reduce(
            (sum, { better, worse, count }) =>
              sum + count * ((worse.values[i] as number) - (better.values[i] as number)),
            0,
          ) / total,
    );
    theta = theta.map((weight) => weight - lr * decay * weight);
    m = m.map((each, i) => beta1 * each + (1 - beta1) * (g[i] as number));
    v = v.map((each, i) => beta2 * each + (1 - beta2) * (g[i] as number) ** 2);
    const mHat = m.map((each) => each / (1 - beta1 ** t));
    const vHat = v.map((each) => each / (1 - beta2 ** t));
    theta = theta.map(
      (weight, i) => weight - (lr * (mHat[i] as number)) / (Math.sqrt(vHat[i] as number) + eps),
    );
  }
  return theta;
}

/**
 * A pair that stands at its kink to the last bit is on one side by one order of adding and on the other by
 * another; numbers with many digits do not meet there.
 */
const odd = (rows: readonly FitRow[]): FitRow[] =>
  rows.map((row, i) => ({
    ...row,
    baseReward: row.baseReward + Math.sin(i + 1) * 0.3,
    margin: i % 4 === 3 ? undefined : (row.margin as number) + 0.01,
    values: Array.from(row.values, (value, f) => value + Math.cos(7 * i + f) * 0.1),
  }));

describe('AdamW', () => {
  it('follows the documented rule to 1e-9 over 1000 steps, ignored features included', () => {
    fc.assert(
      fc.property(
        rowsOf(3),
        fc.constantFrom(-1, 0, 2),
        fc.constantFrom(0.5, 1, 3),
        (written, ignored, margin) => {
          const rows = odd(written);
          const names = ['a', 'b', 'c'];
          const { weights } = fitByAdamW(fitDataOf(names, rows), {
            ...{ margin, learningRate: 0.01, weightDecay: 0.05, iterations: 1000, trainShare: 1 },
            ignored: new Set(ignored === -1 ? [] : [names[ignored] as string]),
            seed: 1,
          });
          const expected = asDocumented(rows, 3, { iterations: 1000, ignored, margin });
          weights.forEach((weight, i) => {
            expect(Math.abs(weight - (expected[i] as number))).toBeLessThan(1e-9);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it("takes the better label's margin times that of the fit, where the exact fit takes the larger label's", () => {
    const row = { promptId: 'p', baseReward: 0 };
    const ideal = { ...row, rank: 0, margin: 0.5, values: [1] };
    const fair = { ...row, rank: 1, margin: 2, values: [0] };
    const data = fitDataOf(['x'], [ideal, fair]);
    const options = { learningRate: 0.01, weightDecay: 0, iterations: 2000, trainShare: 1, seed: 0 };
    // One pair, ideal over fair, whose hinge is done with as soon as x reaches the margin; steps are of 0.01.
    for (const [margin, expected] of [
      [1, 0.5],
      [3, 1.5],
    ] as const) {
      const x = fitByAdamW(data, { ...options, margin }).weights[0] as number;
      expect(x).toBeGreaterThanOrEqual(expected);
      expect(x).toBeLessThan(expected + 0.15);
    }
    expect(fitWeights(data, { l2: 1e-6, margin: 3 }).weights[0]).toBeCloseTo(2, 4);
  });

  it('fits nothing on prompts that count nothing, and others as often as they count', () => {
    fc.assert(
      fc.property(rowsOf(2), fc.constantFrom(0, 1, 3), (written, count) => {
        const rows = odd(written);
        const data = fitDataOf(['a', 'b'], rows);
        const countOf = (promptId: string) => (promptId === 'p' ? count : 1);
        const { weights, pairs, validationLoss } = fitByAdamW(data, {
          ...{ margin: 1, learningRate: 0.01, weightDecay: 0.05, iterations: 200, trainShare: 1, seed: 1 },
          promptWeights: Float64Array.from(data.promptIds, countOf),
        });
        const expected = asDocumented(rows, 2, { iterations: 200, ignored: -1, margin: 1, countOf });
        weights.forEach((weight, i) => {
          expect(Math.abs(weight - (expected[i] as number))).toBeLessThan(1e-9);
        });
        expect(validationLoss).toBeNull();
        if (count === 0) {
          const others = rows.filter(({ promptId }) => promptId !== 'p');
          expect(pairs).toBe(orderedPairs(fitDataOf(['a', 'b'], others), 1).count);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('sets pairs aside by the seed, cut down to whole pairs, and looks at them only', () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({
      promptId: `p${i >> 1}`,
      rank: i % 2,
      baseReward: 0,
      values: [Math.sin(i), Math.cos(3 * i)],
    }));
    const options = { margin: 1, learningRate: 0.01, weightDecay: 0, iterations: 50, trainShare: 0.75 };
    const once = fitByAdamW(fitDataOf(['a', 'b'], rows), { ...options, seed: 3 });
    expect(once.pairs).toBe(7);
    expect(once.validationLoss).not.toBeNull();
    expect(fitByAdamW(fitDataOf(['a', 'b'], rows), { ...options, seed: 3 })).toEqual(once);
    expect(fitByAdamW(fitDataOf(['a', 'b'], rows), { ...options, seed: 4 }).weights).not.toEqual(
      once.weights,
    );
  });
});
