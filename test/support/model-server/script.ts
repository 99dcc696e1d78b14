import type { IncomingHttpHeaders } from 'node:http';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';

export type ChatRequest = ChatCompletionCreateParamsNonStreaming;

/** A call as it came. */
export interface AskedCall {
  /** `performance.now()` */
  readonly at: number;
  readonly body: ChatRequest;
  readonly headers: IncomingHttpHeaders;
  /** With its query. */
  readonly path: string;
  /** The text of all messages, an empty line between them. */
  readonly prompt: string;
  /** From 0. */
  readonly number: number;
}

/** What a test wants to be answered. */
export type Reply = (
  | LogprobsReply
  | TextReply
  | ErrorReply
  | RawReply
  | { readonly fault: Fault /** Where a redirect leads. */; readonly to?: string }
) & { readonly latencyMs?: number };

/** The first token's distribution: token -> probability. The likeliest is drawn. */
export interface LogprobsReply {
  readonly logprobs: Readonly<Record<string, number>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer without log probabilities. */
export interface TextReply {
  readonly content: string;
  readonly finishReason?: 'stop' | 'length' | 'content_filter';
  readonly refusal?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ErrorReply {
  readonly status: number;
  readonly error?: {
    readonly message: string;
    readonly type?: string;
    readonly param?: string | null;
    readonly code?: string | null;
  };
  readonly headers?: Readonly<Record<string, string>>;
}

/** A body to the letter, as gateways, firewalls and other servers write it. No schema is held against it. */
export interface RawReply {
  readonly raw: string | Buffer;
  /** 200 unless it says otherwise. */
  readonly httpStatus?: number;
  /** `application/json` unless it says otherwise. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Fault =
  | 'drop-before'
  | 'drop-during'
  | 'truncate'
  | 'malformed'
  | 'empty'
  | 'silence'
  | 'html-502'
  | 'redirect';

/** What the server can do; it refuses the rest as the API does, with the parameter's name. */
export interface Abilities {
  readonly logprobs?: 'yes' | 'null' | 'ignored' | 'refused-400' | 'refused-403';
  /** More than these are refused. */
  readonly maxTopLogprobs?: number;
  /** More than these are left out without a word. */
  readonly capTopLogprobs?: number;
  readonly maxTokensParam?: 'both' | 'max_completion_tokens';
  readonly temperature?: boolean;
  readonly responseFormat?: 'json_schema' | 'ignored' | 'refused';
}
