import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contradictionsIn } from './contradictions.ts';
import { canHoldExactly } from './exact-feasibility.ts';
import { type FitRow, fitDataOf } from './fit-data.ts';
import { orderedPairs } from './pairs.ts';
import { hundredths } from './testing.ts';

const NAMES = ['a', 'b'];

function row(promptId: string, rank: number, values: number[], more: Partial<FitRow> = {}): FitRow {
  return { promptId, rank, baseReward: 0, values, ...more };
}

function found(rows: readonly FitRow[], options = {}) {
  return contradictionsIn(fitDataOf(NAMES, rows), { margin: 1, ...options });
}

/** d · w >= t in whole numbers, so that what follows is exact. */
interface Wanted {
  readonly d: readonly [number, number];
  readonly t: number;
}

function wanted(better: FitRow, worse: FitRow): Wanted {
  const d = (at: number) =>
    Math.round(100 * (better.values[at] as number)) - Math.round(100 * (worse.values[at] as number));
  return { d: [d(0), d(1)], t: 2 * (1 + worse.baseReward - better.baseReward) };
}

/**
 * In the plane, conditions hold together where every three of them do (Helly), and three do not where they cancel out with
 * weights that are not negative and ask for something all the same (Farkas): all threes are gone through.
 */
function canHold(all: readonly Wanted[]): boolean {
  const cross = (a: Wanted, b: Wanted) => a.d[0] * b.d[1] - a.d[1] * b.d[0];
  const along = (a: Wanted, b: Wanted) => a.d[0] * b.d[0] + a.d[1] * b.d[1];
  return !all.some((a) => {
    if (a.d[0] === 0 && a.d[1] === 0) return a.t > 0;
    return all.some((b) => {
      if (cross(a, b) === 0 && along(a, b) < 0 && -along(a, b) * a.t + along(a, a) * b.t > 0) return true;
      return all.some((c) => {
        const weights = [cross(b, c), cross(c, a), cross(a, b)] as const;
        if (weights.every((weight) => weight === 0) || weights.some((weight) => weight < 0)) return false;
        return weights[0] * a.t + weights[1] * b.t + weights[2] * c.t > 0;
      });
    });
  });
}

describe('pairs that no weights can satisfy', () => {
  it('are twins in features, unless the reward model tells them apart', () => {
    expect(found([row('p', 0, [1, 0]), row('p', 1, [1, 0])])).toEqual({
      found: [{ kind: 'twins', pairs: [{ better: 0, worse: 1, asks: 1, differs: [] }] }],
      twins: 1,
      opposites: 0,
      relabel: { first: [{ row: 0, of: 1 }], isEnough: true },
    });
    expect(found([row('p', 0, [1, 0], { baseReward: 2 }), row('p', 1, [1, 0])]).found).toEqual([]);
  });

  it('are two that ask for opposite things', () => {
    const rows = [row('p', 0, [1, 0]), row('p', 1, [0, 0]), row('q', 0, [0, 0.5]), row('q', 1, [0.5, 0.5])];
    expect(found(rows).found).toEqual([
      {
        kind: 'opposites',
        pairs: [
          { better: 0, worse: 1, asks: 1, differs: [{ feature: 'a', by: 1 }] },
          { better: 2, worse: 3, asks: 1, differs: [{ feature: 'a', by: -0.5 }] },
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
    expect(found(rows, { signs: new Map([['b', 'negative']]) }).found).toMatchObject([
      { kind: 'together', pairs: [{ better: 0, worse: 1 }], withSigns: true },
    ]);
  });

  it('name the completions to look at first: one that is in all of them, and is enough', () => {
    // 0 is labelled best of p and is the worst of what q to s say of the feature.
    const rows = [
      ...[row('p', 0, [0, 0]), row('p', 1, [1, 0]), row('p', 1, [0.5, 0])],
      ...[row('q', 0, [1, 0]), row('q', 1, [0, 0])],
      ...[row('r', 0, [0.5, 0.5]), row('r', 1, [0, 0.5])],
      ...[row('s', 0, [0, 1]), row('s', 1, [0, 0])],
    ];
    expect(found(rows).relabel).toMatchObject({ first: [{ row: 0 }], isEnough: true });
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
        const { better, worse } = orderedPairs(data, 1);
        const { added } = data;
        const pairs = Array.from(better, (row, pair) => ({
          better: added[row] as number,
          worse: added[worse[pair] as number] as number,
        }));
        const wants = (each: { better: number; worse: number }) =>
          wanted(rows[each.better] as FitRow, rows[each.worse] as FitRow);
        const { found: contradictions, undecided, relabel } = contradictionsIn(data, { margin: 1 });
        expect(undecided).toBeUndefined();
        expect(contradictions.length > 0).toBe(!canHold(pairs.map(wants)));
        for (const { pairs: found } of contradictions) {
          const all = found.map(wants);
          expect(canHold(all)).toBe(false);
          for (const left of all) expect(canHold(all.filter((each) => each !== left))).toBe(true);
        }
        expect(relabel === undefined).toBe(contradictions.length === 0);
        const doubtful = new Set(relabel?.first.map(({ row }) => row));
        const others = pairs.filter((pair) => !doubtful.has(pair.better) && !doubtful.has(pair.worse));
        if (relabel?.isEnough) expect(canHold(others.map(wants))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('are found whatever the scales and the number of features, by an exact oracle', () => {
    const arbitrary = fc.integer({ min: 2, max: 6 }).chain((size) =>
      fc.record({
        size: fc.constant(size),
        // Of each feature, and of rewards.
        scales: fc.array(fc.integer({ min: -10, max: 10 }), { minLength: size + 1, maxLength: size + 1 }),
        signs: fc.array(fc.constantFrom(undefined, undefined, 'positive' as const, 'negative' as const), {
          minLength: size,
          maxLength: size,
        }),
        rows: fc.array(
          fc.record({
            promptId: fc.constantFrom('p', 'q', 'r', 's'),
            rank: fc.nat(2),
            base: fc.integer({ min: -20, max: 20 }),
            values: fc.array(fc.oneof(fc.nat(1), fc.integer({ min: -999, max: 999 })), {
              minLength: size,
              maxLength: size,
            }),
          }),
          { minLength: 2, maxLength: 9 },
        ),
      }),
    );
    const seen = { contradictory: 0, satisfiable: 0 };
    fc.assert(
      fc.property(arbitrary, ({ size, scales, signs, rows }) => {
        const names = Array.from({ length: size }, (_, at) => `f${at}`);
        const written = (digits: number, at: number) => Number(`${digits}e${scales[at]}`);
        const data = fitDataOf(
          names,
          rows.map(({ promptId, rank, base, values }) => ({
            promptId,
            rank,
            baseReward: written(base, size),
            values: values.map(written),
          })),
        );
        const { better, worse } = orderedPairs(data, written(10, size));
        const wants = (one: number, other: number) => {
          const [a, b] = [rows[one], rows[other]] as [(typeof rows)[0], (typeof rows)[0]];
          return {
            row: a.values.map((value, at) => value - (b.values[at] as number)),
            least: 10 + b.base - a.base,
          };
        };
        const all = Array.from(better, (row, pair) =>
          wants(data.added[row] as number, data.added[worse[pair] as number] as number),
        );
        const bounds = signs.flatMap((sign, at) =>
          sign
            ? [{ row: names.map((_, i) => (i === at ? (sign === 'positive' ? 1 : -1) : 0)), least: 0 }]
            : [],
        );
        const signed = new Map(
          signs.flatMap((sign, at) => (sign ? [[names[at] as string, sign] as const] : [])),
        );
        const contradictions = contradictionsIn(data, { margin: written(10, size), signs: signed });
        if (contradictions.undecided) return;
        const holds = canHoldExactly([...all, ...bounds]);
        seen[holds ? 'satisfiable' : 'contradictory']++;
        expect(contradictions.found.length > 0).toBe(!holds);
        for (const { pairs, withSigns } of contradictions.found) {
          const members = pairs.map((pair) => wants(pair.better, pair.worse));
          const given = withSigns ? bounds : [];
          expect(canHoldExactly([...members, ...given])).toBe(false);
          for (const left of members)
            expect(canHoldExactly([...members.filter((each) => each !== left), ...given])).toBe(true);
        }
      }),
      { numRuns: 800 },
    );
    // About an eighth of them, so fewer than this is not chance.
    expect(seen.contradictory).toBeGreaterThan(6);
    expect(seen.satisfiable).toBeGreaterThan(20);
  });

  it('are no twins where a small or a large feature differs, and are where only the last digits do', () => {
    expect(found([row('p', 0, [2e-10, 0]), row('p', 1, [1e-10, 0])]).found).toEqual([]);
    expect(found([row('p', 0, [1e10, 0]), row('p', 1, [1e10 + 1, 0])]).found).toEqual([]);
    expect(found([row('p', 0, [0.1 + 0.2, 0]), row('p', 1, [0.3, 0])]).twins).toBe(1);
    expect(found([row('p', 0, [1e10 * (0.1 + 0.2), 0]), row('p', 1, [1e10 * 0.3, 0])]).twins).toBe(1);
  });

  it('are not claimed where weights beyond what the digits bear would do', () => {
    const rows = [row('p', 0, [1 + 1e-13, 0]), row('p', 1, [1, 0])];
    const far = [row('q', 0, [1e3, 0]), row('q', 1, [0, 1])];
    expect(found([...rows, ...far])).toMatchObject({ found: [], undecided: true });
  });
});
