import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyOf } from '../../logic/testing.ts';
import type { Grade } from '../grader.ts';
import { gradesOfWordings, majorityGrade, wordingsAsked } from './paraphrases.ts';

const gradeOf = (p: number | null): Grade =>
  p === null ? { p, mode: 'logprobs', missing: 'refused', note: 'no' } : { p, mode: 'logprobs', coverage: 1 };

/** All ways in which the answers may come out, one by one. */
function byEnumeration(ps: readonly number[]): number {
  let sum = 0;
  for (let bits = 0; bits < 2 ** ps.length; bits++) {
    const answers = ps.map((_, index) => (bits >> index) % 2 === 1);
    const likely = answers.reduce(
      (all, yes, index) => all * (yes ? (ps[index] as number) : 1 - (ps[index] as number)),
      1,
    );
    const yes = answers.filter(Boolean).length;
    sum += likely * (2 * yes > ps.length ? 1 : 2 * yes === ps.length ? 0.5 : 0);
  }
  return sum;
}

describe('the grade of a proposition with paraphrases', () => {
  it('is the probability of a majority, by enumeration', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 7 }),
        (ps) => {
          const { p } = majorityGrade(ps.map(gradeOf));
          expect(p).toBeCloseTo(byEnumeration(ps), 10);
          expect(p).toBeGreaterThanOrEqual(0);
          expect(p).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('is wrong as often as two of three answers are, where single ones are wrong 5 of 100 times', () => {
    expect(majorityGrade([0.05, 0.05, 0.05].map(gradeOf)).p).toBeCloseTo(
      3 * 0.05 ** 2 * 0.95 + 0.05 ** 3,
      12,
    );
  });

  it('is missing where one of the answers is', () => {
    const grade = majorityGrade([gradeOf(1), gradeOf(null), gradeOf(1)]);
    expect(grade).toEqual({ p: null, mode: 'logprobs', missing: 'refused', note: 'wording 2 of 3: no' });
  });

  it('is that of the one wording where there is one', () => {
    const grade = gradeOf(0.3);
    expect(majorityGrade([grade])).toBe(grade);
  });

  it('asks each wording with the same examples, and gives the grades back by name', () => {
    const policy = policyOf({
      simple_propositions: {
        kind: {
          prompt: 'Is it kind?',
          paraphrases: ['Is the tone warm?', ' ', 'Would it please?'],
          examples: [{ response: 'Gladly.', answer: 'yes' }],
        },
        brief: { prompt: 'Is it brief?' },
        bare: { paraphrases: ['Is it bare?'] },
      },
    });
    const all = [...policy.propositions.values()];
    const asked = all.flatMap(wordingsAsked);
    expect(asked.map(({ prompt }) => prompt?.text)).toEqual([
      ...['Is it kind?', 'Is the tone warm?', 'Would it please?', 'Is it brief?'],
      undefined,
    ]);
    expect(new Set(asked.map(({ name }) => name.text)).size).toBe(5);
    expect(asked.slice(0, 3).every(({ examples }) => examples.length === 1)).toBe(true);
    const grades = Object.fromEntries(
      asked.slice(0, 4).map(({ name }, index) => [name.text, gradeOf(index === 0 ? 0 : 1)]),
    );
    const found = gradesOfWordings(all, grades);
    expect(Object.keys(found)).toEqual(['kind', 'brief']);
    expect(found.kind).toMatchObject({ p: 1, wordings: [0, 1, 1] });
    expect(found.brief).toEqual(gradeOf(1));
  });
});
