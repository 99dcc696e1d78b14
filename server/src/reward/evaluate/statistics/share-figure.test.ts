import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { f1OfShare, ShareFigure } from './share-figure.ts';
import { exactInterval } from './share-interval.ts';

const shareOf = (hits: readonly number[], sizes: readonly number[]) =>
  new ShareFigure(Float64Array.from(hits), Float64Array.from(sizes));
const times = <Value>(count: number, value: Value) => Array.from({ length: count }, () => value);

describe('the interval of a share', () => {
  it('at 0 and at 1 is the one of Clopper and Pearson over prompts', () => {
    // 0.025^(1/9) and 0.025^(1/18), by hand.
    expect(shareOf(times(9, 1), times(9, 1)).ranged.interval?.[0]).toBeCloseTo(0.6637, 4);
    expect(shareOf(times(9, 1), times(9, 1)).ranged.interval?.[1]).toBe(1);
    expect(shareOf(times(18, 1), times(18, 1)).ranged.interval?.[0]).toBeCloseTo(0.8147, 4);
    expect(shareOf(times(9, 0), times(9, 1)).ranged.interval?.[1]).toBeCloseTo(1 - 0.6637, 4);
    // Five completions a prompt that all agree say no more than one.
    expect(shareOf(times(9, 5), times(9, 5)).ranged.interval?.[0]).toBeCloseTo(0.6637, 4);
  });

  it('is inside the exact one, and holds the outcomes that are not in either tail', () => {
    // Of 3 in 10: at either bound the outcomes beyond, with half of the observed one, have probability 0.025.
    const [low, high] = exactInterval(0.3, 10);
    const choose = [1, 10, 45, 120, 210, 252, 210, 120, 45, 10, 1];
    const at = (k: number, p: number) => (choose[k] as number) * p ** k * (1 - p) ** (10 - k);
    const sum = (p: number, from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, k) => at(from + k, p)).reduce((all, each) => all + each, 0);
    expect(sum(low, 4, 10) + at(3, low) / 2).toBeCloseTo(0.025, 6);
    expect(sum(high, 0, 2) + at(3, high) / 2).toBeCloseTo(0.025, 6);
  });

  it('is none below 6 prompts, whatever the number of completions', () => {
    expect(shareOf(times(5, 10), times(5, 20)).ranged).toEqual({ interval: null, noInterval: 'few-prompts' });
    expect(shareOf([], []).ranged).toEqual({ interval: null, noInterval: 'not-defined' });
  });

  it('holds the share, and is wider where completions of a prompt agree', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(6), fc.integer({ min: 1, max: 6 })), { minLength: 6, maxLength: 30 }),
        (rows) => {
          const sizes = rows.map(([, size]) => size);
          const figure = shareOf(
            rows.map(([hits, size]) => Math.min(hits, size)),
            sizes,
          );
          const [low, high] = figure.ranged.interval as readonly [number, number];
          expect(low).toBeLessThanOrEqual((figure.value as number) + 1e-9);
          expect(high).toBeGreaterThanOrEqual((figure.value as number) - 1e-9);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
        },
      ),
    );
    const width = ([low, high]: readonly [number, number]) => high - low;
    const apart = shareOf(times(20, 2), times(20, 4)).ranged.interval as [number, number];
    const together = shareOf([...times(10, 4), ...times(10, 0)], times(20, 4)).ranged.interval as [
      number,
      number,
    ];
    expect(width(together)).toBeGreaterThan(1.5 * width(apart));
  });

  it('of F1 is that of the share of which F1 is made', () => {
    const hits = [1, 1, 0, 1, 1, 1, 0, 1];
    const share = shareOf(hits, times(8, 1)).ranged.interval as [number, number];
    const f1 = new ShareFigure(Float64Array.from(hits), new Float64Array(8).fill(1), f1OfShare);
    // 6 right of 8 that are labelled or graded yes: F1 = 12 / (12 + 2).
    expect(f1.value).toBeCloseTo(12 / 14, 12);
    expect(f1.ranged.interval?.[0]).toBeCloseTo((2 * share[0]) / (1 + share[0]), 9);
  });
});
