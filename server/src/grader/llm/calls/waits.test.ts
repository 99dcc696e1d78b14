import { describe, expect, it } from 'vitest';
import { CallError, type CallErrorKind } from '../chat/chat.ts';
import { LONGEST_WAIT_MS, LONGEST_WITHOUT_ANSWER_MS, type Wait, Waits } from './waits.ts';

const refused = (kind: CallErrorKind = 'rate_limit') => new CallError(kind, 'Slow down.');

describe('the waits of a run', () => {
  it('end where one is too long', () => {
    expect(new Waits().tooLong(refused(), LONGEST_WAIT_MS)).toBeUndefined();
    const stopped = new Waits().tooLong(refused('server'), LONGEST_WAIT_MS + 1);
    expect(stopped).toMatchObject({ reason: 'wait', message: expect.stringMatching(/until .*Slow down\./) });
  });

  it('end where all of them together, without an answer, are too long', () => {
    const waits = new Waits();
    // The clock stands still: a pause that would end beyond the limit is not begun.
    waits.tooLong(refused(), 0);
    expect(waits.tooLong(refused(), LONGEST_WAIT_MS)).toBeUndefined();
    const begun = Date.now();
    const real = Date.now;
    try {
      Date.now = () => begun + LONGEST_WITHOUT_ANSWER_MS;
      expect(waits.tooLong(refused(), 1_000)).toMatchObject({ reason: 'wait' });
      waits.answered();
      expect(waits.tooLong(refused(), 1_000)).toBeUndefined();
    } finally {
      Date.now = real;
    }
  });

  it('are said once for the many calls that wait for the same, and not at all where they are short', () => {
    const said: Wait[] = [];
    const waits = new Waits((wait) => said.push(wait));
    for (let n = 0; n < 50; n++) waits.announce(20_000 + n, 'Slow down.');
    waits.announce(1_000, 'Slow down.');
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ ms: 20_000, why: 'Slow down.' });
    waits.announce(60_000, 'Slow down.');
    expect(said).toHaveLength(2);
  });
});
