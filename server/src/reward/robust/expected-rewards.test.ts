import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Assignment, formulaHolds } from '../../logic/testing.ts';
import { featureVector } from '../features.ts';
import { weightsInOrder } from '../prove/prove.ts';
import { type ErrorRate, ExpectedRewards } from './expected-rewards.ts';
import {
  arbitraryRobustCase,
  buildRobust,
  combinationsOf,
  expectedRewardOf,
  gradesOf,
  rewardOfGrades,
} from './testing.ts';

describe('rewards on average over wrong grades', () => {
  it('are least and greatest where enumeration says, with features that are the mean over the grades', () => {
    let some = 0;
    fc.assert(
      fc.property(
        arbitraryRobustCase(6, ['sum', 'product']),
        fc.constantFrom<'least' | 'greatest'>('least', 'greatest'),
        (each, end) => {
          const { policy, logic, used, rates } = buildRobust(each);
          const rewards = new ExpectedRewards(policy, logic, rates);
          const weights = weightsInOrder(rewards, { weights: used });
          for (const className of Object.keys(each.small.classes)) {
            const all = combinationsOf(each, className).map((truth) => ({
              truth,
              reward: expectedRewardOf(each, used, each.rates, truth),
            }));
            const found = rewards.extreme({ className, end, constrained: true }, weights);
            if (all.length === 0) {
              expect(found).toBeUndefined();
              continue;
            }
            if (!found) throw new Error('nothing found');
            some++;
            const values = all.map(({ reward }) => reward);
            const wanted = end === 'least' ? Math.min(...values) : Math.max(...values);
            expect(found.exact).toBe(true);
            expect(found.reward).toBeCloseTo(wanted, 9);
            expect(found.bound).toBe(found.reward);
            expect(expectedRewardOf(each, used, each.rates, found.witness)).toBeCloseTo(wanted, 9);
            expect(all.map(({ truth }) => truth)).toContainEqual(found.witness);
            const means = new Float64Array(rewards.features.length);
            for (const [graded, probability] of gradesOf(each, each.rates, found.witness))
              rewards.features.forEach(({ name }, index) => {
                means[index] =
                  (means[index] as number) + probability * rewardOfGrades(each, { [name]: 1 }, graded);
              });
            means.forEach((mean, index) => {
              expect(found.values[index]).toBeCloseTo(mean, 9);
            });
          }
        },
      ),
      { numRuns: 2000 },
    );
    expect(some).toBeGreaterThan(200);
  });

  it('over all rates up to the stated ones are what enumeration of combinations and corners says', () => {
    fc.assert(
      fc.property(
        arbitraryRobustCase(3, ['sum', 'product']),
        fc.constantFrom<'least' | 'greatest'>('least', 'greatest'),
        (each, end) => {
          const { policy, logic, used, rates } = buildRobust(each);
          const rewards = new ExpectedRewards(policy, logic, rates);
          const weights = weightsInOrder(rewards, { weights: used });
          const corners = Array.from({ length: 2 ** each.small.simple.length }, (_, bits) =>
            Object.fromEntries(
              each.small.simple.map((name, i) => {
                const rate = each.rates[name] as ErrorRate;
                return [name, (bits >> i) % 2 === 1 ? rate : { falseNegative: 0, falsePositive: 0 }];
              }),
            ),
          );
          for (const className of Object.keys(each.small.classes)) {
            const values = combinationsOf(each, className).flatMap((truth) =>
              corners.map((corner) => expectedRewardOf(each, used, corner, truth)),
            );
            const found = rewards.extreme(
              { className, end, constrained: true, rates: () => 'upTo' },
              weights,
            );
            expect(found === undefined).toBe(values.length === 0);
            if (found)
              expect(found.reward).toBeCloseTo(
                end === 'least' ? Math.min(...values) : Math.max(...values),
                9,
              );
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('without errors are the rewards of the combinations themselves, safe and unsafe ones apart', () => {
    fc.assert(
      fc.property(arbitraryRobustCase(5, ['sum', 'product', 'cost']), fc.boolean(), (each, isUnsafe) => {
        const { policy, logic, used } = buildRobust(each);
        const none = new Map(each.small.simple.map((name) => [name, { falseNegative: 0, falsePositive: 0 }]));
        const rewards = new ExpectedRewards(policy, logic, none);
        const weights = weightsInOrder(rewards, { weights: used });
        for (const className of Object.keys(each.small.classes)) {
          const values = combinationsOf(each, className)
            .filter(
              (truth) =>
                each.unsafe.some((name) =>
                  formulaHolds(each.small, each.small.classes[name] ?? [], truth),
                ) === isUnsafe,
            )
            .map((truth) => rewardOfGrades(each, used, truth));
          const least = rewards.extreme({ className, end: 'least', constrained: true, isUnsafe }, weights);
          if (values.length === 0) expect(least).toBeUndefined();
          else expect(least?.reward).toBeCloseTo(Math.min(...values), 9);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('of grades between 0 and 1 follow from their mean errors alone, under exact and sum', () => {
    const soft = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        arbitraryRobustCase(4),
        // Two grades for each truth of each proposition, equally likely: not yes or no.
        fc.array(fc.tuple(soft, soft, soft, soft), { minLength: 4, maxLength: 4 }),
        (each, grades) => {
          const { policy, logic, used } = buildRobust({ ...each, classProbability: 'exact' });
          const names = each.small.simple;
          const rates = new Map(
            names.map((name, i) => {
              const [a, b, c, d] = grades[i] as [number, number, number, number];
              return [name, { falseNegative: 1 - (a + b) / 2, falsePositive: (c + d) / 2 }];
            }),
          );
          const rewards = new ExpectedRewards(policy, logic, rates);
          const weights = weightsInOrder(rewards, { weights: used });
          const truth: Assignment = Object.fromEntries(names.map((name, i) => [name, i % 2 === 0]));
          let mean = 0;
          const draws = 2 ** names.length;
          for (let bits = 0; bits < draws; bits++) {
            const drawn = Object.fromEntries(
              names.map((name, i) => {
                const at = (truth[name] ? 0 : 2) + ((bits >> i) % 2);
                return [name, { p: grades[i]?.[at] as number, mode: 'logprobs' as const }];
              }),
            );
            const { values } = featureVector(policy, logic, drawn);
            mean += values.reduce((sum, value, i) => sum + value * (weights[i] as number), 0) / draws;
          }
          const expected = rewards.valuesAt(rewards.saysYesOf(truth));
          expect(expected.reduce((sum, value, i) => sum + value * (weights[i] as number), 0)).toBeCloseTo(
            mean,
            9,
          );
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('are enclosed where the search is cut short', () => {
    let cut = 0;
    fc.assert(
      fc.property(arbitraryRobustCase(6), (each) => {
        const { policy, logic, used, rates } = buildRobust(each);
        const rewards = new ExpectedRewards(policy, logic, rates, { searchLimit: 0 });
        const weights = weightsInOrder(rewards, { weights: used });
        for (const className of Object.keys(each.small.classes)) {
          const values = combinationsOf(each, className).map((truth) =>
            expectedRewardOf(each, used, each.rates, truth),
          );
          if (values.length === 0) continue;
          for (const end of ['least', 'greatest'] as const) {
            const found = rewards.extreme({ className, end, constrained: true }, weights);
            if (!found) throw new Error('nothing found');
            if (!found.exact) cut++;
            const [low, high] = end === 'least' ? [found.bound, found.reward] : [found.reward, found.bound];
            const wanted = end === 'least' ? Math.min(...values) : Math.max(...values);
            expect(low).toBeLessThanOrEqual(wanted + 1e-9);
            expect(high).toBeGreaterThanOrEqual(wanted - 1e-9);
          }
        }
      }),
      // With a seed, since most searches end before they can be cut.
      { numRuns: 1000, seed: 7 },
    );
    expect(cut).toBeGreaterThan(0);
  });

  it('need a rate of every proposition that is read', () => {
    const each = fc.sample(arbitraryRobustCase(3), { numRuns: 1, seed: 1 })[0];
    if (!each) throw new Error('no case');
    const { policy, logic } = buildRobust(each);
    expect(() => new ExpectedRewards(policy, logic, new Map())).toThrow(RangeError);
  });
});
