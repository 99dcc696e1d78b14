import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binaryQuality } from '../../grader/metrics.ts';
import { QUALITY_FIGURES } from './figure-names.ts';
import { propositionFigures } from './proposition-figures.ts';
import type { Scored } from './statistics/one-models-answers.ts';

const PROMPTS = 6;
const rows = fc.array(
  fc.record({
    prompt: fc.nat(PROMPTS - 1),
    p: fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
    label: fc.boolean(),
  }),
  { minLength: 1, maxLength: 30 },
);
/** Straight from the definitions, without prompts. */
const plain = (all: readonly Scored[]) =>
  all.length === 0
    ? undefined
    : binaryQuality(
        all.map(({ label }) => label),
        all.map(({ p }) => p),
      );

describe('figures of a proposition', () => {
  it('are those of the definitions, also without each prompt', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const figures = propositionFigures(all, PROMPTS, 0.5);
        for (const name of QUALITY_FIGURES) {
          const expected = plain(all)?.[name] ?? null;
          if (expected === null) expect(figures[name].value).toBeNull();
          else expect(figures[name].value).toBeCloseTo(expected, 9);
          for (let prompt = 0; prompt < PROMPTS; prompt++) {
            const rest = all.filter((each) => each.prompt !== prompt);
            const without = plain(rest)?.[name] ?? null;
            if (expected !== null && without !== null)
              expect(figures[name].without[prompt]).toBeCloseTo(without, 9);
          }
        }
      }),
    );
  });

  it('have no interval where few prompts have a yes or a no, and none at all for the calibration error', () => {
    const all = Array.from({ length: 20 }, (_, prompt) => ({ prompt, p: prompt / 20, label: prompt >= 15 }));
    const figures = propositionFigures(all, 20, 0.5);
    expect(figures.auroc.ranged).toEqual({ interval: null, noInterval: 'few-of-a-kind' });
    expect(figures.ece.ranged).toEqual({ interval: null, noInterval: 'biased' });
    expect(figures.accuracy.ranged.interval).not.toBeNull();
    expect(propositionFigures(all.slice(0, 5), 20, 0.5).brier.ranged.noInterval).toBe('few-prompts');
  });

  it('that are perfect are bounded by the pairs that can be made without using a prompt twice', () => {
    const all = Array.from({ length: 18 }, (_, prompt) => ({
      prompt,
      p: prompt < 9 ? 0 : 1,
      label: prompt >= 9,
    }));
    // Nine pairs, all in order: 0.025^(1/9).
    expect(propositionFigures(all, 18, 0.5).auroc.ranged.interval?.[0]).toBeCloseTo(0.6637, 4);
  });
});
