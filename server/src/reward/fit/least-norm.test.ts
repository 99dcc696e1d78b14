import fc from 'fast-check';
import { solveQP } from 'quadprog';
import { describe, expect, it } from 'vitest';
import { dot } from './differences.ts';
import { leastNorm } from './least-norm.ts';

function conditions(rows: readonly (readonly number[])[], least: readonly number[]) {
  const size = rows[0]?.length ?? 0;
  const arrays = rows.map((row) => Float64Array.from(row));
  return {
    size,
    least: Float64Array.from(least),
    row: (index: number) => arrays[index] as Float64Array,
  };
}

/** By the dual method of Goldfarb and Idnani; undefined where it says that there is no solution. */
function independently(rows: readonly (readonly number[])[], least: readonly number[]): number[] | undefined {
  const size = rows[0]?.length ?? 0;
  const fromOne = <T>(list: readonly T[]): T[] => [undefined as T, ...list];
  const unit = Array.from({ length: size }, (_, i) =>
    fromOne(Array.from({ length: size }, (_, j) => (i === j ? 1 : 0))),
  );
  const columns = Array.from({ length: size }, (_, i) => fromOne(rows.map((row) => row[i] as number)));
  const { solution, message } = solveQP(
    fromOne(unit),
    fromOne(Array.from({ length: size }, () => 0)),
    fromOne(columns),
    fromOne(least),
    0,
  );
  return message ? undefined : solution.slice(1);
}

const system = fc
  .integer({ min: 1, max: 4 })
  .chain((size) =>
    fc.array(
      fc.tuple(
        fc.array(fc.integer({ min: -3, max: 3 }), { minLength: size, maxLength: size }),
        fc.integer({ min: -2, max: 3 }),
      ),
      { minLength: 1, maxLength: 12 },
    ),
  );

describe('least norm under linear conditions', () => {
  it('is what an independent solver finds, or a contradiction that none of its conditions can be left out of', () => {
    let contradictions = 0;
    let degenerate = 0;
    fc.assert(
      fc.property(system, (written) => {
        const rows = written.map(([row]) => row);
        const least = written.map(([, value]) => value);
        const expected = independently(rows, least);
        const found = leastNorm(conditions(rows, least));
        if ('weights' in found) {
          const { weights } = found;
          rows.forEach((row, index) => {
            expect(dot(Float64Array.from(row), weights)).toBeGreaterThan((least[index] as number) - 1e-7);
          });
          // It takes two conditions that are one equation for a contradiction; ours have been checked.
          expected?.forEach((value, index) => {
            expect(weights[index]).toBeCloseTo(value, 5);
          });
          if (!expected) degenerate++;
          return;
        }
        if ('unknown' in found) throw new Error('small systems are decided');
        contradictions++;
        expect(expected).toBeUndefined();
        const chosen = found.contradiction;
        // Farkas: the rows cancel and the least values do not.
        (rows[0] as number[]).forEach((_, feature) => {
          const sum = chosen.reduce(
            (all, { index, factor }) => all + factor * (rows[index]?.[feature] as number),
            0,
          );
          expect(sum).toBeCloseTo(0, 6);
        });
        expect(
          chosen.reduce((all, { index, factor }) => all + factor * (least[index] as number), 0),
        ).toBeCloseTo(1, 6);
        for (const { index: left } of chosen) {
          const rest = chosen.filter(({ index }) => index !== left).map(({ index }) => index);
          const others = rest.map((index) => rows[index] as number[]);
          if (others.length > 0)
            expect(
              independently(
                others,
                rest.map((index) => (least[index] as number) - 1e-6),
              ),
            ).toBeDefined();
        }
      }),
      { numRuns: 3000 },
    );
    expect(contradictions).toBeGreaterThan(300);
    expect(degenerate).toBeLessThan(100);
  });
});
