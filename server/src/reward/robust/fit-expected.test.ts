import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignmentsOf } from '../../logic/testing.ts';
import { featuresOf } from '../features.ts';
import { Estimator } from '../fit/estimator.ts';
import { fitDataOf } from '../fit/fit-data.ts';
import type { HardConstraint } from '../fit/hinge-problem.ts';
import { hundredths, solveIndependently } from '../fit/testing.ts';
import { fitProven } from '../prove/fit-proven.ts';
import { expectedOrder } from './expected-order.ts';
import { type ErrorRate, ExpectedRewards } from './expected-rewards.ts';
import {
  arbitraryRobustCase,
  buildRobust,
  combinationsOf,
  expectedRewardOf,
  type RobustCase,
} from './testing.ts';

const L2 = 0.05;
const MARGIN = 0.25;

const rowsFor = (features: number) =>
  fc.array(
    fc.record({
      promptId: fc.constantFrom('p', 'q'),
      rank: fc.nat(2),
      baseReward: hundredths(-1, 1),
      values: fc.array(hundredths(0, 1), { minLength: features, maxLength: features }),
    }),
    { minLength: 4, maxLength: 7 },
  );

/** Each feature's mean over the grades of each combination of a class, grade by grade. */
function expectedValues(each: RobustCase, names: readonly string[], className: string): number[][] {
  return combinationsOf(each, className).map((truth) =>
    names.map((name) => expectedRewardOf(each, { [name]: 1 }, each.rates, truth)),
  );
}

/** Every demand that the order makes: one for each pair of combinations of a better class and a worse one. */
function demandsByEnumeration(each: RobustCase, names: readonly string[]): HardConstraint[] {
  const classes = Object.keys(each.small.classes);
  return classes.flatMap((better, index) =>
    classes.slice(index + 1).flatMap((worse) =>
      expectedValues(each, names, better).flatMap((up) =>
        expectedValues(each, names, worse).map((down) => ({
          normal: Float64Array.from(up, (value, i) => value - (down[i] as number)),
          least: MARGIN,
        })),
      ),
    ),
  );
}

/**
 * Twentieths up to a half: where a grade tells all but nothing (1 - both rates near 0), weights that prove an order are as
 * large as that is small, and a solver in doubles is no oracle.
 */
const twentieths = fc.integer({ min: 0, max: 10 }).map((count) => count / 20);

const cases = arbitraryRobustCase(3, ['sum', 'product']).chain((robust) => {
  const { policy, logic } = buildRobust(robust);
  const { simple } = robust.small;
  return fc.record({
    robust: fc
      .array(fc.record({ falseNegative: twentieths, falsePositive: twentieths }), {
        minLength: simple.length,
        maxLength: simple.length,
      })
      .map((rates) => ({
        ...robust,
        rates: Object.fromEntries(simple.map((name, index) => [name, rates[index] as ErrorRate])),
      })),
    rows: rowsFor(featuresOf(policy, logic).length),
    reversed: fc.boolean(),
  });
});

describe('a fit whose order is proven on average over wrong grades', () => {
  it('is the best of all whose order is, or there is none; by enumeration and an independent solver', () => {
    let impossible = 0;
    let fitted = 0;
    fc.assert(
      fc.property(cases, ({ robust, rows, reversed }) => {
        const { policy, logic, rates } = buildRobust(robust);
        const ofPolicy = featuresOf(policy, logic).map(({ name }) => name);
        // Data have their features in an order of their own.
        const names = reversed ? ofPolicy.toReversed() : ofPolicy;
        const data = fitDataOf(names, rows);
        const order = expectedOrder(new ExpectedRewards(policy, logic, rates));
        const result = fitProven(policy, [order], data, { l2: L2, margin: 1 }, MARGIN);
        const demands = demandsByEnumeration(robust, names);
        if ('impossible' in result) {
          impossible++;
          expect(result.impossible.length).toBeGreaterThan(0);
          // No weights: some of the demands add up, with factors above 0, to 0 >= something above 0.
          let least: number | undefined;
          try {
            least = solveIndependently(rows, { l2: L2, margin: 1, names, constraints: demands });
          } catch {
            least = undefined;
          }
          // Weights so large that they are feasible by rounding alone are no answer of a solver in doubles.
          expect(least === undefined || least > 1e6).toBe(true);
          return;
        }
        if ('undecided' in result) throw new Error('only crisp orders are left undecided');
        fitted++;
        const { weights, objective, pairs } = result.fit;
        for (const { normal } of demands)
          expect(
            normal.reduce((sum, value, i) => sum + value * (weights[i] as number), 0),
          ).toBeGreaterThanOrEqual(MARGIN - 1e-9);
        if (pairs === 0) return;
        const least = solveIndependently(rows, { l2: L2, margin: 1, names, constraints: demands });
        // The order is asked for with a little to spare, which costs as little.
        expect(Math.abs(objective - least)).toBeLessThan(2e-5 * Math.max(1, least));
      }),
      { numRuns: 600 },
    );
    expect(impossible).toBeGreaterThan(4);
    expect(fitted).toBeGreaterThan(20);
  });

  it('holds whatever the rates are up to their bounds, of correct grades too; by enumeration of the bounds', () => {
    let [fitted, impossible] = [0, 0];
    const small = cases.filter(({ robust }) => robust.small.simple.length <= 2);
    fc.assert(
      fc.property(small, ({ robust, rows }) => {
        const { policy, logic, rates } = buildRobust(robust);
        const names = featuresOf(policy, logic).map(({ name }) => name);
        const estimator = new Estimator(policy, logic, {
          ...{ l2: L2, margin: 1, prove: MARGIN, seed: 0 },
          errors: { rates, read: 'stated' },
        });
        const found = estimator.fit(fitDataOf(names, rows));
        if ('demands' in found) {
          impossible++;
          return;
        }
        fitted++;
        // The expected margin is linear in each rate, so it is least where each is 0 or its bound.
        const kinds = robust.small.simple.flatMap((name) => [
          `${name} falseNegative`,
          `${name} falsePositive`,
        ]);
        for (const zero of assignmentsOf(kinds)) {
          const used = Object.fromEntries(
            robust.small.simple.map((name) => {
              const { falseNegative, falsePositive } = robust.rates[name] as ErrorRate;
              return [
                name,
                {
                  falseNegative: zero[`${name} falseNegative`] ? 0 : falseNegative,
                  falsePositive: zero[`${name} falsePositive`] ? 0 : falsePositive,
                },
              ];
            }),
          );
          for (const { normal } of demandsByEnumeration({ ...robust, rates: used }, names))
            expect(
              normal.reduce((sum, value, i) => sum + value * (found.weights[i] as number), 0),
            ).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
    expect(fitted).toBeGreaterThan(10);
    expect(impossible).toBeGreaterThan(2);
  });
});
