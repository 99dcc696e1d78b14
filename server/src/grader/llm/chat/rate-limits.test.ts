import { expect, it } from 'vitest';
import { readRateLimits, readRetryAfter } from './rate-limits.ts';

it.each([
  [{ 'retry-after': '3' }, 3000],
  [{ 'retry-after-ms': '250', 'retry-after': '3' }, 250],
  [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:10 GMT' }, 6000],
  [{ 'retry-after': 'whenever' }, undefined],
  [{}, undefined],
])('%j waits %j ms', (headers: Record<string, string>, ms) => {
  expect(readRetryAfter((name) => headers[name], 4000)).toBe(ms);
});

it('reads what is there and leaves out what is not', () => {
  const headers: Record<string, string> = {
    'x-ratelimit-limit-requests': '60',
    'x-ratelimit-remaining-requests': '59',
    'x-ratelimit-reset-requests': '1s',
    'x-ratelimit-limit-tokens': '150000',
    'x-ratelimit-remaining-tokens': '149984',
  };
  expect(readRateLimits((name) => headers[name])).toEqual({
    requests: { limit: 60, remaining: 59, resetMs: 1000 },
  });
  expect(readRateLimits(() => null)).toBeUndefined();
});
