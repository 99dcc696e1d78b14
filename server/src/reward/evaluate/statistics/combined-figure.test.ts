import { describe, expect, it } from 'vitest';
import { CombinedFigure, harmonicMean } from './combined-figure.ts';
import type { Figure } from './figure.ts';

/** A share of `yes` of `n` prompts with one completion each, and its interval. */
function share(flags: readonly number[], interval: readonly [number, number]): Figure {
  const yes = flags.reduce((sum, each) => sum + each, 0);
  return {
    value: yes / flags.length,
    n: flags.length,
    prompts: flags.length,
    ranged: { interval },
    without: Float64Array.from(flags, (each) => (yes - each) / (flags.length - 1)),
  } as Figure;
}

describe('the harmonic mean of two shares', () => {
  const flags = [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0];

  it('has an interval where one share falls as the other rises: 2a(1 − a) is level at a = ½, not known', () => {
    const [low, high] = [0.23, 0.77];
    const opposite = flags.map((each) => 1 - each);
    const figure = new CombinedFigure(
      [share(flags, [low, high]), share(opposite, [1 - high, 1 - low])],
      harmonicMean,
      { n: 12, prompts: 12 },
    );
    const { interval } = figure.ranged;
    // By hand: a + b = 1, so that the mean is 2a(1 − a), at most ½, and least at the ends of a.
    expect(interval?.[0]).toBeCloseTo(2 * low * (1 - low), 12);
    expect(interval?.[1]).toBeCloseTo(0.5, 12);
  });

  it('has that of either where both are the same share', () => {
    const parts = [share(flags, [0.23, 0.77]), share(flags, [0.23, 0.77])];
    const { interval } = new CombinedFigure(parts, harmonicMean, { n: 12, prompts: 12 }).ranged;
    expect(interval?.[0]).toBeLessThan(0.3);
    expect(interval?.[1]).toBeGreaterThan(0.6);
  });
});
