/** The probability that Python's servers write as `-Infinity`; vLLM itself writes this number where it can. */
const NO_LOGPROB = '-9999';

/**
 * Reads JSON as servers write it: Python's puts out `NaN`, `Infinity` and `-Infinity`, which JSON has not. A logarithm
 * of minus infinity becomes -9999, of which the exponential is 0 as well; the other two become null. Undefined
 * for what is no JSON.
 */
export function parseLenient(text: string): unknown {
  const plain = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(plain);
  } catch {
    if (!/NaN|Infinity/.test(plain)) return undefined;
  }
  try {
    // Strings are matched first, so that what stands in them stays.
    const readable = plain.replace(/"(?:[^"\\]|\\.)*"|-Infinity|\+?Infinity|-?NaN/g, (found) =>
      found.startsWith('"') ? found : found === '-Infinity' ? NO_LOGPROB : 'null',
    );
    return JSON.parse(readable);
  } catch {
    return undefined;
  }
}

type Fields = Record<string, unknown>;

/** Whether a body is a stream of events, as some servers send though none was asked for. */
export function isEventStream(contentType: string, text: string): boolean {
  const begins = /^\s*(?::[^\n]*\n\s*)*(?:event|data|id|retry):/;
  return /^text\/event-stream\b/i.test(contentType) || begins.test(text);
}

/**
 * A stream of chunks as the one chat completion that it amounts to; an error in it is returned in its place. Undefined
 * where the stream ends before its answer does, or holds none.
 */
export function assembleEvents(text: string): unknown {
  const events = text.split(/\r?\n\r?\n|\r\r/).flatMap((event) => {
    const data = event.split(/\r?\n|\r/).flatMap((line) => /^data: ?(.*)$/.exec(line)?.[1] ?? []);
    return data.length > 0 ? [data.join('\n').trim()] : [];
  });
  let first: Fields | undefined;
  let usage: unknown;
  let finish: unknown;
  const message: Fields = { role: 'assistant', content: null };
  const tokens: unknown[] = [];
  for (const event of events) {
    const chunk = event === '[DONE]' ? undefined : parseLenient(event);
    if (!isFields(chunk)) continue;
    if (chunk.error || chunk.type === 'error') return chunk;
    usage = chunk.usage ?? usage;
    const [choice] = Array.isArray(chunk.choices) ? chunk.choices : [];
    if (!isFields(choice) || (choice.index ?? 0) !== 0) continue;
    if (choice.error) return { ...chunk, choices: [choice] };
    // A whole answer in one event.
    if (isFields(choice.message)) return chunk;
    first ??= chunk;
    for (const name of ['content', 'refusal', 'reasoning_content', 'reasoning']) {
      const piece = isFields(choice.delta) ? choice.delta[name] : undefined;
      if (typeof piece === 'string') message[name] = `${message[name] ?? ''}${piece}`;
    }
    const { logprobs } = choice;
    if (isFields(logprobs) && Array.isArray(logprobs.content)) tokens.push(...logprobs.content);
    finish = choice.finish_reason ?? finish;
  }
  if (!first || (finish === undefined && !events.includes('[DONE]'))) return undefined;
  const choice = {
    index: 0,
    message,
    logprobs: tokens.length > 0 ? { content: tokens } : null,
    finish_reason: finish ?? 'stop',
  };
  return { ...first, object: 'chat.completion', choices: [choice], ...(isFields(usage) && { usage }) };
}

/** Whether a body is a page of HTML. */
export function isPage(text: string, contentType: string): boolean {
  return /html/i.test(contentType) || /^\s*<(?:!doctype|html|head|body)\b/i.test(text);
}

const WORDS_LENGTH = 160;

/** The first words of a body, for people; of a page, what is to be read on it. */
export function firstWords(text: string, contentType: string): string {
  const read = isPage(text, contentType)
    ? text
        .slice(0, 20_000)
        .replace(/<(script|style)\b[\s\S]*?(?:<\/\1>|$)/gi, ' ')
        .replace(/<[^>]*>/g, ' ')
    : text.slice(0, 2_000);
  const flat = (read.trim() === '' ? text.slice(0, 2_000) : read).replace(/\s+/g, ' ').trim();
  return flat.length > WORDS_LENGTH ? `${flat.slice(0, WORDS_LENGTH - 1)}…` : flat;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
