import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EvaluatedItem } from './items.ts';
import { worstItems } from './worst.ts';

const THRESHOLDS = new Map([
  ['a', 0.5],
  ['b', 0.8],
]);

function item(id: string, more: Partial<EvaluatedItem> = {}): EvaluatedItem {
  return { id, promptId: id.split('/')[0] as string, answers: {}, ...more };
}

const probability = fc.double({ min: 0, max: 1, noNaN: true });
const labelled = fc.tuple(probability, fc.boolean());
const completion = fc.record(
  {
    prompt: fc.integer({ min: 0, max: 3 }),
    expected: fc.constantFrom('x', 'y'),
    predicted: fc.constantFrom('x', 'y'),
    pExpected: probability,
    a: labelled,
    b: labelled,
    rank: fc.integer({ min: 0, max: 2 }),
    total: fc.integer({ min: 0, max: 2 }),
  },
  { requiredKeys: ['prompt'] },
);
type Drawn = { prompt: number } & Partial<{
  expected: string;
  predicted: string;
  pExpected: number;
  a: [number, boolean];
  b: [number, boolean];
  rank: number;
  total: number;
}>;

function itemOf(drawn: Drawn, index: number): EvaluatedItem {
  const { prompt, expected, predicted, pExpected, a, b, rank, total } = drawn;
  return item(`p${prompt}/${index}`, {
    responseType: 'comply',
    ...(expected !== undefined && { expectedClass: expected }),
    ...(predicted !== undefined && { predictedClass: predicted }),
    ...(pExpected !== undefined && { classProbabilities: { expected: pExpected } }),
    answers: { ...(a && { a }), ...(b && { b }) },
    ...(rank !== undefined && { rank }),
    ...(total !== undefined && { reward: { rbr: total, total, tier: 0 } }),
  });
}

/** By the rule as it is documented, one completion at a time. */
function expectedDisagreement(all: readonly Drawn[], index: number): number {
  const own = all[index] as Drawn;
  const isOther = own.expected !== undefined && own.predicted !== undefined && own.expected !== own.predicted;
  const wrong = (['a', 'b'] as const).flatMap((name) => {
    const [p, label] = own[name] ?? [];
    if (p === undefined || label === undefined) return [];
    return p >= (THRESHOLDS.get(name) as number) === label ? [] : [Math.abs(p - Number(label))];
  });
  let [bad, of] = [0, 0];
  for (const other of all) {
    if (other === own || other.prompt !== own.prompt) continue;
    if (own.rank === undefined || other.rank === undefined) continue;
    if (own.total === undefined || other.total === undefined) continue;
    if ((own.rank === 0) === (other.rank === 0)) continue;
    const [ideal, worse] = own.rank === 0 ? [own.total, other.total] : [other.total, own.total];
    of++;
    if (worse >= ideal) bad++;
  }
  return (isOther ? 1 - (own.pExpected ?? 0.5) : 0) + Math.max(0, ...wrong) + (of === 0 ? 0 : bad / of);
}

describe('the worst completions', () => {
  it('are those with the largest sum of the three parts, in order, and none that contradicts nobody', () => {
    fc.assert(
      fc.property(fc.array(completion, { maxLength: 14 }), fc.integer({ min: 1, max: 6 }), (drawn, most) => {
        const all = drawn as Drawn[];
        const found = worstItems(all.map(itemOf), THRESHOLDS, most);
        const wanted = all
          .map((_, index) => ({ index, value: expectedDisagreement(all, index) }))
          .filter(({ value }) => value > 0)
          .sort((a, b) => b.value - a.value || a.index - b.index)
          .slice(0, most);
        expect(found.map(({ index }) => index)).toEqual(wanted.map(({ index }) => index));
        for (const [at, { disagreement }] of found.entries())
          expect(disagreement).toBeCloseTo(wanted[at]?.value as number, 12);
      }),
    );
  });

  it('puts a confident contradiction above a doubtful one', () => {
    const found = worstItems(
      [
        item('p/doubtful', { answers: { a: [0.51, false] } }),
        item('p/sure', { answers: { a: [0.99, false] } }),
      ],
      THRESHOLDS,
    );
    expect(found.map(({ index }) => index)).toEqual([1, 0]);
    expect(found[0]?.propositions).toEqual([{ name: 'a', p: 0.99, label: false }]);
  });

  it('lists nothing where everything is as people say', () => {
    const fine = item('p/fine', {
      expectedClass: 'x',
      predictedClass: 'x',
      classProbabilities: { expected: 0.6, predicted: 0.6 },
      answers: { a: [0.6, true], b: [0.7, false] },
    });
    expect(worstItems([fine], THRESHOLDS)).toEqual([]);
  });
});
