import { describe, expect, it } from 'vitest';
import { SessionSpend } from './spend.ts';

const told = (calls: number, costUsd: number, unpriced = 0) => ({ calls, costUsd, unpriced });

describe('what a session spent', () => {
  it('goes on over a restart of the server, and begins anew when it is reset', () => {
    const session = new SessionSpend();
    session.told(told(3, 0.5));
    session.told(told(5, 0.75));
    session.told(told(0, 0));
    session.told(told(2, 0.25, 1));
    expect(session.spent).toEqual(told(7, 1, 1));
    session.reset();
    expect(session.spent).toEqual(told(0, 0));
    session.told(told(3, 0.5, 2));
    expect(session.spent).toEqual(told(1, 0.25, 1));
    session.told(told(1, 0.125));
    expect(session.spent).toEqual(told(2, 0.375, 1));
  });
});
