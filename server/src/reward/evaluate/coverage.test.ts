import { describe, expect, it } from 'vitest';
import { simulatedCoverage, simulatedDifferences, simulatedFalsePositives } from './testing.ts';

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

/** Milliseconds; on a machine that others use, simulations take long. */
const PATIENCE = 240_000;

/** Several completions a prompt that hang together, as many for each prompt or not. `npm run bench coverage` draws more. */
describe('95% intervals, over runs that are drawn anew', () => {
  for (const { sizes, icc, right } of [
    { sizes: [3], icc: 0.2, right: 0.75 },
    { sizes: [1, 2, 6, 3], icc: 0.5, right: 0.75 },
    { sizes: [2, 4], icc: 0.3, right: 0.94 },
  ])
    it(
      `cover the true value: ${sizes} completions a prompt, correlated ${icc}, ${right} right`,
      () => {
        for (const [prompts, runs] of [
          [5, 20],
          [6, 300],
          [10, 300],
          [30, 200],
          [100, 150],
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
            // 150 draws are off by up to .02 (two standard errors at .98).
            if (rarer >= NEAR_A_BOUND) expect(covered / given, said).toBeLessThanOrEqual(0.98 + 0.02);
          }
      },
      PATIENCE,
    );

  it(
    'of differences between runs cover the true difference',
    () => {
      for (const prompts of [6, 10, 30, 100])
        for (const { figure, covered, given } of simulatedDifferences(
          { prompts, sizes: [3], icc: 0.3, right: 0.75 },
          0.85,
          FIGURES,
          150,
          prompts,
        )) {
          if (given < 80) continue;
          const said = `${figure} with ${prompts} prompts: ${covered} of ${given}`;
          expect(covered / given, said).toBeGreaterThanOrEqual(0.9);
        }
    },
    PATIENCE,
  );
});

describe('two runs that are alike', () => {
  it(
    'are told apart by chance no more often than .05 says, one by one and after correction',
    () => {
      for (const [prompts, runs] of [
        [5, 20],
        [6, 200],
        [12, 120],
        [30, 80],
        [100, 30],
      ] as const) {
        const { below, anySignificant } = simulatedFalsePositives(
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
    },
    PATIENCE,
  );
});
