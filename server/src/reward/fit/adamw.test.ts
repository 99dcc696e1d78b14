import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitByAdamW } from './adamw.ts';
import { type FitRow, fitDataOf } from './fit-data.ts';
import { rowsOf } from './testing.ts';

/** As PyTorch documents AdamW, line by line, on the hinge of all pairs by their definition. */
function asDocumented(rows: readonly FitRow[], size: number, iterations: number, ignored: number): number[] {
  const [lr, decay, beta1, beta2, eps] = [0.01, 0.05, 0.9, 0.999, 1e-8];
  const pairs = rows.flatMap((better) =>
    rows
      .filter((worse) => worse.promptId === better.promptId && better.rank < worse.rank)
      .map((worse) => ({ better, worse, margin: Math.max(better.margin as number, worse.margin as number) })),
  );
  let theta = Array.from({ length: size }, () => 0);
  let m = theta;
  let v = theta;
  const reward = ({ baseReward, values }: FitRow) =>
    baseReward + theta.reduce((sum, weight, i) => sum + weight * (values[i] as number), 0);
  for (let t = 1; t <= iterations && pairs.length > 0; t++) {
    const active = pairs.filter(({ better, worse, margin }) => margin + reward(worse) - reward(better) > 0);
    const g = theta.map((_, i) =>
      i === ignored
        ? 0
        : active.reduce(
            (sum, { better, worse }) => sum + (worse.values[i] as number) - (better.values[i] as number),
            0,
          ) / pairs.length,
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
    margin: (row.margin as number) + 0.01,
    values: Array.from(row.values, (value, f) => value + Math.cos(7 * i + f) * 0.1),
  }));

describe('AdamW', () => {
  it('follows the documented rule to 1e-9 over 1000 steps, ignored features included', () => {
    fc.assert(
      fc.property(rowsOf(3), fc.constantFrom(-1, 0, 2), (written, ignored) => {
        const rows = odd(written);
        const names = ['a', 'b', 'c'];
        const { weights } = fitByAdamW(fitDataOf(names, rows), {
          margin: 1,
          learningRate: 0.01,
          weightDecay: 0.05,
          iterations: 1000,
          trainShare: 1,
          ignored: new Set(ignored === -1 ? [] : [names[ignored] as string]),
          seed: 1,
        });
        const expected = asDocumented(rows, 3, 1000, ignored);
        weights.forEach((weight, i) => {
          expect(Math.abs(weight - (expected[i] as number))).toBeLessThan(1e-9);
        });
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
