/** Further away than this nobody means it: a number that was read as something that it is not. */
const FARTHEST_MS = 31 * 24 * 3_600_000;
/** Seconds since 1970 are above it for any year from 2001 on, and no wait is as long. */
const LEAST_EPOCH_SECONDS = 1e9;
const LEAST_EPOCH_MS = 1e11;

/**
 * How long from `now`, in milliseconds, where a server says how long or until when: `34s`, `6m0s`, `1d2h3m4s5ms`,
 * `24h0m0s`, a plain number of seconds, seconds or milliseconds since 1970, a date of HTTP or of ISO 8601. What
 * is past is 0. Undefined for what cannot be read, is below zero, or lies more than 31 days ahead.
 */
export function readMoment(text: string | null | undefined, now: number = Date.now()): number | undefined {
  const written = text?.trim() ?? '';
  if (written === '') return undefined;
  const value = Number(written);
  if (!Number.isNaN(value)) {
    if (value >= LEAST_EPOCH_MS) return until(value, now);
    return value >= LEAST_EPOCH_SECONDS ? until(value * 1000, now) : within(value * 1000);
  }
  return readDuration(written) ?? readDate(written, now);
}

/** As `readMoment`, where a plain number is in milliseconds. */
export function readMomentInMs(
  text: string | null | undefined,
  now: number = Date.now(),
): number | undefined {
  const value = Number(text?.trim() || Number.NaN);
  if (Number.isNaN(value)) return readMoment(text, now);
  return value >= LEAST_EPOCH_MS ? until(value, now) : within(value);
}

/** `6m0s`, `1.5s`, `120ms`, `1h2m3s`, `1d2h`, `450µs`. */
function readDuration(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?\s*(?:ns|[uµμ]s|ms|[dhms])\s*)+$/i.test(text)) return undefined;
  let ms = 0;
  for (const [, amount, unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)\s*(ns|[uµμ]s|ms|[dhms])/gi))
    ms += Number(amount) * (MS_PER[unit.toLowerCase().replace(/^[µμ]/, 'u')] ?? 0);
  return within(ms);
}

const MS_PER: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `Date.parse` takes nearly anything for a date, such as "try 5"; only what looks like one is given to it. */
const DATE = /^\d{4}-\d{2}-\d{2}T|^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? .*\d{2}:\d{2}/i;

function readDate(text: string, now: number): number | undefined {
  const at = DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : until(at, now);
}

function until(at: number, now: number): number | undefined {
  return within(Math.max(0, at - now));
}

function within(ms: number): number | undefined {
  return ms >= 0 && ms <= FARTHEST_MS ? ms : undefined;
}

const IN_WORDS =
  /(?:try again|retry|retry again|available again|resets?|reset again|wait)\b[^.\d]{0,40}?((?:\d+(?:\.\d+)?\s*(?:ns|[uµμ]s|ms|milliseconds?|[dhms](?![a-z])|sec(?:ond)?s?|min(?:ute)?s?|hours?|days?)\s*)+)/i;
const UNITS: readonly [RegExp, string][] = [
  [/milliseconds?/gi, 'ms'],
  [/sec(?:ond)?s?/gi, 's'],
  [/min(?:ute)?s?/gi, 'm'],
  [/hours?/gi, 'h'],
  [/days?/gi, 'd'],
];

/** The wait that an error's text asks for: "Please try again in 6m0s", "retry after 20 seconds". In milliseconds. */
export function readWaitInWords(text: string): number | undefined {
  const said = IN_WORDS.exec(text)?.[1];
  if (said === undefined) return undefined;
  return readDuration(UNITS.reduce((plain, [word, unit]) => plain.replace(word, unit), said).trim());
}

/** The time of day, with the date where it is not today's; local time. */
export function timeInWords(at: Date, now: Date = new Date()): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return at.toDateString() === now.toDateString()
    ? time
    : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${time}`;
}
