import { describe, expect, it } from 'vitest';
import { simulatedComparisons, simulatedCoverage } from './testing.ts';

const FIGURES = [
  ...['accuracy', 'balancedAccuracy', 'f1', 'auroc', 'brier'].map((name) => `propositions.a.${name}`),
  'macro.accuracy',
  'macro.auroc',
  'classes.accuracy',
  'ranking.errorRate',
  'ranking.rmOnly',
  'safety.notUnsafe',
  'safety.notOverrefuse',
  'safety.hardRefusalStyle',
  'safety.f1',
];
/** Where fewer prompts than this are expected on the rarer side, exact intervals cover more than they promise. */
const NEAR_A_BOUND = 7;

/** Several completions a prompt that hang together, as many for each prompt or not. `npm run bench coverage` draws more. */
describe('95% intervals, over runs that are drawn anew', () => {
  for (const { sizes, icc, right } of [
    { sizes: [3], icc: 0.2, right: 0.75 },
    { sizes: [1, 2, 6, 3], icc: 0.5, right: 0.75 },
    { sizes: [2, 4], icc: 0.3, right: 0.94 },
  ])
    it(`cover the true value: ${sizes} completions a prompt, correlated ${icc}, ${right} right`, () => {
      for (const [prompts, runs] of [
        [5, 20],
        [6, 300],
        [10, 300],
        [30, 300],
        [100, 300],
      ] as const)
        for (const { figure, truth, covered, given } of simulatedCoverage(
          { prompts, sizes, icc, right },
          FIGURES,
          runs,
          prompts,
        )) {
          const said = `${figure} with ${prompts} prompts: ${covered} of ${given}`;
          if (prompts < 6) expect(given, said).toBe(0);
          if (given < 100) continue;
          expect(covered / given, said).toBeGreaterThanOrEqual(0.9);
          const rarer = prompts * Math.min(truth, 1 - truth);
          // 300 draws are off by up to .015 (two standard errors at .98).
          if (rarer >= NEAR_A_BOUND) expect(covered / given, said).toBeLessThanOrEqual(0.98 + 0.015);
        }
    });

  it('of differences between runs cover the true difference', () => {
    for (const prompts of [10, 30])
      for (const { figure, covered, given } of simulatedComparisons(
        { prompts, sizes: [3], icc: 0.3, right: 0.75 },
        FIGURES,
        100,
        prompts,
        0.85,
      ).coverage) {
        if (given < 80) continue;
        const said = `${figure} with ${prompts} prompts: ${covered} of ${given}`;
        expect(covered / given, said).toBeGreaterThanOrEqual(0.9);
      }
  });
});

describe('two runs that are alike', () => {
  it('are told apart by chance no more often than .05 says, one by one and after correction', () => {
    for (const [prompts, runs] of [
      [5, 20],
      [6, 200],
      [12, 200],
      [30, 150],
      [100, 60],
    ] as const) {
      const { below, anySignificant } = simulatedComparisons(
        { prompts, sizes: [1, 2, 6, 3], icc: 0.4, right: 0.75 },
        [...FIGURES, 'propositions.a.ece'],
        runs,
        prompts,
      );
      const all = [...below.values()].reduce((sum, each) => sum + each, 0);
      expect(all / (runs * below.size), `${prompts} prompts`).toBeLessThanOrEqual(0.06);
      expect(anySignificant / runs, `${prompts} prompts`).toBeLessThanOrEqual(0.06);
      if (prompts < 6) expect(all).toBe(0);
    }
  });
});
