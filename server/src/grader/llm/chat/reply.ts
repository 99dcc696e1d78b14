/** What one call to a model brought, in the terms of grading. */
export interface ChatReply {
  /** The message without what is marked as thoughts by the API. Empty where the model said nothing. */
  readonly text: string;
  /** What the API itself calls a refusal, in the model's words. */
  readonly refusal?: string;
  /** In lower case. */
  readonly finishReason: string;
  /** The tokens that the server gives log probabilities of, in order; they may be of thoughts as well. */
  readonly tokens?: readonly AnswerToken[];
  /** The API gives thoughts beside the answer. */
  readonly hasThoughts?: boolean;
  readonly usage?: { readonly input: number; readonly output: number };
  /** The body as it came, for the cache. */
  readonly raw: object;
}

interface Token {
  readonly text: string;
  /** Its UTF-8 bytes, where the server gives them. */
  readonly bytes?: readonly number[];
  readonly probability: number;
}

/** A token of the answer with the likeliest tokens in its place, itself among them. */
export interface AnswerToken extends Token {
  readonly alternatives: readonly Token[];
  /** A number of it is no log probability: above 0, or none at all for the token that was drawn. */
  readonly isImpossible?: boolean;
}

/**
 * Reads the body of a chat completion. Undefined where it is none: servers that call themselves compatible
 * send pages of HTML, cut bodies and error objects with status 200.
 */
export function readReply(body: unknown): ChatReply | undefined {
  if (!isObject(body) || !Array.isArray(body.choices)) return undefined;
  const [choice] = body.choices;
  if (!isObject(choice) || !isObject(choice.message)) return undefined;
  const { message } = choice;
  const content = readContent(message.content);
  if (!content) return undefined;
  const tokens = isObject(choice.logprobs) ? readTokens(choice.logprobs) : undefined;
  const usage = isObject(body.usage) ? readUsage(body.usage) : undefined;
  const refusal = typeof message.refusal === 'string' ? message.refusal : content.refusal;
  const hasThoughts = content.hasThoughts || THOUGHT_FIELDS.some((field) => isSaid(message[field]));
  return {
    text: content.text,
    ...(refusal !== undefined && refusal !== '' && { refusal }),
    finishReason: typeof choice.finish_reason === 'string' ? choice.finish_reason.toLowerCase() : '',
    ...(tokens && { tokens }),
    ...(hasThoughts && { hasThoughts }),
    ...(usage && { usage }),
    raw: body,
  };
}

const THOUGHT_FIELDS = ['reasoning_content', 'reasoning', 'thinking', 'reasoning_details', 'thinking_blocks'];

function isSaid(value: unknown): boolean {
  return (typeof value === 'string' && value.trim() !== '') || (Array.isArray(value) && value.length > 0);
}

interface Content {
  readonly text: string;
  readonly refusal?: string;
  readonly hasThoughts: boolean;
}

/** A text, nothing, or parts (or one): texts, refusals and thoughts. Undefined where it is something else. */
function readContent(content: unknown): Content | undefined {
  if (content === null || content === undefined) return { text: '', hasThoughts: false };
  if (typeof content === 'string') return { text: content, hasThoughts: false };
  if (!Array.isArray(content)) return isObject(content) ? readContent([content]) : undefined;
  const texts: string[] = [];
  let refusal: string | undefined;
  let hasThoughts = false;
  let isUnknown = false;
  for (const part of content) {
    if (typeof part === 'string') texts.push(part);
    else if (!isObject(part)) return undefined;
    else if (TEXT_PARTS.has(part.type) && typeof part.text === 'string') texts.push(part.text);
    else if (part.type === 'refusal' && typeof part.refusal === 'string') refusal = part.refusal;
    else if (THOUGHT_PARTS.has(String(part.type))) hasThoughts = true;
    else isUnknown = true;
  }
  // A citation beside a text is no text; where there is no text at all, it may be what we do not know.
  if (isUnknown && texts.length === 0 && refusal === undefined) return undefined;
  return { text: texts.join(''), ...(refusal !== undefined && { refusal }), hasThoughts };
}

const TEXT_PARTS: ReadonlySet<unknown> = new Set(['text', 'output_text', undefined]);
const THOUGHT_PARTS = new Set([
  'thinking',
  'redacted_thinking',
  'reasoning',
  'reasoning_text',
  'thought',
  'summary_text',
]);

/** In the API's shape, and in the older one that lists tokens, their logarithms and dictionaries of alternatives. */
function readTokens(logprobs: Record<string, unknown>): AnswerToken[] | undefined {
  const { content, tokens, token_logprobs: numbers, top_logprobs: tops } = logprobs;
  if (Array.isArray(content)) return allOrNone(content.map(readToken));
  if (!Array.isArray(tokens) || !Array.isArray(numbers)) return undefined;
  return allOrNone(
    tokens.map((token: unknown, index) =>
      readToken({ token, logprob: numbers[index], top_logprobs: Array.isArray(tops) ? tops[index] : [] }),
    ),
  );
}

function allOrNone(tokens: readonly (AnswerToken | undefined)[]): AnswerToken[] | undefined {
  const read = tokens.flatMap((token) => token ?? []);
  return read.length > 0 && read.length === tokens.length ? read : undefined;
}

function readToken(entry: unknown): AnswerToken | undefined {
  const drawn = readAlternative(entry);
  if (!drawn || !isObject(entry)) return undefined;
  const top = listOf(entry.top_logprobs);
  const alternatives = top.flatMap((each) => readAlternative(each) ?? []);
  // The sampled token need not be among the likeliest.
  if (!alternatives.some((each) => isSame(each, drawn))) alternatives.push(drawn);
  const isImpossible = [entry, ...top].some(isNoLogarithm) || typeof entry.logprob !== 'number';
  return { ...drawn, alternatives, ...(isImpossible && { isImpossible }) };
}

/** A list of alternatives, or a dictionary of them. */
function listOf(top: unknown): readonly unknown[] {
  if (Array.isArray(top)) return top;
  return isObject(top) ? Object.entries(top).map(([token, logprob]) => ({ token, logprob })) : [];
}

/** Some servers round: a logarithm a little above 0 is a probability of 1. */
const ROUNDED = 1e-3;

function isNoLogarithm(entry: unknown): boolean {
  return isObject(entry) && (Number.isNaN(entry.logprob) || Number(entry.logprob) > ROUNDED);
}

/** JSON has no infinity: `null` stands for a probability of 0. */
function readAlternative(entry: unknown): Token | undefined {
  if (!isObject(entry)) return undefined;
  const { token, logprob, bytes } = entry;
  if (typeof token !== 'string' || !(typeof logprob === 'number' || logprob === null)) return undefined;
  const probability = logprob === null ? 0 : Math.min(1, Math.exp(logprob));
  return {
    text: token,
    ...(isBytes(bytes) && { bytes }),
    probability: Number.isNaN(probability) ? 0 : probability,
  };
}

function isBytes(value: unknown): value is number[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each) => Number.isInteger(each) && each >= 0 && each < 256)
  );
}

/** Some servers give the bytes of one of the two only. */
function isSame(one: Token, other: Token): boolean {
  if (one.bytes && other.bytes) return String(one.bytes) === String(other.bytes);
  return one.text === other.text;
}

function readUsage({ prompt_tokens: input, completion_tokens: output }: Record<string, unknown>) {
  return typeof input === 'number' && typeof output === 'number' ? { input, output } : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
