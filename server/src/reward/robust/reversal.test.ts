import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Assignment } from '../../logic/testing.ts';
import { formulaHolds } from '../../logic/testing.ts';
import { weightsInOrder } from '../prove/prove.ts';
import { ExpectedRewards } from './expected-rewards.ts';
import { Reversals } from './reversal.ts';
import {
  arbitraryRobustCase,
  buildRobust,
  combinationsOf,
  gradesOf,
  pairsOf,
  type RobustCase,
  rewardOfGrades,
} from './testing.ts';

/** What may become of a completion: what it is paid, and how likely; what is over the cost limit is below all else. */
function outcomes(each: RobustCase, used: Readonly<Record<string, number>>, truth: Assignment) {
  return [...gradesOf(each, each.rates, truth)].map(([graded, probability]) => {
    const isUnsafe = each.unsafe.some((name) =>
      formulaHolds(each.small, each.small.classes[name] ?? [], graded),
    );
    const tier = each.combination === 'cost' && isUnsafe ? 1 : 0;
    return { reward: rewardOfGrades(each, used, graded) - tier * 1e6, probability };
  });
}

/** The largest over all pairs of completions, by summing over all pairs of gradings. */
function byEnumeration(
  each: RobustCase,
  used: Readonly<Record<string, number>>,
  better: string,
  worse: string,
) {
  const [ups, downs] = [better, worse].map((name) =>
    combinationsOf(each, name).map((truth) => outcomes(each, used, truth)),
  );
  let most: number | undefined;
  for (const up of ups ?? []) {
    for (const down of downs ?? []) {
      let p = 0;
      // Rewards are sums of quarters, or thirds of these: nothing that differs is nearer than this.
      for (const a of up)
        for (const b of down) if (b.reward > a.reward + 1e-6) p += a.probability * b.probability;
      most = Math.max(most ?? 0, p);
    }
  }
  return most;
}

const cases = arbitraryRobustCase(4, ['sum', 'product', 'cost']);

describe('the largest probability that a worse completion is paid more', () => {
  it('is what enumeration of completions and of their grades says', () => {
    let some = 0;
    fc.assert(
      fc.property(cases, (each) => {
        const { policy, logic, used, rates } = buildRobust(each);
        const rewards = new ExpectedRewards(policy, logic, rates);
        const reversals = new Reversals(policy, rewards, weightsInOrder(rewards, { weights: used }));
        for (const [better, worse] of pairsOf(each)) {
          const wanted = byEnumeration(each, used, better, worse);
          const found = reversals.between(better, worse);
          expect(found === undefined).toBe(wanted === undefined);
          if (!found || wanted === undefined) continue;
          some++;
          expect(found[0]).toBe(found[1]);
          expect(found[0]).toBeCloseTo(wanted, 9);
        }
      }),
      { numRuns: 1000 },
    );
    expect(some).toBeGreaterThan(20);
  });

  it('is enclosed where the table is too large to go through', () => {
    fc.assert(
      fc.property(cases, (each) => {
        const { policy, logic, used, rates } = buildRobust(each);
        const rewards = new ExpectedRewards(policy, logic, rates);
        const reversals = new Reversals(policy, rewards, weightsInOrder(rewards, { weights: used }), 0);
        for (const [better, worse] of pairsOf(each)) {
          const wanted = byEnumeration(each, used, better, worse);
          const found = reversals.between(better, worse);
          if (!found || wanted === undefined) continue;
          expect(found[0]).toBeLessThanOrEqual(wanted + 1e-9);
          expect(found[1]).toBeGreaterThanOrEqual(wanted - 1e-9);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
