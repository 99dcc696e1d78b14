import { describe, expect, it } from 'vitest';
import { compileCues } from './cues.ts';

function matches(text: string, subject: string): boolean {
  const { cues, problems } = compileCues([{ text, speaksFor: true }]);
  expect(problems).toEqual([]);
  return cues[0]?.reply?.test(subject) ?? false;
}

describe('cues', () => {
  it.each([
    ["can't help", "I'm sorry, I CAN’T  help you.", true],
    ["can't help", "You can't helpfully say that.", false],
    ['help', 'unhelpful', false],
    ['help', 'Help!', true],
    ['über', 'Lesen Sie darüber nach.', false],
    ['über', 'Etwas über Katzen', true],
    ['C++ (modern)', 'We use c++ (Modern) here.', true],
    ['[omitted]', 'The rest is [omitted].', true],
    ['line break', 'line\nbreak', true],
  ])('the phrase %j in %j: %s', (cue, subject, expected) => {
    expect(matches(cue, subject)).toBe(expected);
  });

  it.each([
    ['/\\bunable to (help|assist)\\b/i', 'Unable to assist.', true],
    ['/Unable/', 'unable', false],
    ['/^no\\b/im', 'Well.\nNo.', true],
    ['/a/b/', 'a/b', true],
  ])('the pattern %s in %j: %s', (cue, subject, expected) => {
    expect(matches(cue, subject)).toBe(expected);
  });

  it('reports what cannot be used and keeps the rest', () => {
    const written = ['/(/', '/x(?=y)/', '/(a)\\1/', '/a/q', ' ', 'fine'].map((text) => ({
      text,
      speaksFor: false,
    }));
    const { cues, problems } = compileCues(written);
    expect(cues).toHaveLength(1);
    expect(problems.map(({ cue }) => cue)).toEqual(written.slice(0, 5));
    expect(problems.map(({ problem }) => problem)).toEqual([
      expect.stringContaining('missing closing'),
      expect.stringContaining('lookahead'),
      expect.stringContaining('backreferences'),
      expect.stringContaining('flag "q"'),
      expect.stringContaining('empty'),
    ]);
  });

  it('looks at the request, at the reply, or at both, whichever is written', () => {
    const { cues, problems } = compileCues([
      { request: 'what is', speaksFor: true },
      { request: '/^why/i', text: 'no reason', speaksFor: false },
      { request: '/(/', text: 'fine', speaksFor: true },
      { request: ' ', speaksFor: true },
      { speaksFor: true },
    ]);
    expect(
      cues.map(({ reply, request }) => [request?.test('What is rye?'), reply?.test('No reason.')]),
    ).toEqual([
      [true, undefined],
      [false, true],
    ]);
    expect(problems.map(({ problem }) => problem)).toEqual([
      expect.stringContaining('missing closing'),
      expect.stringContaining('empty'),
      expect.stringContaining('empty'),
    ]);
  });

  it('answers at once where a backtracking engine would not in a lifetime', () => {
    expect(matches('/^(a+)+$/', `${'a'.repeat(5000)}!`)).toBe(false);
  });
});
