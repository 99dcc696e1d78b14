import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Grade } from './grader.ts';
import { refusedForReward } from './reliable.ts';

const sure: Grade = { p: 0.9, mode: 'embedded' };
const ranked: Grade = { p: 0.9, mode: 'ranked', reliable: false, note: 'not reliable offline: 3 positives' };
const baseRate: Grade = { p: 0.1, mode: 'base_rate', reliable: false };
const missing: Grade = { p: null, mode: 'votes', missing: 'unreadable', note: 'neither yes nor no' };

describe('what a served reward is computed from', () => {
  it('refuses what the grader itself does not rely on, unless told', () => {
    const grades = { sure, ranked, baseRate };
    const needed = Object.keys(grades);
    expect(refusedForReward(grades, needed)).toEqual([
      { proposition: 'ranked', reason: 'not reliable offline: 3 positives' },
      { proposition: 'baseRate', reason: 'not reliable' },
    ]);
    expect(refusedForReward(grades, needed, { acceptUnreliable: true })).toEqual([]);
    expect(refusedForReward(grades, ['sure'])).toEqual([]);
  });

  it('never accepts a missing answer, whatever it is called', () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (name, acceptUnreliable) => {
        expect(refusedForReward({}, [name], { acceptUnreliable })).toEqual([
          { proposition: name, reason: 'it was not graded' },
        ]);
        expect(refusedForReward({ [name]: missing }, [name], { acceptUnreliable })).toHaveLength(1);
      }),
    );
  });
});
