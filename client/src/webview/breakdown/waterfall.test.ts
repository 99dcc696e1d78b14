import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signed, waterfallSteps } from './waterfall.ts';

function reward(contributions: readonly number[], base?: number) {
  const rbr = contributions.reduce((sum, value) => sum + value, 0);
  return {
    ...(base !== undefined && { base }),
    contributions: contributions.map((contribution, index) => ({
      feature: `f${index}`,
      kind: 'proposition' as const,
      weight: contribution,
      value: 1,
      contribution,
    })),
    rbr,
    combination: 'sum' as const,
    total: (base ?? 0) + rbr,
  };
}

describe('the waterfall', () => {
  it('begins at the reward model and ends at the total', () => {
    expect(waterfallSteps(reward([1, -0.5], 0.25))).toEqual([
      { label: 'reward model', kind: 'base', from: 0, to: 0.25, value: 0.25 },
      { label: 'f0', kind: 'up', from: 0.25, to: 1.25, value: 1 },
      { label: 'f1', kind: 'down', from: 1.25, to: 0.75, value: -0.5 },
      { label: 'total', kind: 'total', from: 0, to: 0.75, value: 0.75 },
    ]);
  });

  it('puts the small ones together and loses nothing', () => {
    const value = fc.integer({ min: -1000, max: 1000 }).map((n) => n / 100);
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 30 }),
        fc.option(value, { nil: undefined }),
        (contributions, base) => {
          const steps = waterfallSteps(reward(contributions, base));
          expect(steps.length).toBeLessThanOrEqual(11);
          const total = steps.at(-1);
          expect(steps.at(-2)?.to ?? 0).toBeCloseTo(total?.to ?? Number.NaN, 9);
        },
      ),
    );
  });

  it('writes the sign', () => {
    expect([signed(0.5), signed(-1.25), signed(-0.001)]).toEqual(['+0.50', '−1.25', '0.00']);
  });
});
