import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AurocFigure } from './auroc-figure.ts';
import type { Scored } from './one-models-answers.ts';

/** The definition, pair by pair, of answers that one model has given. */
function byPairs(rows: readonly Scored[]): number | null {
  let [right, pairs] = [0, 0];
  for (const one of rows) {
    for (const other of rows) {
      if (!one.label || other.label || one.model !== other.model) continue;
      pairs++;
      right += one.p > other.p ? 1 : one.p === other.p ? 0.5 : 0;
    }
  }
  return pairs === 0 ? null : right / pairs;
}

const PROMPTS = 6;
// Few values, so that ties are common.
const rows = fc.array(
  fc.record(
    {
      prompt: fc.nat(PROMPTS - 1),
      p: fc.integer({ min: 0, max: 4 }).map((n) => n / 4),
      label: fc.boolean(),
      model: fc.nat(2),
    },
    { requiredKeys: ['prompt', 'p', 'label'] },
  ),
  { maxLength: 25 },
);

describe('AUROC of one model or several', () => {
  it('is that of all pairs within a model: of all prompts, without one, and with some of another run', () => {
    const marks = fc.array(fc.nat(1), { minLength: PROMPTS, maxLength: PROMPTS });
    fc.assert(
      fc.property(rows, rows, marks, (own, others, marked) => {
        const [figure, other] = [new AurocFigure(own, PROMPTS), new AurocFigure(others, PROMPTS)];
        const expectSame = (found: number | null, expected: number | null) =>
          expected === null
            ? expect(found === null || Number.isNaN(found)).toBe(true)
            : expect(found).toBeCloseTo(expected, 9);
        expectSame(figure.value, byPairs(own));
        figure.without.forEach((value, prompt) => {
          expectSame(value, byPairs(own.filter((row) => row.prompt !== prompt)));
        });
        const mixed = [
          ...own.filter(({ prompt }) => marked[prompt] === 0),
          ...others.filter(({ prompt }) => marked[prompt] === 1),
        ];
        const swaps = figure.swapsWith(other);
        swaps.measure(Uint8Array.from(marked), 1);
        expectSame(swaps.before, byPairs(mixed));
      }),
    );
  });
});
