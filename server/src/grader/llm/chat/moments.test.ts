import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMoment, readMomentInMs, readWaitInWords, timeInWords } from './moments.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const HOUR = 3_600_000;

it.each<[string | null, number | undefined]>([
  ['1s', 1000],
  ['6m0s', 360_000],
  ['120ms', 120],
  ['1h2m3s', 3_723_000],
  ['1d2h3m4s5ms', 86_400_000 + 2 * HOUR + 184_005],
  ['24h0m0s', 24 * HOUR],
  ['2m59.56s', 179_560],
  ['450µs', 0.45],
  ['34.074824224s', 34_074.824224],
  ['20', 20_000],
  ['0', 0],
  ['7200', 2 * HOUR],
  [String(NOW / 1000 + 60), 60_000],
  [String(NOW + 60_000), 60_000],
  [String(NOW / 1000 - 5), 0],
  ['2026-11-27T13:00:00Z', HOUR],
  ['Fri, 27 Nov 2026 13:00:00 GMT', HOUR],
  ['Friday, 27-Nov-26 13:00:00 GMT', HOUR],
  ['-5', undefined],
  ['1e400', undefined],
  ['99999999999999999', undefined],
  ['400000000', undefined],
  ['2099-01-01T00:00:00Z', undefined],
  ['soon', undefined],
  ['try 5', undefined],
  ['', undefined],
  [null, undefined],
])('%j is %j ms away', (text, ms) => {
  const read = readMoment(text, NOW);
  if (ms === undefined) expect(read).toBeUndefined();
  else expect(read).toBeCloseTo(ms, 3);
});

it('a plain number of retry-after-ms is in milliseconds', () => {
  expect(readMomentInMs('250', NOW)).toBe(250);
  expect(readMomentInMs('-1', NOW)).toBeUndefined();
  expect(readMomentInMs('2s', NOW)).toBe(2000);
});

it('is never negative, never more than a month, whatever is written', () => {
  const text = fc.oneof(
    fc.string(),
    fc.double().map(String),
    fc.bigInt().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.tuple(fc.nat(), fc.constantFrom('ms', 's', 'm', 'h', 'd')).map(([n, unit]) => `${n}${unit}`),
  );
  fc.assert(
    fc.property(text, (written) => {
      for (const read of [readMoment(written, NOW), readMomentInMs(written, NOW), readWaitInWords(written)])
        if (read !== undefined) {
          expect(read).toBeGreaterThanOrEqual(0);
          expect(read).toBeLessThanOrEqual(31 * 24 * HOUR);
        }
    }),
    { numRuns: 2_000 },
  );
});

it('what Go writes of a duration is read back', () => {
  fc.assert(
    fc.property(fc.nat(48), fc.nat(59), fc.nat(59), (h, m, s) => {
      expect(readMoment(`${h}h${m}m${s}s`, NOW)).toBe(((h * 60 + m) * 60 + s) * 1000);
    }),
  );
});

describe('a wait in words', () => {
  it.each<[string, number | undefined]>([
    ['Rate limit reached. Please try again in 20s. Visit …', 20_000],
    ['Please try again in 7m12s.', 432_000],
    ['Please try again in 450ms.', 450],
    ['Please retry in 34.07s.', 34_070],
    ['Please retry after 20 seconds.', 20_000],
    ['Try again in 5 minutes', 300_000],
    ['Limit resets in 1 hour', HOUR],
    ['The model gpt-4 has 20 sides.', undefined],
    ['Try again later.', undefined],
  ])('%s', (text, ms) => {
    expect(readWaitInWords(text)).toBe(ms);
  });
});

it('a time has its date where it is not today', () => {
  const now = new Date(2026, 10, 27, 12, 0, 0);
  expect(timeInWords(new Date(2026, 10, 27, 15, 4, 5), now)).toBe('15:04:05');
  expect(timeInWords(new Date(2026, 10, 28, 1, 2, 3), now)).toBe('2026-11-28 01:02:03');
});
