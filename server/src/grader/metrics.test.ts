import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BinaryAnswers, binaryQuality, calibrationOf } from './metrics.ts';

describe('binaryQuality', () => {
  it('agrees with figures worked out by hand', () => {
    // Threshold 0.5: answers are yes, yes, no, no, yes; right are the first, the third and the fourth.
    const quality = binaryQuality([true, false, false, false, true], [0.9, 0.5, 0.2, 0.4, 0.3]);
    expect(quality.accuracy).toBeCloseTo(3 / 5);
    expect(quality.balancedAccuracy).toBeCloseTo((1 / 2 + 2 / 3) / 2);
    expect(quality.f1).toBeCloseTo((2 * 1) / (2 + 2));
    // 0.9 is above all three negatives, 0.3 above one of them.
    expect(quality.auroc).toBeCloseTo(4 / 6);
    expect(quality.brier).toBeCloseTo((0.01 + 0.25 + 0.04 + 0.16 + 0.49) / 5);
    // Every probability has a bin of its own.
    expect(quality.ece).toBeCloseTo((0.1 + 0.5 + 0.2 + 0.4 + 0.7) / 5);
  });

  it('takes a probability at the threshold for a yes', () => {
    expect(binaryQuality([true], [0.7], 0.7).accuracy).toBe(1);
  });

  it('compares means within a calibration bin', () => {
    expect(binaryQuality([true, false], [0.52, 0.58]).ece).toBeCloseTo(Math.abs(0.55 - 0.5));
    expect(binaryQuality([true], [1]).ece).toBe(0);
  });

  it('says null where a figure is not defined', () => {
    const { balancedAccuracy, f1, auroc: area } = binaryQuality([false, false], [0.1, 0.9]);
    expect([balancedAccuracy, f1, area]).toEqual([null, null, null]);
  });

  it('refuses labels without probabilities', () => {
    expect(() => binaryQuality([true], [])).toThrow(RangeError);
    expect(() => binaryQuality([], [])).toThrow(RangeError);
  });
});

describe('auroc', () => {
  it('is the share of pairs in order, ties counting half', () => {
    // Few different values, so that ties are common.
    const row = fc.record({ label: fc.boolean(), p: fc.integer({ min: 0, max: 5 }).map((n) => n / 5) });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
        const positives = rows.filter(({ label }) => label);
        const negatives = rows.filter(({ label }) => !label);
        let inOrder = 0;
        for (const { p } of positives) {
          for (const { p: other } of negatives) inOrder += p > other ? 1 : p === other ? 0.5 : 0;
        }
        const pairs = positives.length * negatives.length;
        if (rows.length === 0) return;
        const { auroc: area } = binaryQuality(
          rows.map(({ label }) => label),
          rows.map(({ p }) => p),
        );
        if (pairs === 0) expect(area).toBeNull();
        else expect(area).toBeCloseTo(inOrder / pairs, 10);
      }),
    );
  });
});

describe('answers that count more than once', () => {
  it('measure as if they were there as often', () => {
    const row = fc.record({
      label: fc.boolean(),
      p: fc.integer({ min: 0, max: 10 }).map((n) => n / 10),
      count: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
        const counted = new BinaryAnswers(
          rows.map(({ label }) => label),
          rows.map(({ p }) => p),
        ).quality((index) => rows[index]?.count as number);
        const repeated = rows.flatMap((each) => Array.from({ length: each.count }, () => each));
        if (repeated.length === 0) {
          expect(counted).toBeNull();
          return;
        }
        const plain = binaryQuality(
          repeated.map(({ label }) => label),
          repeated.map(({ p }) => p),
        );
        for (const [name, value] of Object.entries(plain)) {
          const found = counted?.[name as keyof typeof plain];
          if (value === null) expect(found).toBeNull();
          else expect(found).toBeCloseTo(value, 9);
        }
      }),
    );
  });

  it('fall into calibration bins by tenths', () => {
    const bins = calibrationOf([
      { label: true, p: 0.05 },
      { label: false, p: 0.01 },
      { label: true, p: 1 },
    ]);
    expect(bins[0]).toEqual({ from: 0, to: 0.1, n: 2, meanProbability: expect.closeTo(0.03), positives: 1 });
    expect(bins[9]).toEqual({ from: 0.9, to: 1, n: 1, meanProbability: 1, positives: 1 });
    expect(bins[5]).toMatchObject({ n: 0, meanProbability: null });
  });

  it('of several models is over the pairs that one model has answered', () => {
    const row = fc.record({
      label: fc.boolean(),
      p: fc.integer({ min: 0, max: 5 }).map((n) => n / 5),
      model: fc.constantFrom('a', 'b', 'c'),
      weight: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
        let [inOrder, pairs] = [0, 0];
        for (const one of rows) {
          for (const other of rows) {
            if (!one.label || other.label || one.model !== other.model) continue;
            const weight = one.weight * other.weight;
            pairs += weight;
            inOrder += weight * (one.p > other.p ? 1 : one.p === other.p ? 0.5 : 0);
          }
        }
        const answers = new BinaryAnswers(
          rows.map(({ label }) => label),
          rows.map(({ p }) => p),
          0.5,
          rows.map(({ model }) => model),
        );
        const area = answers.quality((index) => rows[index]?.weight ?? 0)?.auroc ?? null;
        if (pairs === 0) expect(area).toBeNull();
        else expect(area).toBeCloseTo(inOrder / pairs);
      }),
    );
  });
});
