import * as l10n from '@vscode/l10n';
import { CallError, type CallErrorDetails, type CallErrorKind, type ChatRequest } from '../chat/chat.ts';
import { type RateLimits, readRateLimits, readRetryAfter } from '../chat/rate-limits.ts';
import { type ChatReply, readReply } from '../chat/reply.ts';
import { outputTokens } from '../chat/tokens.ts';
import { assembleEvents, firstWords, isEventStream, isPage, parseLenient } from './body.ts';
import { hasFiltered, readErrorBody, type SaidError } from './error-body.ts';
import { isDaily, kindOfFailure } from './failure.ts';
import type { HttpAnswer } from './http-client.ts';

/** What a limit of days amounts to where nothing says until when. */
const DAY_MS = 24 * 3_600_000;

/**
 * The chat completion in an answer. Whatever else came is a `CallError` whose kind is what the server says, by status,
 * code and words, and whose message has the server's own words; `clean` takes out of them what nobody should see.
 */
export function readChatAnswer(
  answer: HttpAnswer,
  request: ChatRequest,
  clean: (text: string) => string,
): { readonly reply: ChatReply; readonly rate?: RateLimits } {
  const rate = readRateLimits(answer.header);
  const withRate = { ...(rate && { rate }) };
  const { status, contentType, text } = answer;
  const isGood = status >= 200 && status < 300;
  const body = isEventStream(contentType, text) ? assembleEvents(text) : parseLenient(text);
  const said = readErrorBody(body);
  if (!isGood || said) throw failureOf(answer, said, body, clean);
  const stopped = stoppedAnswer(body);
  if (stopped) throw new CallError(stopped.kind, clean(stopped.message), { ...withRate, bill: billOf(body) });
  const reply = readReply(body);
  if (!reply) throw new CallError('malformed', clean(notACompletion(answer, body)), withRate);
  expectWords(reply, request, withRate);
  return { reply, ...withRate };
}

/** An error of HTTP, or one inside an answer of status 200. */
export function failureOf(
  answer: HttpAnswer,
  said: SaidError | undefined,
  body: unknown,
  clean: (text: string) => string,
): CallError {
  const { contentType, text, header } = answer;
  const isGood = answer.status >= 200 && answer.status < 300;
  const status = isGood ? said?.status : answer.status;
  // A page, or a sentence of a proxy: what is to be read on it is all that is said.
  const words = said ?? { message: '', codes: [], isFlagged: false };
  const asText = words.message === '' ? firstWords(text, contentType) : '';
  // "Blocked" on a page is a firewall's word, not that of a filter which has read the text.
  const telling = isPage(text, contentType) ? '' : asText;
  const kind = kindOfFailure(status, { ...words, message: words.message || telling });
  const rate = readRateLimits(header);
  const daily = kind === 'rate_limit' && isDaily(words) ? DAY_MS : undefined;
  const retryAfterMs = readRetryAfter(header) ?? words.retryAfterMs ?? daily;
  const location = answer.status >= 300 && answer.status < 400 ? header('location') : undefined;
  const message =
    location === undefined
      ? inWords(status, words.message, asText, contentType)
      : l10n.t('{0}, it sends on to {1}', answer.status, location);
  return new CallError(kind, clean(message), {
    ...(status !== undefined && { status }),
    ...(words.param !== undefined && { param: words.param }),
    ...(rate && { rate }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    bill: isGood && hasChoices(body) ? billOf(body) : 'free',
  });
}

function inWords(status: number | undefined, message: string, text: string, contentType: string): string {
  const number = status === undefined ? '' : String(status);
  if (message !== '') return `${number} ${message}`.trim();
  if (text === '') return `${number} ${l10n.t('(without a word)')}`.trim();
  return `${number} ${mediaType(contentType)}: ${text}`.trim();
}

function notACompletion({ text, contentType }: HttpAnswer, body: unknown): string {
  if (text.trim() === '') return l10n.t('The answer is empty: it has no body.');
  if (isEventStream(contentType, text))
    return l10n.t('The answer is a stream of events that breaks off: {0}', firstWords(text, contentType));
  const words = firstWords(text, contentType);
  if (body === undefined) return l10n.t('The answer is no JSON but {0}: {1}', mediaType(contentType), words);
  // An empty one is of an API that we know.
  const isOurs = isFields(body) && (body.object === 'chat.completion' || isEmpty(body.choices));
  return isOurs
    ? l10n.t('The answer is not a chat completion: {0}', words)
    : l10n.t(
        'The answer is not a chat completion: {0} (see whether the address is that of an OpenAI-compatible API; most end in /v1)',
        words,
      );
}

function isEmpty(choices: unknown): boolean {
  return Array.isArray(choices) && choices.length === 0;
}

function mediaType(contentType: string): string {
  return contentType.split(';')[0]?.trim() || l10n.t('(no content type)');
}

/** Reasons to stop that are no answer, whatever was said before. `content_filter` with a message is read as a refusal. */
const FILTERED =
  /^(?:content_?filter(?:ed)?|safety|prohibited_content|blocklist|spii|recitation|image_safety|sensitive|guardrail_intervened|refusal|model_armor)$/i;
const FAULT =
  /^(?:error|abort(?:ed)?|cancelled|timeout|network_error|insufficient_system_resource|malformed_.*)$/i;

/** A choice that says by how it ended that it is no answer. */
function stoppedAnswer(body: unknown): { kind: CallErrorKind; message: string } | undefined {
  if (!isFields(body) || !Array.isArray(body.choices)) return undefined;
  const [choice] = body.choices;
  if (body['amazon-bedrock-guardrailAction'] === 'INTERVENED')
    return { kind: 'filtered', message: l10n.t('A content filter has stopped it: {0}', 'guardrail') };
  if (!isFields(choice))
    return hasFiltered(body.prompt_filter_results)
      ? { kind: 'filtered', message: l10n.t('A content filter has stopped it: {0}', 'prompt_filter_results') }
      : undefined;
  const { finish_reason: reason, native_finish_reason: native, message } = choice;
  const content = isFields(message) ? message.content : undefined;
  const isBlank =
    typeof content === 'string' ? content.trim() === '' : content === null || content === undefined;
  const reasons = [reason, ...(isBlank ? [native] : [])].filter((each) => typeof each === 'string');
  const isPlain = reason === 'content_filter' && isFields(message);
  const filter = reasons.find((each) => FILTERED.test(each));
  if (filter !== undefined && !isPlain)
    return { kind: 'filtered', message: l10n.t('A content filter has stopped it: {0}', filter) };
  const fault = reasons.find((each) => FAULT.test(each));
  if (fault !== undefined)
    return { kind: 'server', message: l10n.t('The server broke the answer off: {0}', fault) };
  return undefined;
}

/** Throws `CallError` for an answer without a word: asked again, or with more tokens, there may be one. */
function expectWords(reply: ChatReply, request: ChatRequest, details: CallErrorDetails): void {
  const { text, refusal, finishReason, usage } = reply;
  if (text.trim() !== '' || refusal !== undefined || finishReason === 'content_filter') return;
  const more = { ...details, bill: usage ?? ('perhaps' as const) };
  if (!/^(?:length|max_tokens|model_length)$/i.test(finishReason))
    throw new CallError(
      'empty',
      reply.hasThoughts
        ? l10n.t('The answer is empty; all that was said is a thought. Switch reasoning off.')
        : l10n.t('The answer is empty.'),
      more,
    );
  const tokens = outputTokens(request);
  throw new CallError(
    'cut',
    l10n.t('The answer ran out of its {0} tokens before its first word.', tokens),
    more,
  );
}

/** By the count of tokens where there is one. */
function billOf(body: unknown): NonNullable<CallErrorDetails['bill']> {
  const usage = isFields(body) && isFields(body.usage) ? body.usage : {};
  const { prompt_tokens: input, completion_tokens: output } = usage;
  return typeof input === 'number' && typeof output === 'number' ? { input, output } : 'perhaps';
}

function hasChoices(body: unknown): boolean {
  return isFields(body) && Array.isArray(body.choices) && body.choices.length > 0;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
