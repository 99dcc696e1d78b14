import { readMoment, readMomentInMs } from './moments.ts';

/** One allowance of a server, as its headers tell it. */
export interface Allowance {
  readonly limit: number;
  readonly remaining: number;
  /** Until all of it is there again. */
  readonly resetMs: number;
}

export interface RateLimits {
  readonly requests?: Allowance;
  readonly tokens?: Allowance;
}

type Header = (name: string) => string | null | undefined;

/** Reads `x-ratelimit-*`; undefined where they are not there or cannot be read. */
export function readRateLimits(header: Header, now: number = Date.now()): RateLimits | undefined {
  const requests = readAllowance(header, 'requests', now);
  const tokens = readAllowance(header, 'tokens', now);
  return requests || tokens ? { ...(requests && { requests }), ...(tokens && { tokens }) } : undefined;
}

function readAllowance(header: Header, of: string, now: number): Allowance | undefined {
  const limit = numberOf(header(`x-ratelimit-limit-${of}`));
  const remaining = numberOf(header(`x-ratelimit-remaining-${of}`));
  const resetMs = readMoment(header(`x-ratelimit-reset-${of}`), now);
  if (limit === undefined || remaining === undefined || resetMs === undefined) return undefined;
  return { limit, remaining, resetMs };
}

/** What OpenAI, Anthropic, OpenRouter and the IETF's draft call the moment from which calls are taken again. */
const ALLOWANCES: readonly { readonly remaining: string; readonly reset: string }[] = [
  ...['requests', 'tokens'].flatMap((of) => [
    { remaining: `x-ratelimit-remaining-${of}`, reset: `x-ratelimit-reset-${of}` },
    { remaining: `anthropic-ratelimit-${of}-remaining`, reset: `anthropic-ratelimit-${of}-reset` },
  ]),
  { remaining: 'x-ratelimit-remaining', reset: 'x-ratelimit-reset' },
  { remaining: 'ratelimit-remaining', reset: 'ratelimit-reset' },
];

/**
 * For how long a server that turns a call away wants to be left alone: `retry-after-ms`, `retry-after`, or the reset
 * of an allowance that is used up. In milliseconds from now; undefined where it does not say, or nothing that
 * can be meant.
 */
export function readRetryAfter(header: Header, now: number = Date.now()): number | undefined {
  const said = readMomentInMs(header('retry-after-ms'), now) ?? readMoment(header('retry-after'), now);
  if (said !== undefined) return said;
  const waits = ALLOWANCES.flatMap(({ remaining, reset }) =>
    numberOf(header(remaining)) === 0 ? (readMoment(header(reset), now) ?? []) : [],
  );
  return waits.length > 0 ? Math.max(...waits) : undefined;
}

function numberOf(text: string | null | undefined): number | undefined {
  if (text === null || text === undefined || text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}
