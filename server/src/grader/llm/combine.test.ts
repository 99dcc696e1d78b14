import { describe, expect, it } from 'vitest';
import { gradeOfReading, gradeOfRounds, gradeOfVotes } from './combine.ts';

describe('grades', () => {
  it('five of five votes are .917 with a standard error of .104 (Jeffreys, by hand)', () => {
    const grade = gradeOfVotes(['yes', 'yes', 'yes', 'yes', 'yes'], 'votes');
    expect(grade.p).toBeCloseTo(5.5 / 6, 12);
    expect(grade.stderr).toBeCloseTo(Math.sqrt(((5.5 / 6) * (0.5 / 6)) / 7), 12);
    expect(grade.votes).toEqual({ yes: 5, no: 0 });
  });

  it('votes that are neither do not count, and are said', () => {
    const grade = gradeOfVotes(['yes', 'no', 'unreadable', 'refused'], 'votes');
    expect(grade).toMatchObject({ p: 0.5, votes: { yes: 1, no: 1 } });
    expect(grade.note).toContain('2 of 4');
  });

  it('a judge that refuses is its own outcome', () => {
    expect(gradeOfVotes(['refused', 'unreadable'], 'votes')).toMatchObject({ p: null, missing: 'refused' });
    expect(gradeOfVotes(['unreadable'], 'votes')).toMatchObject({ p: null, missing: 'unreadable' });
    expect(gradeOfReading({ kind: 'missing', why: 'refused', said: 'no' })).toMatchObject({
      p: null,
      missing: 'refused',
    });
  });

  it('of fewer than half of the votes there is no grade, and what most of the others were is said', () => {
    const grade = gradeOfVotes(['yes', 'yes', 'cut', 'cut', 'unreadable'], 'votes');
    expect(grade).toMatchObject({ p: null, missing: 'cut', coverage: 0.4 });
    expect(grade.note).toContain('2 of 5');
  });

  it('low coverage is no grade, and its coverage stays', () => {
    const low = { kind: 'missing', why: 'low_coverage', said: 'Yes', p: 0.9, coverage: 0.3 } as const;
    expect(gradeOfReading(low)).toMatchObject({ p: null, missing: 'low_coverage', coverage: 0.3 });
    expect(gradeOfReading(low).note).toContain('30 %');
    expect(gradeOfReading({ kind: 'probability', p: 0.9, coverage: 0.9 }).note).toBeUndefined();
  });

  it('a text without usable log probabilities is one vote (Jeffreys: 1.5 / 2), and says why', () => {
    const grade = gradeOfReading({ kind: 'vote', side: 'yes', why: 'none' });
    expect(grade).toMatchObject({ p: 0.75, mode: 'votes', votes: { yes: 1, no: 0 } });
    expect(grade.note).toContain('one vote');
  });

  it('rounds: mean, standard deviation and range, by hand', () => {
    const of = (p: number | null) => ({ p, mode: 'logprobs' as const, coverage: 0.9 });
    expect(gradeOfRounds([of(0.2), of(0.4), of(null), of(0.6)])).toMatchObject({
      p: expect.closeTo(0.4, 12),
      repeats: { n: 3, sd: expect.closeTo(0.2, 12), lowest: 0.2, highest: 0.6 },
    });
    expect(gradeOfRounds([of(0.2)])).toEqual(of(0.2));
    expect(gradeOfRounds([of(null), of(null)]).p).toBeNull();
  });
});
