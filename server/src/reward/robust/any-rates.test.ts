import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightsInOrder } from '../prove/prove.ts';
import { marginAtAnyRates } from './any-rates.ts';
import { type ErrorRate, ExpectedRewards } from './expected-rewards.ts';
import {
  arbitraryRobustCase,
  buildRobust,
  combinationsOf,
  expectedRewardOf,
  pairsOf,
  type RobustCase,
} from './testing.ts';

/** Every way for each rate to be 0 or what it is stated to be. */
function corners({ small, rates }: RobustCase): Record<string, ErrorRate>[] {
  const count = small.simple.length;
  return Array.from({ length: 4 ** count }, (_, bits) =>
    Object.fromEntries(
      small.simple.map((name, i) => {
        const { falseNegative, falsePositive } = rates[name] as ErrorRate;
        return [
          name,
          {
            falseNegative: (bits >> (2 * i)) % 2 === 1 ? falseNegative : 0,
            falsePositive: (bits >> (2 * i + 1)) % 2 === 1 ? falsePositive : 0,
          },
        ];
      }),
    ),
  );
}

/** By enumeration of combinations and corners; undefined where one class has no completion. */
function leastMargin(each: RobustCase, used: Record<string, number>, better: string, worse: string) {
  const [ups, downs] = [combinationsOf(each, better), combinationsOf(each, worse)];
  if (ups.length === 0 || downs.length === 0) return undefined;
  return Math.min(
    ...corners(each).map(
      (rates) =>
        Math.min(...ups.map((truth) => expectedRewardOf(each, used, rates, truth))) -
        Math.max(...downs.map((truth) => expectedRewardOf(each, used, rates, truth))),
    ),
  );
}

describe('the least expected margin over all rates up to the stated ones', () => {
  it('is what enumeration of combinations and of corners says', () => {
    let some = 0;
    fc.assert(
      fc.property(arbitraryRobustCase(3, ['sum', 'product']), (each) => {
        const { policy, logic, used, rates } = buildRobust(each);
        const rewards = new ExpectedRewards(policy, logic, rates);
        const weights = weightsInOrder(rewards, { weights: used });
        for (const [better, worse] of pairsOf(each)) {
          const wanted = leastMargin(each, used, better, worse);
          const found = marginAtAnyRates(rewards, weights, better, worse);
          expect(found === undefined).toBe(wanted === undefined);
          if (!found || wanted === undefined) continue;
          some++;
          expect(found.margin).toBeCloseTo(wanted, 9);
          expect(found.atMost).toBe(found.margin);
          expect(found.up.reward - found.down.reward).toBeCloseTo(wanted, 9);
        }
      }),
      { numRuns: 1000 },
    );
    expect(some).toBeGreaterThan(20);
  });

  it('is no less inside: rates between 0 and the stated ones have no smaller margin', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(arbitraryRobustCase(4), fc.array(share, { minLength: 8, maxLength: 8 }), (each, shares) => {
        const { policy, logic, used, rates } = buildRobust(each);
        const rewards = new ExpectedRewards(policy, logic, rates);
        const weights = weightsInOrder(rewards, { weights: used });
        const inside = Object.fromEntries(
          each.small.simple.map((name, i) => {
            const { falseNegative, falsePositive } = each.rates[name] as ErrorRate;
            const [a, b] = [shares[2 * i] as number, shares[2 * i + 1] as number];
            return [name, { falseNegative: falseNegative * a, falsePositive: falsePositive * b }];
          }),
        );
        for (const [better, worse] of pairsOf(each)) {
          const found = marginAtAnyRates(rewards, weights, better, worse);
          if (!found) continue;
          const ups = combinationsOf(each, better).map((truth) =>
            expectedRewardOf(each, used, inside, truth),
          );
          const downs = combinationsOf(each, worse).map((truth) =>
            expectedRewardOf(each, used, inside, truth),
          );
          expect(Math.min(...ups) - Math.max(...downs)).toBeGreaterThanOrEqual(found.margin - 1e-9);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is enclosed where the search is cut short', () => {
    let cut = 0;
    fc.assert(
      fc.property(arbitraryRobustCase(3, ['sum', 'product']), (each) => {
        const { policy, logic, used, rates } = buildRobust(each);
        const rewards = new ExpectedRewards(policy, logic, rates);
        const weights = weightsInOrder(rewards, { weights: used });
        for (const [better, worse] of pairsOf(each)) {
          const wanted = leastMargin(each, used, better, worse);
          const found = marginAtAnyRates(rewards, weights, better, worse, 0);
          if (!found || wanted === undefined) continue;
          if (found.margin < found.atMost) cut++;
          expect(found.margin).toBeLessThanOrEqual(wanted + 1e-9);
          expect(found.atMost).toBeGreaterThanOrEqual(wanted - 1e-9);
        }
      }),
      { numRuns: 500, seed: 5 },
    );
    expect(cut).toBeGreaterThan(0);
  });
});
