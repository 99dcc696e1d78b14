import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { RateLimits } from './rate-limits.ts';
import type { ChatReply } from './reply.ts';

/** A chat completion as the API has it, without the model. */
export type ChatRequest = Omit<ChatCompletionCreateParamsNonStreaming, 'model'>;

/** One model at one address. It sends once: retries, limits and the cache are those of its callers. */
export interface ChatModel {
  /** Part of the key of what is remembered: another address may be another model of the same name. */
  readonly address: string;
  readonly model: string;
  /** What else makes its answers others, as a digest of no meaning: the headers that are sent. */
  readonly variant?: string;
  /** Rejects with `CallError` and nothing else. Aborting closes the connection. */
  send(request: ChatRequest, signal?: AbortSignal): Promise<SentReply>;
  /** The names of the models that are offered there, where that can be asked. Rejects as `send` does. */
  list?(signal?: AbortSignal): Promise<readonly string[]>;
}

export interface SentReply {
  readonly reply: ChatReply;
  readonly rate?: RateLimits;
}

/**
 * What became of a call that brought no answer.
 *
 * Asking again may help: `rate_limit`, `server`, `network`, `timeout`, `malformed` (what came is no chat
 * completion), `empty` (a chat completion without a word).
 * It is this request's: `filtered` (a content filter or a moderation layer said no), `too_long` (it does not fit
 * into the model's context), `cut` (the answer ran out of tokens before its first word; more tokens may help),
 * `rejected` (it is not to the server's liking).
 * It is of every call where nothing was answered before, and else of this one: `forbidden`, `not_found`.
 * It is of every call: `credentials`, `quota`.
 */
export type CallErrorKind =
  | 'rate_limit'
  | 'server'
  | 'network'
  | 'timeout'
  | 'malformed'
  | 'empty'
  | 'filtered'
  | 'too_long'
  | 'cut'
  | 'rejected'
  | 'forbidden'
  | 'credentials'
  | 'not_found'
  | 'quota'
  | 'cancelled';

export interface CallErrorDetails {
  /** Of HTTP; for an error inside an answer of status 200, what its code amounts to. */
  readonly status?: number;
  /** The parameter that the server does not accept, where it says so. */
  readonly param?: string;
  readonly retryAfterMs?: number;
  readonly rate?: RateLimits;
  /** There was no connection at all, so nothing was asked. */
  readonly wasNeverSent?: boolean;
  /** What the system calls the failure of a connection, such as `ECONNREFUSED`. */
  readonly code?: string;
  /** No matter the kind, asking again brings the same: a certificate that is not trusted, say. */
  readonly isFinal?: boolean;
  /** What it costs although there is no answer: `free`, surely on the bill as `usage` says, or perhaps. */
  readonly bill?: 'free' | 'perhaps' | { readonly input: number; readonly output: number };
  /** The proxy that it went through, and the variable that names it. */
  readonly proxy?: { readonly url: string; readonly variable: string };
}

/** `message` is for people and holds no key. */
export class CallError extends Error {
  readonly kind: CallErrorKind;
  readonly details: CallErrorDetails;

  constructor(kind: CallErrorKind, message: string, details: CallErrorDetails = {}) {
    super(message);
    this.name = 'CallError';
    this.kind = kind;
    this.details = details;
  }
}

const PASSING: ReadonlySet<CallErrorKind> = new Set([
  'rate_limit',
  'server',
  'network',
  'timeout',
  'malformed',
  'empty',
]);

/** Whether the same call may succeed a little later. */
export function mayPass(error: CallError): boolean {
  return PASSING.has(error.kind) && !error.details.isFinal;
}

/**
 * No further completion can be graded in this run; what was graded stays. The message says the cure. `wait`: the
 * server wants to be left alone for longer than a run waits. `failing`: many completions in a row failed with the same.
 */
export class RunStopped extends Error {
  readonly reason:
    | 'budget'
    | 'credentials'
    | 'forbidden'
    | 'address'
    | 'quota'
    | 'mode'
    | 'wait'
    | 'failing'
    | 'unreadable';

  constructor(reason: RunStopped['reason'], message: string) {
    super(message);
    this.name = 'RunStopped';
    this.reason = reason;
  }
}
