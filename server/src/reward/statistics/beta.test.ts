import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaProbability, betaQuantile, studentQuantile } from './beta.ts';

/** P(X >= hits) of n independent trials, added up term by term. */
function tail(hits: number, n: number, p: number): number {
  let [sum, term] = [0, (1 - p) ** n];
  for (let k = 0; k <= n; k++) {
    if (k >= hits) sum += term;
    term *= ((n - k) / (k + 1)) * (p / (1 - p));
  }
  return sum;
}

describe('the beta distribution', () => {
  it('has the tails of the binomial distribution, added up term by term', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 59 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (n, k, p) => {
          const hits = 1 + (k % n);
          expect(betaProbability(p, hits, n - hits + 1)).toBeCloseTo(tail(hits, n, p), 10);
        },
      ),
    );
  });

  it('has quantiles below which there is just their probability', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 500, noNaN: true }),
        fc.double({ min: 0.2, max: 500, noNaN: true }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (a, b, p) => {
          const x = betaQuantile(p, a, b);
          expect(betaProbability(Math.max(0, x - 1e-9), a, b)).toBeLessThanOrEqual(p + 1e-9);
          expect(betaProbability(Math.min(1, x + 1e-9), a, b)).toBeGreaterThanOrEqual(p - 1e-9);
        },
      ),
    );
  });

  it("gives Student's t as in the tables (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2)", () => {
    for (const [df, value] of [
      [1, 12.706],
      [2, 4.303],
      [5, 2.571],
      [9, 2.262],
      [30, 2.042],
      [100, 1.984],
    ] as const)
      expect(studentQuantile(0.975, df)).toBeCloseTo(value, 3);
    expect(studentQuantile(0.975, 1e6)).toBeCloseTo(1.96, 3);
    expect(studentQuantile(0.025, 5)).toBeCloseTo(-2.571, 3);
  });
});
