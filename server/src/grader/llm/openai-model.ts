import * as l10n from '@vscode/l10n';
import type { APIError, OpenAI } from 'openai';
import { CallError, type CallErrorKind, type ChatModel, type ChatRequest, type SentReply } from './chat.ts';
import { type Headers, variantOf, withoutValues } from './headers.ts';
import { fetchOnlyFrom } from './http-fetch.ts';
import { readRateLimits, readRetryAfter } from './rate-limits.ts';
import { readReply } from './reply.ts';

export interface OpenAiOptions {
  /** Such as `https://api.openai.com/v1`. Throws a TypeError where it is no address. */
  readonly baseUrl: string;
  readonly model: string;
  /** Sent to `baseUrl` and nowhere else. Absent: no credentials are sent. */
  readonly apiKey?: string;
  /** Sent with each request, to `baseUrl` and nowhere else; before the key where they say who asks. */
  readonly headers?: Headers;
  readonly timeoutMs: number;
  /** Sockets at most. */
  readonly connections: number;
}

/** Any server that speaks OpenAI's chat completions. The package is loaded with the first model. */
export async function openAiModel(options: OpenAiOptions): Promise<ChatModel> {
  const { apiKey, headers = {}, timeoutMs, model } = options;
  const address = normalAddress(options.baseUrl);
  const sdk = await import('openai');
  const failed = (error: unknown, signal: AbortSignal | undefined): CallError =>
    toCallError(error, sdk, { apiKey, headers, address, timeoutMs, isCancelled: signal?.aborted === true });
  const client: OpenAI = new sdk.OpenAI({
    baseURL: address,
    // All that the package would otherwise take from the environment is said here.
    apiKey: apiKey ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    defaultHeaders: { ...(apiKey === undefined && { Authorization: null }), ...headers },
    timeout: timeoutMs,
    // There is one retry layer, and it is ours: it knows the budget and the other calls.
    maxRetries: 0,
    fetch: fetchOnlyFrom(address, options.connections),
  });
  const variant = variantOf(headers);
  return {
    address,
    model,
    ...(variant !== undefined && { variant }),
    async send(request: ChatRequest, signal?: AbortSignal): Promise<SentReply> {
      try {
        const { data, response } = await client.chat.completions
          .create({ ...request, model, stream: false }, { ...(signal && { signal }) })
          .withResponse();
        const rate = readRateLimits((name) => response.headers.get(name));
        const reply = readReply(data);
        if (!reply) {
          const what = l10n.t('The answer is not a chat completion.');
          throw new CallError('malformed', what, { ...(rate && { rate }) });
        }
        return { reply, ...(rate && { rate }) };
      } catch (error) {
        throw failed(error, signal);
      }
    },
    async list(signal?: AbortSignal): Promise<readonly string[]> {
      try {
        const page: unknown = await client.models.list({ ...(signal && { signal }) });
        return namesIn(page);
      } catch (error) {
        throw failed(error, signal);
      }
    },
  };
}

/** Throws `CallError` where what came is no list of models. */
function namesIn(page: unknown): string[] {
  const data = typeof page === 'object' && page !== null && 'data' in page ? page.data : undefined;
  // The package makes an empty list of a page of HTML.
  if (!Array.isArray(data) || data.length === 0)
    throw new CallError('malformed', 'The answer is no list of models.');
  return data.flatMap((each: unknown) =>
    typeof each === 'object' && each !== null && 'id' in each && typeof each.id === 'string' ? [each.id] : [],
  );
}

/** Without a slash at its end, a query or credentials; two writings of one address are one key of the cache. */
export function normalAddress(baseUrl: string): string {
  const url = new URL(baseUrl);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new TypeError(l10n.t('"{0}" is no http or https address.', baseUrl));
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

interface Call {
  readonly apiKey: string | undefined;
  readonly headers: Headers;
  readonly address: string;
  readonly timeoutMs: number;
  readonly isCancelled: boolean;
}

function toCallError(error: unknown, sdk: typeof import('openai'), call: Call): CallError {
  if (error instanceof CallError) return error;
  if (call.isCancelled || error instanceof sdk.APIUserAbortError)
    return new CallError('cancelled', l10n.t('Cancelled.'));
  if (error instanceof sdk.APIConnectionTimeoutError) {
    return new CallError('timeout', l10n.t('No answer within {0} s.', call.timeoutMs / 1000));
  }
  if (error instanceof sdk.APIConnectionError) {
    const cause = error.cause as NodeJS.ErrnoException | undefined;
    const wasNeverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'].includes(
      cause?.code ?? '',
    );
    const what = l10n.t(
      'No connection to {0}: {1}',
      call.address,
      clean(cause?.message || cause?.code || error.message, call),
    );
    const { code } = cause ?? {};
    return new CallError('network', what, { wasNeverSent, ...(typeof code === 'string' && { code }) });
  }
  if (error instanceof sdk.APIError && typeof error.status === 'number') return ofStatus(error, call);
  // What is left is a body that the package could not read as JSON.
  const what = error instanceof Error ? error.message : String(error);
  return new CallError('malformed', l10n.t('The answer cannot be read: {0}', clean(what, call)));
}

function ofStatus(error: APIError, call: Call): CallError {
  const status = error.status as number;
  const header = (name: string) => error.headers?.get(name);
  const rate = readRateLimits(header);
  const retryAfterMs = readRetryAfter(header);
  return new CallError(kindOf(status, error.code), clean(error.message, call), {
    status,
    ...(typeof error.param === 'string' && { param: error.param }),
    ...(rate && { rate }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

function kindOf(status: number, code: string | null | undefined): CallErrorKind {
  if (code === 'insufficient_quota') return 'quota';
  if (status === 429) return 'rate_limit';
  if (status === 401 || status === 407) return 'credentials';
  if (status === 402) return 'quota';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 405 || status === 410) return 'not_found';
  if (status === 408) return 'timeout';
  if (status === 409 || status >= 500) return 'server';
  // Redirects come here too: they are not followed.
  return status < 400 ? 'not_found' : 'rejected';
}

const MESSAGE_LENGTH = 300;

/** Error texts of servers repeat the key or a header now and then, whole or in part. */
function clean(message: string, { apiKey, headers }: Call): string {
  const keyless = apiKey === undefined || apiKey === '' ? message : message.replaceAll(apiKey, '[key]');
  const hidden = withoutValues(keyless, headers);
  const flat = hidden
    .replace(/\b(?:sk|key|pk|rk)-[\w*.-]{6,}/gi, '[key]')
    .replace(/\bBearer\s+\S+/gi, 'Bearer [key]')
    .replace(/\s+/g, ' ')
    .trim();
  return flat.length > MESSAGE_LENGTH ? `${flat.slice(0, MESSAGE_LENGTH - 1)}…` : flat;
}
