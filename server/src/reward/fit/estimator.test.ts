import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileLogic } from '../../logic/classes.ts';
import { arbitraryPolicy, dataOf, policyOf } from '../../logic/testing.ts';
import { featuresOf } from '../features.ts';
import { proveType } from '../prove/prove.ts';
import { drawing } from '../random.ts';
import { Estimator } from './estimator.ts';
import { fitDataOf } from './fit-data.ts';
import { drawnPrompts } from './splits.ts';
import { hundredths } from './testing.ts';

const MARGIN = 0.25;
const L2 = 0.05;
const PROMPTS = ['p', 'q', 'r', 's'];

const rowsFor = (features: number) =>
  fc.array(
    fc.record({
      promptId: fc.constantFrom(...PROMPTS),
      rank: fc.nat(2),
      baseReward: hundredths(-1, 1),
      values: fc.array(hundredths(0, 1), { minLength: features, maxLength: features }),
    }),
    { minLength: 6, maxLength: 12 },
  );

describe('an estimator that proves the order', () => {
  it('proves it of every refit on prompts drawn anew, and refits to what a first fit of them would be', () => {
    let refitted = 0;
    const cases = arbitraryPolicy(3).chain((small) => {
      const policy = policyOf({ ...dataOf(small), features: { propositions: [...small.simple] } });
      const logic = compileLogic(policy).responseType('r');
      if (!logic) throw new Error('no response type');
      const features = featuresOf(policy, logic).map(({ name }) => name);
      return rowsFor(features.length).map((rows) => ({ policy, logic, features, rows }));
    });
    fc.assert(
      fc.property(cases, fc.nat(1000), ({ policy, logic, features, rows }, seed) => {
        // As where intervals are made: only prompts that have pairs are drawn.
        const paired = rows.filter(({ promptId, rank }) =>
          rows.some((other) => other.promptId === promptId && other.rank !== rank),
        );
        fc.pre(paired.length > 0);
        const data = fitDataOf(features, paired);
        const options = { l2: L2, margin: 1, prove: MARGIN, seed: 0 };
        const estimator = new Estimator(policy, logic, options);
        const draw = drawing(seed);
        const first = estimator.fit(data);
        for (let each = 0; each < 4; each++) {
          const promptWeights = drawnPrompts(data.clusters, draw);
          const refit = estimator.fit(data, { promptWeights });
          // Whether an order can be proven is a matter of the policy, not of the data.
          expect('demands' in refit).toBe('demands' in first);
          if ('demands' in refit) continue;
          refitted++;
          const weights = Object.fromEntries(features.map((name, i) => [name, refit.weights[i] as number]));
          for (const { proven, margin, vacuous } of proveType(policy, logic, {
            ...{ weights, l2: L2, margin: 1, pairs: 0 },
          })) {
            expect(proven).toBe(true);
            if (!vacuous) expect(margin).toBeGreaterThanOrEqual(MARGIN);
          }
          const anew = new Estimator(policy, logic, options).fit(data, { promptWeights });
          if ('demands' in anew) throw new Error('not proven of a first fit');
          const [a, b] = [refit.objective as number, anew.objective as number];
          expect(Math.abs(a - b)).toBeLessThan(2e-5 * Math.max(1, a));
        }
      }),
      { numRuns: 100 },
    );
    expect(refitted).toBeGreaterThan(10);
  });
});
