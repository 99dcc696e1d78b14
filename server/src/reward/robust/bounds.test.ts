import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawing } from '../random.ts';
import { binomialAtMost, boundedMeanUpper, clopperPearsonUpper } from './bounds.ts';

describe('the upper bound of Clopper and Pearson', () => {
  it('has the values of its tables', () => {
    // No event: 1 - alpha^(1/n), in closed form. All: 1.
    expect(clopperPearsonUpper(0, 9, 0.05)).toBeCloseTo(1 - 0.05 ** (1 / 9), 12);
    expect(clopperPearsonUpper(0, 59, 0.05)).toBeCloseTo(0.049508, 5);
    expect(clopperPearsonUpper(9, 9, 0.05)).toBe(1);
    expect(clopperPearsonUpper(0, 0, 0.05)).toBe(1);
    // All but one of n: 1 - p^n >= alpha, so p = (1 - alpha)^(1/n).
    expect(clopperPearsonUpper(4, 5, 0.05)).toBeCloseTo(0.95 ** (1 / 5), 12);
    // Two-sided 95 % of 10 in 100 is [0.0490, 0.1762] (Newcombe 1998's method 5; R's binom.test).
    expect(clopperPearsonUpper(10, 100, 0.025)).toBeCloseTo(0.1762226, 6);
  });

  it('goes by the binomial distribution, summed in exact fractions', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 25 }),
        fc.integer({ min: 1, max: 25 }),
        fc.integer({ min: 1, max: 99 }),
        (k, n, percent) => {
          let [sum, choose] = [0n, 1n];
          for (let i = 0; i <= Math.min(k, n); i++) {
            sum += choose * BigInt(percent) ** BigInt(i) * BigInt(100 - percent) ** BigInt(n - i);
            choose = (choose * BigInt(n - i)) / BigInt(i + 1);
          }
          const digits = 10n ** 15n;
          const exact = Number((sum * digits) / 100n ** BigInt(n)) / Number(digits);
          expect(binomialAtMost(k, n, percent / 100)).toBeCloseTo(exact, 12);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the upper bound of a mean in [0, 1]', () => {
  it('is above the mean, and the exact one where all values are 0 or 1', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }),
        (values) => {
          const mean = values.reduce((a, b) => a + b, 0) / values.length;
          const upper = boundedMeanUpper(values, 0.05);
          expect(upper).toBeGreaterThanOrEqual(mean - 1e-12);
          expect(upper).toBeLessThanOrEqual(1);
          const rounded = values.map(Math.round);
          const k = rounded.reduce((a, b) => a + b, 0);
          expect(boundedMeanUpper(rounded, 0.05)).toBe(clopperPearsonUpper(k, rounded.length, 0.05));
        },
      ),
    );
    expect(boundedMeanUpper([], 0.05)).toBe(1);
  });

  it('covers the mean at least as often as it says, in simulation, from 5 to 100 prompts', () => {
    const draw = drawing(11);
    const uniform = () => draw(1_000_000) / 1_000_000;
    // Prompts that are right or wrong as a whole, that vary, and that nearly all are right.
    const kinds: readonly (readonly [mean: number, one: () => number])[] = [
      [0.1, () => (uniform() < 0.1 ? 1 : 0)],
      [0.05, () => (uniform() < 0.1 ? 0.5 : 0)],
      [0.25, () => uniform() / 2],
      [0.1, () => (uniform() < 0.3 ? 1 / 3 : 0)],
    ];
    for (const [mean, one] of kinds) {
      for (const n of [5, 20, 100]) {
        let covered = 0;
        const runs = 1500;
        for (let run = 0; run < runs; run++)
          if (boundedMeanUpper(Array.from({ length: n }, one), 0.05) >= mean) covered++;
        // Four standard errors of a share of 0.95.
        expect(covered / runs).toBeGreaterThan(0.95 - 4 * Math.sqrt((0.95 * 0.05) / runs));
      }
    }
  });
});
