import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaled, termScales } from './term-scales.ts';

const TERMS = 6;

const rowsOf = fc.array(
  fc.record({ terms: fc.uniqueArray(fc.integer({ min: 0, max: TERMS + 1 })), answer: fc.boolean() }),
  { minLength: 1, maxLength: 20 },
);

const vectorOf = (terms: readonly number[]) => ({
  columns: Uint32Array.from(terms),
  values: Float64Array.from(terms, () => 0.5),
});

describe('term scales', () => {
  it('are half one and half the log ratio over its mean, by the definition', () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const scales = termScales(
          rows.map(({ terms }) => vectorOf(terms)),
          rows.map(({ answer }) => answer),
          TERMS,
        );
        const share = (term: number, answer: boolean) => {
          const side = rows.filter((row) => row.answer === answer);
          return (side.filter(({ terms }) => terms.includes(term)).length + 1) / (side.length + 2);
        };
        const ratios = Array.from({ length: TERMS }, (_, term) =>
          Math.abs(Math.log(share(term, true) / share(term, false))),
        );
        const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / TERMS;
        for (const [term, ratio] of ratios.entries())
          expect(scales[term]).toBeCloseTo(mean < 1e-12 ? 1 : (1 + ratio / mean) / 2, 6);
      }),
    );
  });

  it('leave what is no term as it is', () => {
    const { values } = scaled(vectorOf([0, TERMS]), new Float64Array(TERMS).fill(3));
    expect([...values]).toEqual([1.5, 0.5]);
  });
});
