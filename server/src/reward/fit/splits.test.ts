import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawing } from '../random.ts';
import { chooseL2, L2_GRID } from './choose-l2.ts';
import { type FitRow, fitDataOf } from './fit-data.ts';
import { heldOut } from './held-out.ts';
import { drawnPrompts, heldOutPrompts, others, promptFolds } from './splits.ts';
import { hundredths, meanHinge } from './testing.ts';

/** Every prompt is a cluster of its own. */
const each = (prompts: number) => Int32Array.from({ length: prompts }, (_, prompt) => prompt);

describe('splits by prompt', () => {
  it('never part prompts that ask the same', () => {
    const ids = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(ids, fc.nat(), (clusterIds, seed) => {
        const { clusters } = fitDataOf(
          [],
          clusterIds.map((cluster, at) => ({
            promptId: `${at}`,
            cluster,
            rank: 0,
            baseReward: 0,
            values: [],
          })),
        );
        const splits = [
          heldOutPrompts(clusters, 0.5, seed),
          ...promptFolds(clusters, 3, seed),
          drawnPrompts(clusters, drawing(seed)),
        ];
        for (const weights of splits)
          clusterIds.forEach((cluster, at) => {
            expect(weights[at]).toBe(weights[clusterIds.indexOf(cluster)]);
          });
        // As many clusters are drawn as there are, each of them counted once.
        const drawn = splits.at(-1) as Float64Array;
        const first = clusterIds.flatMap((cluster, at) => (clusterIds.indexOf(cluster) === at ? [at] : []));
        expect(first.reduce((sum, at) => sum + (drawn[at] as number), 0)).toBe(first.length);
      }),
    );
  });

  it('hold out the share that is asked for, the same prompts for the same seed', () => {
    const first = heldOutPrompts(each(40), 0.25, 7);
    expect(first.filter((weight) => weight === 1)).toHaveLength(10);
    expect(heldOutPrompts(each(40), 0.25, 7)).toEqual(first);
    expect(heldOutPrompts(each(40), 0.25, 8)).not.toEqual(first);
    expect(others(first).map((weight, prompt) => weight + (first[prompt] as number))).toEqual(
      new Float64Array(40).fill(1),
    );
  });

  it('put every prompt into one fold', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 2, max: 6 }), (prompts, count) => {
        const folds = promptFolds(each(prompts), count, 1);
        for (let prompt = 0; prompt < prompts; prompt++)
          expect(folds.reduce((sum, fold) => sum + (fold[prompt] as number), 0)).toBe(1);
      }),
    );
  });

  it('draw as many prompts as there are', () => {
    const drawn = drawnPrompts(each(50), drawing(3));
    expect(drawn.reduce((sum, count) => sum + count, 0)).toBe(50);
    expect(Math.max(...drawn)).toBeGreaterThan(1);
  });
});

const rows = fc.array(
  fc.record({
    promptId: fc.constantFrom('p', 'q', 'r'),
    rank: fc.nat(2),
    baseReward: hundredths(-1, 1),
    values: fc.array(hundredths(-1, 1), { minLength: 2, maxLength: 2 }),
  }),
  { minLength: 2, maxLength: 9 },
);

describe('what weights are worth on held-out prompts', () => {
  it('is loss and error rates by their definitions, on the prompts that are asked for', () => {
    fc.assert(
      fc.property(rows, hundredths(-2, 2), hundredths(-2, 2), (all, a, b) => {
        const data = fitDataOf(['a', 'b'], all);
        const asked = Float64Array.from(data.promptIds, (id) => (id === 'p' ? 0 : 1));
        const found = heldOut(data, { weights: Float64Array.of(a, b) }, 1, asked);
        const kept = all.filter(({ promptId }) => promptId !== 'p');
        const reward = ({ baseReward, values }: FitRow) =>
          baseReward + a * (values[0] as number) + b * (values[1] as number);
        if (found.loss === null) expect(found.pairs).toBe(0);
        else expect(found.loss).toBeCloseTo(meanHinge(kept, [a, b], 1), 9);
        const comparisons = kept
          .filter(({ rank }) => rank === 0)
          .flatMap((ideal) =>
            kept
              .filter((other) => other.promptId === ideal.promptId && other.rank > 0)
              .map((other) => ({
                gap: reward(ideal) - reward(other),
                base: other.baseReward >= ideal.baseReward,
              })),
          );
        expect(found.comparisons).toBe(comparisons.length);
        if (comparisons.length === 0) return;
        const share = (wrong: number) => wrong / comparisons.length;
        // Sums in another order differ in their last bits, which decide what is all but a tie.
        const wrongBy = (least: number) => share(comparisons.filter(({ gap }) => gap <= least).length);
        expect(found.errorRate).toBeGreaterThanOrEqual(wrongBy(-1e-12) - 1e-9);
        expect(found.errorRate).toBeLessThanOrEqual(wrongBy(1e-12) + 1e-9);
        if (all.some(({ baseReward }) => baseReward !== 0))
          expect(found.rmOnly.errorRate).toBeCloseTo(share(comparisons.filter(({ base }) => base).length), 9);
      }),
    );
  });
});

describe('a tie', () => {
  it('is an error: it does not rank', () => {
    const row = { promptId: 'p', baseReward: 0.5, values: [0.25] };
    const data = fitDataOf(
      ['a'],
      [
        { ...row, rank: 0 },
        { ...row, rank: 1 },
      ],
    );
    expect(heldOut(data, { weights: Float64Array.of(2) }, 1, Float64Array.of(1))).toMatchObject({
      comparisons: 1,
      errorRate: 1,
      rmOnly: { errorRate: 1 },
    });
  });
});

/** One feature that decides the rank and one that is noise. */
function informative(prompts: number): FitRow[] {
  const draw = drawing(5);
  return Array.from({ length: prompts * 6 }, (_, index) => {
    const rank = index % 3;
    const noise = draw(1000) / 1000;
    return {
      promptId: `p${index % prompts}`,
      rank,
      baseReward: 0,
      values: [1 - rank / 2 + noise / 5, draw(1000) / 1000],
    };
  });
}

describe('the strength of the penalty', () => {
  it('is the one of the grid that loses least on held-out prompts', () => {
    const data = fitDataOf(['decides', 'noise'], informative(20));
    const chosen = chooseL2(data, { margin: 1 }, 3);
    expect(chosen?.tried.map(({ l2 }) => l2)).toEqual(L2_GRID);
    const least = Math.min(...(chosen?.tried.map(({ loss }) => loss) ?? []));
    expect(chosen?.tried.find(({ l2 }) => l2 === chosen.l2)?.loss).toBe(least);
    // Far too strong a penalty must show.
    expect(chosen?.tried.at(-1)?.loss).toBeGreaterThan(least);
  });

  it('cannot be chosen with a single prompt', () => {
    const data = fitDataOf(
      ['a'],
      [
        { promptId: 'p', rank: 0, baseReward: 0, values: [1] },
        { promptId: 'p', rank: 1, baseReward: 0, values: [0] },
      ],
    );
    expect(chooseL2(data, { margin: 1 }, 1)).toBeUndefined();
  });
});
