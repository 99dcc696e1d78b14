import { describe, expect, it } from 'vitest';
import { bootstrapWeights, LEAST_PROMPTS, tailOf } from './bootstrap.ts';
import { fitWeights } from './fit.ts';
import { type FitRow, fitDataOf } from './fit-data.ts';
import { coverage, SETTINGS } from './simulated-prompts.ts';

const OPTIONS = { l2: 1e-3, margin: 1 };

/** A prompt with an ideal completion and another one. */
const prompt = (promptId: string, ideal: readonly number[], other: readonly number[]): FitRow[] => [
  { promptId, rank: 0, baseReward: 0, values: ideal },
  { promptId, rank: 1, baseReward: 0, values: other },
];

function uncertaintiesOf(
  rows: readonly FitRow[],
  more: { fixed?: Map<string, number>; draws?: number } = {},
) {
  const size = rows[0]?.values.length ?? 0;
  const data = fitDataOf(['a', 'b', 'c'].slice(0, size), rows);
  const refit = (promptWeights: Float64Array) => fitWeights(data, { ...OPTIONS, promptWeights }).weights;
  return bootstrapWeights(data, { refit, draws: 200, seed: 1, ...more });
}

/** P(X <= k) of a binomial X, by its definition. */
function binomialAtMost(k: number, n: number, p: number): number {
  let [sum, term] = [0, (1 - p) ** n];
  for (let i = 0; i <= k; i++) {
    sum += term;
    term *= ((n - i) / (i + 1)) * (p / (1 - p));
  }
  return sum;
}

const wave = (index: number, step: number) => Math.sin(index * step) / 4;

describe('intervals of weights', () => {
  it.each(Object.entries(SETTINGS))(
    'cover the optimum of the population: %s',
    (_, setting) => {
      const found = coverage(setting, [5, 10, 30], { runs: 40, draws: 120, endless: 3000 });
      expect(found[0]).toEqual({ prompts: 5, given: 0, covering: 0 });
      for (const { prompts, given, covering } of found.slice(1)) {
        // A feature that differs too seldom has none.
        expect([prompts, given > 0]).toEqual([prompts, true]);
        // Not what would be seen once in a hundred times with a coverage of 0.90, or else of 0.98. True or false features
        // have fewer values for a weight than an interval needs to cover just 95%: there it may be more.
        expect([prompts, binomialAtMost(covering, given, 0.9) > 0.01]).toEqual([prompts, true]);
        if (!setting.isDiscrete)
          expect([prompts, 1 - binomialAtMost(covering - 1, given, 0.98) > 0.01]).toEqual([prompts, true]);
      }
    },
    300_000,
  );

  it('are not given below the least number of prompts with ranked pairs, and it is said why', () => {
    const few = Array.from({ length: LEAST_PROMPTS - 1 }, (_, i) =>
      prompt(`p${i}`, [1 + wave(i, 7)], [wave(i, 3)]),
    );
    // Prompts without pairs tell nothing, however many there are.
    const alone = Array.from({ length: 50 }, (_, i) => ({
      ...{ promptId: `alone ${i}`, rank: 0, baseReward: 0, values: [i] },
    }));
    expect(uncertaintiesOf([...few.flat(), ...alone])).toEqual([
      { prompts: LEAST_PROMPTS - 1, interval: null, noInterval: 'few-prompts' },
    ]);
    const enough = [...few.flat(), ...prompt('one more', [1], [0]), ...alone];
    expect(uncertaintiesOf(enough)[0]).toMatchObject({
      prompts: LEAST_PROMPTS,
      interval: { includesZero: false },
    });
  });

  it('are not given to a feature that tells pairs apart in too few prompts, nor to a weight that is given', () => {
    const rows = Array.from({ length: 30 }, (_, i) =>
      prompt(`p${i}`, [1 + wave(i, 7), i < 4 ? 1 : 0, 5], [wave(i, 3), 0, 5]),
    ).flat();
    const [a, b, c] = uncertaintiesOf(rows);
    expect(a).toMatchObject({ prompts: 30, interval: { includesZero: false } });
    expect(b).toEqual({ prompts: 4, interval: null, noInterval: 'seldom' });
    expect(c).toEqual({ prompts: 0, interval: null, noInterval: 'seldom' });
    expect(uncertaintiesOf(rows, { fixed: new Map([['a', 2]]) })[0]).toMatchObject({ noInterval: 'given' });
  });

  it('are not given where no draw moves the weight', () => {
    // All prompts say the same.
    const rows = Array.from({ length: 20 }, (_, i) => prompt(`p${i}`, [1], [0])).flat();
    const varied = Array.from({ length: 20 }, (_, i) => prompt(`p${i}`, [1 + wave(i, 7)], [0])).flat();
    expect(uncertaintiesOf(rows)[0]).toEqual({ prompts: 20, interval: null, noInterval: 'no-spread' });
    expect(uncertaintiesOf(varied)[0]?.interval).not.toBeNull();
  });

  it('are not given where a draw cannot be fitted', () => {
    const rows = Array.from({ length: 20 }, (_, i) => prompt(`p${i}`, [1 + wave(i, 7)], [0])).flat();
    const data = fitDataOf(['a'], rows);
    let fits = 0;
    const refit = (promptWeights: Float64Array) =>
      ++fits === 7 ? undefined : fitWeights(data, { ...OPTIONS, promptWeights }).weights;
    expect(bootstrapWeights(data, { refit, draws: 200, seed: 1 })).toEqual([
      { prompts: 20, interval: null, noInterval: 'not-refitted' },
    ]);
  });

  it('are not given where the draws do not reach their ends', () => {
    const rows = Array.from({ length: 10 }, (_, i) => prompt(`p${i}`, [1 + wave(i, 7)], [wave(i, 3)])).flat();
    // 1 / 0.00855 = 116.96: with 115 draws the lowest one stands for more than is to be cut off.
    expect(uncertaintiesOf(rows, { draws: 115 })[0]).toMatchObject({ noInterval: 'few-draws' });
    expect(uncertaintiesOf(rows, { draws: 116 })[0]?.interval).not.toBeNull();
  });

  it('tell a feature that decides from one that is noise, and are the same for the same seed', () => {
    const rows = Array.from({ length: 40 }, (_, i) =>
      prompt(`p${i}`, [1 + wave(i, 7), wave(i, 11)], [wave(i, 3), wave(i, 5)]),
    ).flat();
    const [decides, noise] = uncertaintiesOf(rows);
    expect(decides?.interval?.low).toBeGreaterThan(0);
    expect(noise?.interval?.includesZero).toBe(true);
    expect(uncertaintiesOf(rows)).toEqual([decides, noise]);
  });

  it('cut off as much as Hesterberg 2015 has it', () => {
    expect(tailOf(10)).toBeCloseTo(0.00855, 5);
    expect(tailOf(1e6)).toBeCloseTo(0.025, 4);
    for (const n of [2, 5, 10, 50]) expect(tailOf(n)).toBeLessThan(tailOf(n + 1));
  });
});
