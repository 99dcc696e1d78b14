import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightsInOrder } from '../prove/prove.ts';
import type { GraderErrors, MeasuredRate } from './error-rates.ts';
import { ExpectedProver } from './expected-proof.ts';
import { type ErrorRate, ExpectedRewards } from './expected-rewards.ts';
import { gains } from './gains.ts';
import { proveTypeRobustly } from './robust-proof.ts';
import {
  arbitraryRobustCase,
  buildRobust,
  combinationsOf,
  expectedRewardOf,
  type RobustCase,
} from './testing.ts';

/** What a run would have told, had it found just these rates. */
function errorsWith({ small, rates }: RobustCase): GraderErrors {
  const measured = (upper: number): MeasuredRate => ({
    n: 10,
    prompts: 10,
    errors: 0,
    estimate: upper,
    upper,
  });
  return {
    grader: { kind: 'openai', fingerprint: '', summary: '' },
    confidence: 0.95,
    propositions: new Map(
      small.simple.map((name) => {
        const { falseNegative, falsePositive } = rates[name] as ErrorRate;
        const both = { falseNegative: measured(falseNegative), falsePositive: measured(falsePositive) };
        return [name, { answers: both, probabilities: both, missing: 0, isCheck: false }];
      }),
    ),
  };
}

/** The least expected reward of one class less the greatest of the other; undefined where one has no completion. */
function marginOf(
  each: RobustCase,
  used: Record<string, number>,
  rates: RobustCase['rates'],
  better: string,
  worse: string,
) {
  const [ups, downs] = [better, worse].map((name) =>
    combinationsOf(each, name).map((truth) => expectedRewardOf(each, used, rates, truth)),
  ) as [number[], number[]];
  return ups.length === 0 || downs.length === 0 ? undefined : Math.min(...ups) - Math.max(...downs);
}

describe('the order of classes where grades are wrong', () => {
  it('has the expected margin of enumeration, at the stated rates, and no less over all rates below', () => {
    let proven = 0;
    let not = 0;
    fc.assert(
      fc.property(
        arbitraryRobustCase(4, ['sum', 'product']),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }),
        (each, shares) => {
          const { policy, logic, used } = buildRobust(each);
          const { pairs } = proveTypeRobustly(policy, logic, { weights: used }, errorsWith(each));
          const lower = Object.fromEntries(
            each.small.simple.map((name, i) => {
              const { falseNegative, falsePositive } = each.rates[name] as ErrorRate;
              return [
                name,
                {
                  falseNegative: falseNegative * (shares[i] as number),
                  falsePositive: falsePositive * (shares[i + 4] as number),
                },
              ];
            }),
          );
          for (const { better, worse, expected } of pairs) {
            const margin = marginOf(each, used, each.rates, better, worse);
            if (margin === undefined) {
              expect(expected).toMatchObject({ margin: null, proven: true, vacuous: true });
              continue;
            }
            expect(expected.margin).toBeCloseTo(margin, 9);
            if (Math.abs(margin) > 1e-8) expect(expected.proven).toBe(margin > 0);
            if (expected.proven) proven++;
            else not++;
            expect(expected.anyRates).toBeLessThanOrEqual((expected.margin as number) + 1e-9);
            expect(marginOf(each, used, lower, better, worse)).toBeGreaterThanOrEqual(
              (expected.anyRates as number) - 1e-9,
            );
          }
        },
      ),
      { numRuns: 1000 },
    );
    expect(proven).toBeGreaterThan(4);
    expect(not).toBeGreaterThan(4);
  });

  it('gains from accuracy what finite differences say, at the pair of completions that decides', () => {
    let some = 0;
    fc.assert(
      fc.property(arbitraryRobustCase(4, ['sum', 'product']), (each) => {
        const { policy, logic, used, rates } = buildRobust(each);
        const rewards = new ExpectedRewards(policy, logic, rates);
        const weights = weightsInOrder(rewards, { weights: used });
        const prover = new ExpectedProver(rewards, weights);
        const names = Object.keys(each.small.classes);
        for (const [index, better] of names.entries()) {
          for (const worse of names.slice(index + 1)) {
            const closest = prover.closest(better, worse);
            if (closest === 'vacuous') continue;
            const { up, down } = closest;
            const found = gains(rewards, weights, up, down);
            expect(found.map(({ gain }) => gain)).toEqual(
              found.map(({ gain }) => gain).sort((a, b) => b - a),
            );
            for (const name of each.small.simple) {
              const rate = each.rates[name] as ErrorRate;
              // A linear function's difference is its derivative, however far apart the points are.
              const difference = (kind: 'falseNegative' | 'falsePositive') => {
                if (rate[kind] === 0) return 0;
                const at = (value: number) => {
                  const changed = { ...each.rates, [name]: { ...rate, [kind]: value } };
                  return (
                    expectedRewardOf(each, used, changed, up.witness) -
                    expectedRewardOf(each, used, changed, down.witness)
                  );
                };
                return at(0) - at(1);
              };
              const gain = found.find(({ proposition }) => proposition === name);
              some += gain ? 1 : 0;
              expect(gain?.falseNegative ?? 0).toBeCloseTo(difference('falseNegative'), 9);
              expect(gain?.falsePositive ?? 0).toBeCloseTo(difference('falsePositive'), 9);
              expect(gain?.gain ?? 0).toBeCloseTo(
                difference('falseNegative') + difference('falsePositive'),
                9,
              );
            }
          }
        }
      }),
      { numRuns: 1000 },
    );
    expect(some).toBeGreaterThan(20);
  });

  it('gains as the margin itself moves, where one pair of completions decides it', () => {
    let some = 0;
    fc.assert(
      fc.property(arbitraryRobustCase(3), (each) => {
        const { policy, logic, used } = buildRobust(each);
        const { pairs } = proveTypeRobustly(policy, logic, { weights: used }, errorsWith(each));
        for (const { better, worse, improve } of pairs) {
          const all = combinationsOf(each, better)
            .flatMap((up) =>
              combinationsOf(each, worse).map(
                (down) =>
                  expectedRewardOf(each, used, each.rates, up) -
                  expectedRewardOf(each, used, each.rates, down),
              ),
            )
            .sort((a, b) => a - b);
          // Another pair that is as near may take over.
          if (all.length === 0 || (all[1] ?? Infinity) - (all[0] as number) < 1e-3) continue;
          for (const { proposition, gain } of improve) {
            const rate = each.rates[proposition] as ErrorRate;
            const step = 1e-6;
            if (rate.falseNegative < step || rate.falsePositive < step) continue;
            const less = {
              falseNegative: rate.falseNegative - step,
              falsePositive: rate.falsePositive - step,
            };
            const moved = marginOf(
              each,
              used,
              { ...each.rates, [proposition]: less },
              better,
              worse,
            ) as number;
            some++;
            expect((moved - (all[0] as number)) / step).toBeCloseTo(gain, 3);
          }
        }
      }),
      { numRuns: 1500 },
    );
    expect(some).toBeGreaterThan(10);
  });

  it('says what is not known: no rate, no proof, and what to label', () => {
    const each: RobustCase = {
      small: {
        simple: ['a', 'b'],
        derived: {},
        classes: { good: { a: true }, bad: { a: false } },
        constraints: [],
      },
      weights: { good: 1 },
      rates: { a: { falseNegative: 0.1, falsePositive: 0.1 }, b: { falseNegative: 0.1, falsePositive: 0.1 } },
      combination: 'sum',
      classProbability: 'exact',
      unsafe: [],
    };
    const { policy, logic, used } = buildRobust(each);
    const errors = errorsWith(each);
    const [pair] = proveTypeRobustly(policy, logic, { weights: used }, errors).pairs;
    // P(graded good | good) - P(graded good | bad) = 0.9 - 0.1; a turn needs both to be wrong.
    expect(pair?.expected.margin).toBeCloseTo(0.8, 12);
    expect(pair?.reversal).toBeCloseTo(0.01, 12);
    expect(pair).toMatchObject({ expected: { proven: true }, inseparableAt: 1, inseparableBy: ['a'] });
    expect(pair?.improve.map(({ proposition }) => proposition)).toEqual(['a']);
    expect(pair?.improve[0]?.gain).toBeCloseTo(2, 12);

    const a = errors.propositions.get('a');
    if (!a) throw new Error('no errors');
    const none: MeasuredRate = { n: 0, prompts: 0, errors: 0, estimate: null, upper: 1 };
    const without = { ...a.answers, falsePositive: none };
    const unlabelled = {
      ...errors,
      propositions: new Map([
        ...errors.propositions,
        ['a', { ...a, answers: without, probabilities: without }],
      ]),
    };
    const proof = proveTypeRobustly(policy, logic, { weights: used }, unlabelled);
    expect(proof.unknown).toEqual([{ proposition: 'a', label: false }]);
    expect(proof.pairs[0]).toMatchObject({ expected: { proven: false }, reversal: null });
    expect(proof.pairs[0]?.expected.margin).toBeCloseTo(-0.1, 12);
  });
});
