import { readMoment, readMomentInMs, readWaitInWords } from '../chat/moments.ts';
import { readRetryAfter } from '../chat/rate-limits.ts';

/** What a server says of an error, in whatever form it writes that. */
export interface SaidError {
  /** In the server's words; empty where it has none. */
  readonly message: string;
  /** All that is a code, a type or a reason, in lower case. */
  readonly codes: readonly string[];
  /** The status of HTTP that a code or the name of a gRPC status amounts to. */
  readonly status?: number;
  readonly param?: string;
  /** A filter is said to have struck, other than by a code. */
  readonly isFlagged: boolean;
  readonly retryAfterMs?: number;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The error in a body: OpenAI's `error` object, one that is a string (Ollama, TGI), a list of them (Gemini,
 * Cloudflare), `detail` (FastAPI), an object that is itself the error (vLLM, Mistral, Bedrock), one inside a
 * choice (OpenRouter), a status beside the answer (MiniMax), a blocked prompt (Gemini). Undefined where there is none.
 */
export function readErrorBody(body: unknown, now: number = Date.now()): SaidError | undefined {
  const error = findError(body);
  if (error === undefined) return undefined;
  if (typeof error === 'string') return withWords({ message: error, codes: [], isFlagged: false });
  const inner = innerOf(error, now);
  const own = messageOf(error);
  const message = [own, inner && !own.includes(inner.message) ? inner.message : '']
    .filter(Boolean)
    .join(': ');
  const status = inner?.status ?? statusOf(error);
  // Servers in Python write "None" for none.
  const ownParam = textOf(error.param) === 'None' ? undefined : textOf(error.param);
  const param = ownParam ?? inner?.param;
  const retryAfterMs = waitOf(error, now) ?? inner?.retryAfterMs;
  return withWords({
    message,
    codes: [...codesOf(error), ...(inner?.codes ?? [])],
    isFlagged: isFlagged(error) || (isFields(body) && isFlagged(body)) || inner?.isFlagged === true,
    ...(status !== undefined && { status }),
    ...(param !== undefined && { param }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

function withWords(said: SaidError): SaidError {
  const waitMs = said.retryAfterMs ?? readWaitInWords(said.message);
  return waitMs === undefined ? said : { ...said, retryAfterMs: waitMs };
}

function findError(body: unknown): Fields | string | undefined {
  if (typeof body === 'string') return body.trim() === '' ? undefined : body;
  if (Array.isArray(body)) return findError(body[0]);
  if (!isFields(body)) return undefined;
  const { error, errors, detail, base_resp: status, promptFeedback: feedback } = body;
  const named = errorIn(error) ?? (Array.isArray(errors) ? errorIn(errors[0]) : undefined);
  if (named !== undefined) return named;
  if (isFields(feedback) && typeof feedback.blockReason === 'string')
    return { code: feedback.blockReason, message: feedback.blockReasonMessage ?? feedback.blockReason };
  const [choice] = Array.isArray(body.choices) ? body.choices : [];
  const inChoice = isFields(choice) ? errorIn(choice.error) : undefined;
  if (inChoice !== undefined) return inChoice;
  if (isFields(status) && typeof status.status_code === 'number' && status.status_code !== 0)
    return { code: status.status_code, message: status.status_msg };
  // Ollama's own API has a message that is an answer.
  if (choice !== undefined || (isFields(body.message) && 'content' in body.message)) return undefined;
  if (detail !== undefined && detail !== null && !('message' in body)) return { ...body, message: detail };
  const isError = body.object === 'error' || body.type === 'error' || body.success === false;
  return isError || !/^(?:(?:ok|success\w*)\W*)?$/i.test(messageOf(body)) ? body : undefined;
}

/** Some write `error: null`, `""`, `{}` or a code of 0 into answers in which nothing is wrong. */
function errorIn(error: unknown): Fields | string | undefined {
  if (typeof error === 'string') return error.trim() === '' ? undefined : error;
  if (Array.isArray(error)) return errorIn(error[0]);
  if (!isFields(error)) return undefined;
  const hasCode = [error.code, error.type, error.status].some(
    (each) => (typeof each === 'string' && each !== '') || (typeof each === 'number' && each !== 0),
  );
  return messageOf(error) !== '' || hasCode ? error : undefined;
}

/** What a gateway passes on of the server behind it (OpenRouter's `metadata.raw`), or JSON inside the message. */
function innerOf(error: Fields, now: number): SaidError | undefined {
  const raw = isFields(error.metadata) ? error.metadata.raw : undefined;
  const text = textOf(raw) ?? textOf(error.message);
  const json = text === undefined ? raw : jsonIn(text);
  const inner = json === undefined ? undefined : readErrorBody(json, now);
  return inner ?? (typeof raw === 'string' ? readErrorBody(raw, now) : undefined);
}

function jsonIn(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const MESSAGES = ['message', 'msg', 'Message', 'error_msg', 'error_message', 'status_msg', 'detail'];

function messageOf(error: Fields): string {
  for (const name of [...MESSAGES, 'error', 'title', 'description']) {
    const words = wordsIn(error[name]);
    if (words !== '') return words;
  }
  return '';
}

/** FastAPI and Pydantic write `[{loc, msg}, …]` where others write a sentence; `loc` is the field that is meant. */
function wordsIn(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return value.map(wordsIn).filter(Boolean).join('; ');
  if (!isFields(value)) return '';
  const { loc } = value;
  const place = Array.isArray(loc) && loc.length > 0 ? `${loc.join('.')}: ` : '';
  return `${place}${messageOf(value) || JSON.stringify(value)}`;
}

const CODES = ['code', 'type', 'status', 'reason', 'Code', 'error_code', 'error_type', 'errorType', '__type'];

function codesOf(error: Fields): string[] {
  const inside = [
    error.innererror,
    error.inner_error,
    ...(Array.isArray(error.details) ? error.details : []),
  ];
  const own = CODES.flatMap((name) => {
    const value = error[name];
    return typeof value === 'string' || typeof value === 'number' ? [String(value).toLowerCase()] : [];
  });
  return [...own, ...inside.filter(isFields).flatMap(codesOf)].filter((code) => code !== '');
}

const STATUS_OF_NAME: Readonly<Record<string, number>> = {
  invalid_argument: 400,
  failed_precondition: 400,
  out_of_range: 400,
  unauthenticated: 401,
  permission_denied: 403,
  not_found: 404,
  aborted: 409,
  resource_exhausted: 429,
  cancelled: 499,
  internal: 500,
  unimplemented: 501,
  unavailable: 503,
  deadline_exceeded: 504,
};

const STATUS_OF_CODE: readonly [RegExp, number][] = [
  [/rate_?limit|too_?many_?requests|throttl/, 429],
  [/overloaded/, 529],
  [/authentication|invalid_?api_?key|unauthorized/, 401],
  [/permission|forbidden|access_?denied/, 403],
  [/(?:model|deployment|resource)?_?not_?found/, 404],
  [/too_large/, 413],
  [/timeout/, 504],
  [/unsupported|invalid_?(?:request|parameter|value|argument)|bad_?request|validation/, 400],
  [/^(?:api|server|internal)_?(?:server)?_?error$|internalservererror|unavailable/, 500],
];

function statusOf(error: Fields): number | undefined {
  const { code, status, status_code: a, statusCode: b, http_code: c, http_status: d, error_code: e } = error;
  for (const value of [code, status, a, b, c, d, e]) {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number === 'number' && Number.isInteger(number) && number >= 400 && number <= 599)
      return number;
  }
  const codes = codesOf(error);
  const named = codes.map((each) => STATUS_OF_NAME[each]).find((each) => each !== undefined);
  return named ?? STATUS_OF_CODE.find(([pattern]) => codes.some((each) => pattern.test(each)))?.[1];
}

function isFlagged(fields: Fields): boolean {
  const { metadata, innererror, moderation, content_filter_result: result } = fields;
  if (isFields(metadata) && (Array.isArray(metadata.reasons) || 'flagged_input' in metadata)) return true;
  return (
    [result, fields.content_filter_results, moderation, fields.prompt_filter_results].some(hasFiltered) ||
    (isFields(innererror) && isFlagged(innererror))
  );
}

/** Azure writes `{hate: {filtered: true, …}, …}`, at several depths. */
export function hasFiltered(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasFiltered);
  if (!isFields(value)) return false;
  return value.filtered === true || Object.values(value).some(hasFiltered);
}

function waitOf(error: Fields, now: number): number | undefined {
  const details = Array.isArray(error.details) ? error.details.filter(isFields) : [];
  for (const each of [...details, error, ...(isFields(error.metadata) ? [error.metadata] : [])]) {
    const {
      retryDelay,
      retry_after: seconds,
      retryAfter,
      retry_after_ms: ms,
      // Hugging Face, while a model is loaded.
      estimated_time: more,
    } = each;
    const inMs = readMomentInMs(asText(ms), now);
    if (inMs !== undefined) return inMs;
    for (const value of [retryDelay, seconds, retryAfter, more]) {
      const read = readMoment(asText(value), now);
      if (read !== undefined) return read;
    }
    if (isFields(each.headers)) {
      const headers = Object.entries(each.headers).map(([name, value]) => [
        name.toLowerCase(),
        asText(value),
      ]);
      const read = readRetryAfter((name) => headers.find(([known]) => known === name)?.[1], now);
      if (read !== undefined) return read;
    }
  }
  return undefined;
}

function asText(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : textOf(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
