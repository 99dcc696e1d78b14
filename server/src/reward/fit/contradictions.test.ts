import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contradictionsIn } from './contradictions.ts';
import { type FitRow, fitDataOf } from './fit-data.ts';
import { orderedPairs } from './pairs.ts';
import { hundredths, meanHinge, solveIndependently } from './testing.ts';

const NAMES = ['a', 'b'];

function row(promptId: string, rank: number, values: number[], more: Partial<FitRow> = {}): FitRow {
  return { promptId, rank, baseReward: 0, values, ...more };
}

function found(rows: readonly FitRow[], options = {}) {
  return contradictionsIn(fitDataOf(NAMES, rows), { margin: 1, ...options });
}

describe('pairs that no weights can satisfy', () => {
  it('are twins in features, unless the reward model tells them apart', () => {
    expect(found([row('p', 0, [1, 0]), row('p', 1, [1, 0])])).toEqual({
      found: [{ kind: 'twins', pairs: [{ better: 0, worse: 1 }] }],
      twins: 1,
      opposites: 0,
    });
    expect(found([row('p', 0, [1, 0], { baseReward: 2 }), row('p', 1, [1, 0])]).found).toEqual([]);
  });

  it('are two that ask for opposite things', () => {
    const rows = [row('p', 0, [1, 0]), row('p', 1, [0, 0]), row('q', 0, [0, 0.5]), row('q', 1, [0.5, 0.5])];
    expect(found(rows).found).toEqual([
      {
        kind: 'opposites',
        pairs: [
          { better: 0, worse: 1 },
          { better: 2, worse: 3 },
        ],
      },
    ]);
  });

  it('are more that cancel out together', () => {
    const rows = [
      ...[row('p', 0, [1, 0]), row('p', 1, [0, 0])],
      ...[row('q', 0, [0, 1]), row('q', 1, [0, 0])],
      ...[row('r', 0, [0, 0]), row('r', 1, [1, 1])],
    ];
    const [only, ...more] = found(rows).found;
    expect(more).toEqual([]);
    expect(only?.kind).toBe('together');
    expect(only?.pairs.map(({ better, worse }) => `${better}>${worse}`).sort()).toEqual([
      '0>1',
      '2>3',
      '4>5',
    ]);
  });

  it('may take a sign', () => {
    const rows = [row('p', 0, [0, 1]), row('p', 1, [0, 0])];
    expect(found(rows).found).toEqual([]);
    expect(found(rows, { signs: new Map([['b', 'negative']]) }).found).toEqual([
      { kind: 'together', pairs: [{ better: 0, worse: 1 }], withSigns: true },
    ]);
  });

  it('are found where there are any, and only there; none of a set can be left out', () => {
    const arbitrary = fc.array(
      fc.record({
        promptId: fc.constantFrom('p', 'q'),
        rank: fc.nat(2),
        baseReward: fc.constantFrom(0, 0.5, -1),
        values: fc.array(hundredths(-1, 1), { minLength: 2, maxLength: 2 }),
      }),
      { minLength: 2, maxLength: 7 },
    );
    fc.assert(
      fc.property(arbitrary, (rows) => {
        const data = fitDataOf(NAMES, rows);
        const { count } = orderedPairs(data, 1);
        if (count === 0) return;
        const contradictions = contradictionsIn(data, { margin: 1 }).found;
        // With next to no penalty the least loss is 0 just where all pairs can be satisfied.
        const l2 = 1e-9;
        const least = solveIndependently(rows, { l2, margin: 1, names: NAMES });
        if (contradictions.length === 0) expect(least).toBeLessThan(1e-2);
        else expect(least).toBeGreaterThan(1e-7);
        for (const { pairs } of contradictions) {
          const alone = (left: number) =>
            pairs
              .filter((_, index) => index !== left)
              .flatMap(({ better, worse }, index) => [
                { ...(rows[better] as FitRow), promptId: `${index}`, rank: 0 },
                { ...(rows[worse] as FitRow), promptId: `${index}`, rank: 1 },
              ]);
          pairs.forEach((_, left) => {
            const rest = alone(left);
            if (rest.length > 0)
              expect(solveIndependently(rest, { l2, margin: 1, names: NAMES })).toBeLessThan(1e-2);
          });
          expect(meanHinge(alone(-1), [0, 0], 1)).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });
});
