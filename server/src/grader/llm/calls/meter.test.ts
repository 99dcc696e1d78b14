import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RunStopped } from '../chat/chat.ts';
import { Meter } from './meter.ts';

const call = () => ({ inputTokens: 1000, outputTokens: 10 });
const price = { input: 1, output: 10 };

it('counts in tokens and money, by hand', () => {
  const meter = new Meter({ calls: 100, usd: 1 }, price);
  const [first, second, third] = [call(), call(), call()];
  for (const each of [first, second, third]) meter.reserve(each);
  meter.answered(first, { input: 800, output: 2 });
  meter.lost(second);
  meter.turnedAway(third);
  expect(meter.spent).toEqual({
    calls: 2,
    uncertain: 1,
    turnedAway: 1,
    inputTokens: 1800,
    outputTokens: 12,
    // 1800 * 1e-6 + 12 * 10e-6
    costUsd: expect.closeTo(0.00192, 12),
  });
});

it('an unknown price is unknown, and no limit in money can be held', () => {
  expect(new Meter({ calls: 1 }).spent.costUsd).toBeNull();
  expect(() => new Meter({ calls: 1, usd: 1 })).toThrow(RangeError);
});

it('no order of calls passes a limit', () => {
  const step = fc.record({
    kind: fc.constantFrom('reserve', 'answered', 'lost', 'turnedAway'),
    tokens: fc.integer({ min: 0, max: 1000 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 1, max: 20 }), (steps, calls) => {
      const usd = 0.005;
      const meter = new Meter({ calls, usd }, price);
      const open: { inputTokens: number; outputTokens: number }[] = [];
      for (const { kind, tokens } of steps) {
        if (kind === 'reserve') {
          const each = call();
          try {
            meter.reserve(each);
            open.push(each);
          } catch (error) {
            expect(error).toBeInstanceOf(RunStopped);
          }
        } else {
          const each = open.shift();
          if (!each) continue;
          if (kind === 'answered') meter.answered(each, { input: tokens, output: 10 });
          else if (kind === 'lost') meter.lost(each);
          else meter.turnedAway(each);
        }
        expect(meter.spent.calls + open.length).toBeLessThanOrEqual(calls);
        expect(meter.spent.costUsd as number).toBeLessThanOrEqual(usd + 1e-12);
      }
    }),
  );
});
