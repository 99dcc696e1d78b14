import { describe, expect, it } from 'vitest';
import { LeftOut, leftOutDocument, leftOutInWords, missingAmong } from './left-out.ts';

describe('completions that are left out', () => {
  it('are worded by how many they are, with the reason', () => {
    const leftOut = new LeftOut();
    leftOut.add({ why: 'no-ranking-label' }, 144);
    leftOut.add({ why: 'no-ranking-label' });
    leftOut.add({ why: 'no-grade', names: ['refuses', 'judges'] });
    expect(leftOutInWords(leftOut.counts)).toEqual([
      '145 completions were left out because they have no ranking label.',
      '1 completion was left out because it has no grade for refuses, judges.',
    ]);
    expect(leftOutDocument(leftOut.counts)).toEqual({
      'no-ranking-label': 145,
      'no-grade: refuses, judges': 1,
    });
  });

  it('are missing where they are ranked and lack what was asked for, and only then', () => {
    const leftOut = new LeftOut();
    leftOut.add({ why: 'no-response-type' }, 1);
    leftOut.add({ why: 'no-ranking-label' }, 10);
    leftOut.add({ why: 'label-not-in-ordering', label: 'x', responseType: 'r' }, 100);
    expect(missingAmong(leftOut.counts)).toBe(0);
    leftOut.add({ why: 'no-grade', names: ['a'] }, 2);
    leftOut.add({ why: 'no-base-reward' }, 30);
    leftOut.add({ why: 'no-features' }, 400);
    leftOut.add({ why: 'no-unsafe-feature', combination: 'cost' }, 5000);
    expect(missingAmong(leftOut.counts)).toBe(5432);
  });
});
