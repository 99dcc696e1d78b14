import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawnAnswers, givenAnswers, majorityError, majorityWithShared, overErrors } from './grade-errors.ts';
import { optimumAt, optimumMoved } from './optimum.ts';

const BITS = 3;
const COUNT = 2 ** BITS;

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const rates = fc.array(fc.double({ min: 0, max: 0.5, noNaN: true }), { minLength: BITS, maxLength: BITS });
const values = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: COUNT, maxLength: COUNT });
const priors = fc
  .array(fc.integer({ min: 1, max: 100 }), { minLength: COUNT, maxLength: COUNT })
  .map((counts) => counts.map((count) => count / counts.reduce((sum, each) => sum + each, 0)));

/** P(answers y | combination x), factor by factor. */
function likelihood(x: number, y: number, wrong: readonly number[]): number {
  return wrong.reduce((p, rate, bit) => p * ((x >> bit) % 2 === (y >> bit) % 2 ? 1 - rate : rate), 1);
}

const all = Array.from({ length: COUNT }, (_, index) => index);
const sum = (of: (x: number) => number) => all.reduce((total, x) => total + of(x), 0);

describe('the simulation of a policy optimised against a reward', () => {
  it('takes means over errors as the sum over all answers', () => {
    fc.assert(
      fc.property(values, rates, (f, wrong) => {
        const mean = overErrors(Float64Array.from(f), wrong);
        for (const x of all)
          expect(mean[x]).toBeCloseTo(
            sum((y) => likelihood(x, y, wrong) * (f[y] as number)),
            10,
          );
      }),
    );
  });

  it('takes means given the answers by the rule of Bayes', () => {
    fc.assert(
      fc.property(values, priors, rates, (f, prior, wrong) => {
        const mean = givenAnswers(Float64Array.from(f), Float64Array.from(prior), wrong);
        for (const y of all) {
          const joint = (x: number) => (prior[x] as number) * likelihood(x, y, wrong);
          const evidence = sum(joint);
          if (evidence < 1e-12) continue;
          expect(mean[y]).toBeCloseTo(sum((x) => joint(x) * (f[x] as number)) / evidence, 8);
        }
      }),
    );
  });

  it('draws answers that are wrong as often as is asked', () => {
    let state = 1;
    const draw = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    const wrong = [0, 0.1, 0.3];
    const counts = [0, 0, 0];
    const rounds = 2000;
    for (let round = 0; round < rounds; round++)
      drawnAnswers(COUNT, wrong, draw).forEach((y, x) => {
        counts.forEach((count, bit) => {
          counts[bit] = count + (((x ^ y) >> bit) & 1);
        });
      });
    // 16,000 draws each: five standard deviations are .018 at most.
    counts.forEach((count, bit) => {
      expect(Math.abs(count / (rounds * COUNT) - (wrong[bit] as number))).toBeLessThan(0.02);
    });
  });

  it('finds the policy that no other one beats in reward less beta times KL', () => {
    fc.assert(
      fc.property(
        values,
        priors,
        priors,
        fc.double({ min: 0.1, max: 5, noNaN: true }),
        unit,
        (reward, prior, other, beta, mixing) => {
          const kinds = {
            ...{ prior: Float64Array.from(prior), reward: Float64Array.from(reward) },
            bad: Float64Array.from(all, (x) => x % 2),
          };
          const weights = all.map((x) => (prior[x] as number) * Math.exp((reward[x] as number) / beta));
          const total = weights.reduce((a, b) => a + b, 0);
          const best = weights.map((weight) => weight / total);
          const divergence = (policy: readonly number[]) =>
            sum((x) => (policy[x] as number) * Math.log((policy[x] as number) / (prior[x] as number)));
          const objective = (policy: readonly number[]) =>
            sum((x) => (policy[x] as number) * (reward[x] as number)) - beta * divergence(policy);
          const mixed = best.map((p, x) => (1 - mixing) * p + mixing * (other[x] as number));
          expect(objective(best)).toBeGreaterThanOrEqual(objective(mixed) - 1e-9);
          const found = optimumAt(kinds, beta);
          expect(found.divergence).toBeCloseTo(divergence(best), 8);
          expect(found.bad).toBeCloseTo(
            sum((x) => (x % 2) * (best[x] as number)),
            10,
          );
        },
      ),
    );
  });

  it('moves as far as is asked, where the reward can', () => {
    fc.assert(
      fc.property(priors, (prior) => {
        const kinds = {
          ...{ prior: Float64Array.from(prior), reward: Float64Array.from(all) },
          bad: Float64Array.from(all, (x) => (x === 7 ? 0 : 1)),
        };
        const most = -Math.log(prior[7] as number);
        expect(optimumMoved(kinds, most / 2).divergence).toBeCloseTo(most / 2, 6);
        // Further than to the one best combination there is nowhere to go.
        expect(optimumMoved(kinds, most + 1).bad).toBeCloseTo(0, 6);
      }),
    );
  });

  it('counts how often a majority is wrong', () => {
    expect(majorityError(0.05, 1)).toBeCloseTo(0.05, 12);
    expect(majorityError(0.05, 3)).toBeCloseTo(3 * 0.05 ** 2 * 0.95 + 0.05 ** 3, 12);
    expect(majorityError(0.5, 5)).toBeCloseTo(0.5, 12);
    expect(majorityWithShared(0.05, 3, 0)).toBeCloseTo(majorityError(0.05, 3), 12);
    expect(majorityWithShared(0.05, 3, 1)).toBeCloseTo(0.05, 12);
  });
});
