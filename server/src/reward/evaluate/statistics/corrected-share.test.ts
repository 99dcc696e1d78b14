import { describe, expect, it } from 'vitest';
import { type Judged, JudgedShare } from '../shared-rate.ts';
import { CorrectedShare } from './corrected-share.ts';
import { Chance } from './testing.ts';

/** One completion a prompt. */
const countsOf = (rows: readonly Judged[]) => {
  const of = (has: (row: Judged) => boolean) => Float64Array.from(rows, (row) => Number(has(row)));
  return {
    labelled: of(({ label }) => label !== undefined),
    labelledYes: of(({ label }) => label === true),
    labelledGradedYes: of(({ label, graded }) => label !== undefined && graded),
    unlabelled: of(({ label }) => label === undefined),
    unlabelledGradedYes: of(({ label, graded }) => label === undefined && graded),
  };
};
const judged = (pairs: readonly (readonly [graded: 0 | 1, label?: 0 | 1])[]): Judged[] =>
  pairs.map(([graded, label], prompt) => ({
    prompt,
    graded: graded === 1,
    label: label === undefined ? undefined : label === 1,
  }));

describe('a corrected share', () => {
  it('is the one of PPI++, computed by hand', () => {
    // Labels 1 1 1 0 of grades 1 1 0 0, and grades 1 0 1 0 without labels.
    const share = new CorrectedShare(countsOf(judged([[1, 1], [1, 1], [0, 1], [0, 0], [1], [0], [1], [0]])));
    // Power tuning of a mean (Angelopoulos, Duchi and Zrnic 2023): λ = Cov(y, f) / ((1 + n/N) Var(f)), here n = N = 4, with the variance
    // of f taken over both halves: Σ(y − ȳ)(f − f̄) = 1/2, Σ(f − f̄)² = 1 in each half. λ = (1/2) / (1 + 1) = 1/4.
    expect(share.lambda).toBeCloseTo(1 / 4, 12);
    // 3/4 + 1/4 (2/4 − 2/4).
    expect(share.value).toBeCloseTo(3 / 4, 12);
  });

  it('moves with what the grader says elsewhere', () => {
    // Labels 1 1 1 0 0 of grades that agree; elsewhere 4 of 5 instead of 3 of 5.
    const share = new CorrectedShare(
      countsOf(judged([[1, 1], [1, 1], [1, 1], [0, 0], [0, 0], [1], [1], [1], [1], [0]])),
    );
    // Σ(y − ȳ)(f − f̄) = 6/5; Σ(f − f̄)² = 6/5 and 4/5: λ = 6 / (6 + 4).
    expect(share.lambda).toBeCloseTo(0.6, 12);
    expect(share.value).toBeCloseTo(0.6 + 0.6 * (0.8 - 0.6), 12);
    expect(share.assumption).toBe('random-labels');
  });

  it('listens to the mean error alone where the labels are plainly no random part', () => {
    const rows: [0 | 1, (0 | 1)?][] = [
      ...Array.from({ length: 30 }, (_, index): [0 | 1, 0 | 1] => [index < 3 ? 1 : 0, index < 6 ? 1 : 0]),
      ...Array.from({ length: 60 }, (_, index): [0 | 1] => [index < 54 ? 1 : 0]),
    ];
    const share = new CorrectedShare(countsOf(judged(rows)));
    expect(share.assumption).toBe('same-errors');
    // 6 of 30 by labels; elsewhere 54 of 60 graded yes, and a tenth more that the grader misses.
    expect(share.value).toBeCloseTo((6 + 54 + 0.1 * 60) / 90, 12);
  });

  it('is the labels where all have one, and as graded below 6 prompts with one', () => {
    const all = new JudgedShare(
      judged([
        [1, 1],
        [0, 1],
        [1, 1],
        [0, 0],
      ]),
      4,
    );
    expect(all.shareEstimate).toMatchObject({ by: 'labels', value: 3 / 4, n: 4, labelled: 4 });
    expect(all.labelledRate).toMatchObject({ rate: 3 / 4, graded: 1 / 2, difference: -1 / 4, n: 4 });
    const few = new JudgedShare(judged([[1, 1], [0, 1], [1], [0], [1], [1], [1], [1]]), 8);
    expect(few.rate).toMatchObject({ asGraded: true, estimate: { by: 'graded', value: 6 / 8, labelled: 2 } });
  });

  it('has an interval that covers the share, where the grader errs and prompts hang together', () => {
    for (const [share, misses, invents, size, icc] of [
      [0.3, 0.2, 0.1, 3, 0.3],
      [0.8, 0.05, 0.3, 1, 0],
      [0.6, 0.4, 0.3, 3, 0.6],
    ] as const)
      for (const [labelled, others] of [
        [8, 40],
        [30, 60],
        [80, 300],
      ] as const) {
        const chance = new Chance(labelled + size);
        let [covered, error] = [0, 0];
        const runs = 400;
        for (let run = 0; run < runs; run++) {
          const rows: Judged[] = [];
          for (let prompt = 0; prompt < labelled + others; prompt++) {
            const [yes, missed, invented] = [share, misses, invents].map((p) => chance.ofPrompt(p, icc));
            for (let index = 0; index < size; index++) {
              const label = chance.is(yes as number);
              const graded = label ? !chance.is(missed as number) : chance.is(invented as number);
              rows.push({ prompt, graded, label: prompt < labelled ? label : undefined });
            }
          }
          const { value, interval } = new JudgedShare(rows, labelled + others).shareEstimate;
          error += (value as number) - share;
          if (interval && interval[0] <= share && share <= interval[1]) covered++;
        }
        expect(covered / runs).toBeGreaterThanOrEqual(0.9);
        if (labelled >= 30) expect(covered / runs).toBeLessThanOrEqual(0.98);
        // The grader alone is off by share × misses less (1 − share) × invents: 0.01 to 0.12.
        expect(Math.abs(error / runs)).toBeLessThan(0.02);
      }
  });
});
