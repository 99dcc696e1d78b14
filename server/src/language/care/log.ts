import type { GradeResult, GraderSettings } from '../protocol-grading.ts';

/** What a maintainer needs of who grades: no key, and of the address no more than its host. */
export function graderForLog(settings: GraderSettings): string {
  if (settings.kind === 'embedded') return 'Grader: embedded';
  const { kind, model, votes, order, ask, budget, hover } = settings;
  const plain = { model, votes, order, ask, budget, hover };
  if (settings.kind === 'editor') return `Grader: ${kind} ${JSON.stringify(plain)}`;
  const { baseUrl, apiKey, headers = {}, request = {}, mode, concurrency, timeoutSeconds, price } = settings;
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).host : 'no address';
  const more = {
    host,
    hasKey: apiKey !== undefined,
    headers: Object.keys(headers).length,
    requestHas: Object.keys(request),
    mode,
    concurrency,
    timeoutSeconds,
    hasPrice: price !== undefined,
  };
  return `Grader: ${kind} ${JSON.stringify({ ...plain, ...more })}`;
}

/** What a run took; never of what it was about, nor what a server said. */
export function runForLog(result: GradeResult): string {
  if ('reason' in result) return 'Grading could not begin.';
  const { done, total, failed, calls, costUsd, stopped } = result;
  const cost = costUsd === null ? 'price unknown' : `$${costUsd.toFixed(4)}`;
  const end = stopped === undefined ? '' : '; it ended before its end';
  return `Graded ${done} of ${total}, ${failed} with answers missing; ${calls} calls, ${cost}${end}`;
}
