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
export function readRateLimits(header: Header): RateLimits | undefined {
  const requests = readAllowance(header, 'requests');
  const tokens = readAllowance(header, 'tokens');
  return requests || tokens ? { ...(requests && { requests }), ...(tokens && { tokens }) } : undefined;
}

function readAllowance(header: Header, of: string): Allowance | undefined {
  const limit = numberOf(header(`x-ratelimit-limit-${of}`));
  const remaining = numberOf(header(`x-ratelimit-remaining-${of}`));
  const resetMs = readDuration(header(`x-ratelimit-reset-${of}`));
  if (limit === undefined || remaining === undefined || resetMs === undefined) return undefined;
  return { limit, remaining, resetMs };
}

/** `retry-after-ms`, or `retry-after` in seconds or as a date. In milliseconds from now. */
export function readRetryAfter(header: Header, now: number = Date.now()): number | undefined {
  const inMs = numberOf(header('retry-after-ms'));
  if (inMs !== undefined) return inMs;
  const written = header('retry-after');
  if (written === null || written === undefined) return undefined;
  const seconds = numberOf(written);
  if (seconds !== undefined) return seconds * 1000;
  const date = Date.parse(written);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** `6m0s`, `1.5s`, `120ms`, `1h2m3s`; a plain number is in seconds. */
export function readDuration(text: string | null | undefined): number | undefined {
  if (text === null || text === undefined) return undefined;
  const plain = numberOf(text);
  if (plain !== undefined) return plain * 1000;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[dhms]))+$/.test(text.trim())) return undefined;
  let ms = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[dhms])/g))
    ms += Number(amount) * (MS_PER[unit as keyof typeof MS_PER] ?? 0);
  return ms;
}

const MS_PER = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function numberOf(text: string | null | undefined): number | undefined {
  if (text === null || text === undefined || text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}
