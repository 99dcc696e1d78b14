import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Grade, MissingReason } from './grader.ts';
import { AnswerTally, missingInWords } from './missing.ts';

const REASONS: readonly MissingReason[] = [
  'refused',
  'unreadable',
  'low_coverage',
  'cut',
  'failed',
  'no_prompt',
  'unlabelled',
  'unknown',
];

const grade: fc.Arbitrary<Grade | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.record({ p: fc.double({ min: 0, max: 1, noNaN: true }), mode: fc.constant('logprobs' as const) }),
  fc.record({
    p: fc.double({ min: 0, max: 1, noNaN: true }),
    mode: fc.constantFrom('ranked' as const, 'base_rate' as const),
    reliable: fc.constant(false as const),
  }),
  fc.record({
    p: fc.constant(null),
    mode: fc.constant('logprobs' as const),
    missing: fc.constantFrom<MissingReason>(...REASONS, 'unasked'),
  }),
  fc.constant<Grade>({ p: null, mode: 'votes' }),
);

describe('the tally of answers', () => {
  it('counts each wanted answer once: there, missing for one reason, or unasked on purpose', () => {
    fc.assert(
      fc.property(fc.array(fc.array(grade, { maxLength: 5 }), { maxLength: 8 }), (completions) => {
        const tally = new AnswerTally();
        for (const grades of completions) {
          const there = grades.flatMap((each, index) => (each ? [[`p${index}`, each] as const] : []));
          tally.add(
            Object.fromEntries(there),
            grades.map((_, index) => `p${index}`),
          );
        }
        const all = completions.flat();
        const unasked = all.filter((each) => each?.missing === 'unasked').length;
        const answered = all.filter((each) => each && each.p !== null);
        const { of, missing, reasons, unreliable, baseRates } = tally.counts;
        expect(of).toBe(all.length - unasked);
        expect(missing).toBe(of - answered.length);
        expect(Object.values(reasons).reduce((sum, count) => sum + count, 0)).toBe(missing);
        for (const reason of REASONS.filter((each) => each !== 'unknown'))
          expect(reasons[reason] ?? 0).toBe(all.filter((each) => each?.missing === reason).length);
        expect(unreliable).toBe(answered.filter((each) => each?.reliable === false).length);
        expect(baseRates).toBe(answered.filter((each) => each?.mode === 'base_rate').length);
      }),
    );
  });

  it('says what is missing by kind, the most frequent first', () => {
    const tally = new AnswerTally();
    const missing = (reason: MissingReason): Grade => ({ p: null, mode: 'logprobs', missing: reason });
    tally.add({ a: missing('refused'), b: missing('unreadable'), c: missing('unreadable') }, ['a', 'b', 'c']);
    expect(missingInWords(tally.counts)).toBe('3 answers missing: 2 unreadable, 1 refused');
  });
});
