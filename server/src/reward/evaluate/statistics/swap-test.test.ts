import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawing } from '../../random.ts';
import { QUALITY_FIGURES } from '../figure-names.ts';
import { propositionFigures } from '../proposition-figures.ts';
import { holmAdjusted } from './holm.ts';
import type { Scored } from './one-models-answers.ts';
import { ShareFigure } from './share-figure.ts';
import { swapTests } from './swap-test.ts';

const ofPrompts = (hits: readonly number[]) =>
  new ShareFigure(Float64Array.from(hits), new Float64Array(hits.length).fill(1));
const p = (before: readonly number[], after: readonly number[]) =>
  swapTests([ofPrompts(before).swapsWith(ofPrompts(after))], before.length, drawing(1))[0];

describe('two runs over the same prompts', () => {
  it('cannot be told apart by fewer than 6 prompts that differ', () => {
    expect(p([0, 0, 0, 0, 0, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1])).toBeNull();
    expect(p([0], [1])).toBeNull();
  });

  it('are as far apart by chance as counting all ways of swapping says', () => {
    // All six for the better: only that and its mirror image of 2^6 are as far.
    expect(p([0, 0, 0, 0, 0, 0, 1], [1, 1, 1, 1, 1, 1, 1])).toBe(2 / 64);
    // Seven of eight: that, its mirror image, and those with none the other way: 2 (1 + 8) / 256.
    expect(p([0, 0, 0, 0, 0, 0, 0, 1], [1, 1, 1, 1, 1, 1, 1, 0])).toBe((2 * 9) / 256);
  });

  it('have the p of every figure that measuring each mixture anew gives', () => {
    const row = fc.record({
      prompt: fc.nat(6),
      p: fc.integer({ min: 0, max: 6 }),
      label: fc.boolean(),
      model: fc.nat(1),
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(row, fc.integer({ min: 0, max: 6 })), { minLength: 14, maxLength: 24 }),
        (rows) => {
          const before = rows.map(([each]): Scored => ({ ...each, p: each.p / 6 }));
          const after = rows.map(([each, now]): Scored => ({ ...each, p: now / 6 }));
          const figures = (all: readonly Scored[]) => propositionFigures(all, 7, 0.5);
          const [a, b] = [figures(before), figures(after)];
          const found = swapTests(
            QUALITY_FIGURES.map((name) => a[name].swapsWith(b[name])),
            7,
            drawing(1),
          );
          const distances = QUALITY_FIGURES.map((): number[] => []);
          for (let way = 0; way < 128; way++) {
            const isSwapped = ({ prompt }: Scored) => ((way >> prompt) & 1) === 1;
            const mixed = (own: readonly Scored[], other: readonly Scored[]) =>
              figures(own.map((each, index) => (isSwapped(each) ? (other[index] as Scored) : each)));
            const [first, second] = [mixed(before, after), mixed(after, before)];
            QUALITY_FIGURES.forEach((name, index) => {
              distances[index]?.push(Math.abs((second[name].value ?? 0) - (first[name].value ?? 0)));
            });
          }
          QUALITY_FIGURES.forEach((_, index) => {
            const each = distances[index] as number[];
            const asFar = each.filter((distance) => distance >= (each[0] as number) - 1e-9).length;
            if (found[index] !== null) expect(found[index]).toBeCloseTo(asFar / 128, 9);
          });
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('many p-values', () => {
  it('are corrected as Holm 1979 does it', () => {
    // By hand: 0.01 × 4, 0.02 × 3, max(0.06, 0.03 × 2), max(0.06, 0.04 × 1).
    const adjusted = holmAdjusted([0.04, 0.01, 0.03, 0.02]);
    [0.06, 0.04, 0.06, 0.06].forEach((value, index) => {
      expect(adjusted[index]).toBeCloseTo(value, 12);
    });
    expect(holmAdjusted([0.6, 0.9])).toEqual([1, 1]);
    expect(holmAdjusted([])).toEqual([]);
  });
});
