import type { OpenAI } from 'openai';
import type { ChatRequest } from '../chat/chat.ts';
import { type HttpAnswer, type HttpCall, type HttpClient, HttpFailure } from './http-client.ts';

export interface ApiClientOptions {
  /** As `HttpClient` has it; what it has as a query is that client's to send. */
  readonly address: string;
  /** All that is to be sent, in lower case; nothing comes from the environment. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** OpenAI's API as its own package speaks it. Answers come as they are; rejects with `HttpFailure` and nothing else. */
export interface ApiClient {
  complete(request: ChatRequest & { readonly model: string }, signal?: AbortSignal): Promise<HttpAnswer>;
  models(signal?: AbortSignal): Promise<HttpAnswer>;
}

/**
 * The package makes the requests. It sends them over our client, which goes to one address, through the user's proxy, and
 * has one time limit for head and body; and it leaves reading to us, since servers that call themselves compatible put
 * errors into answers and pages into errors. The package is loaded with the first model.
 */
export async function apiClient(client: HttpClient, options: ApiClientOptions): Promise<ApiClient> {
  const { headers, timeoutMs } = options;
  const url = new URL(options.address);
  const baseURL = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  const sdk = await import('openai');
  const api: OpenAI = new sdk.OpenAI({
    baseURL,
    // All that the package would otherwise take from the environment is said here.
    apiKey: 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    defaultHeaders: { Authorization: null, ...headers },
    // The limit of our client comes first, and covers the body.
    timeout: timeoutMs + LATER_MS,
    // There is one retry layer, and it is ours: it knows the budget and the other calls.
    maxRetries: 0,
    fetch: fetchOver(client, baseURL),
  });
  const answered = async (response: Promise<Response>): Promise<HttpAnswer> => {
    try {
      return ((await response) as Carrier).answer;
    } catch (error) {
      throw failureIn(error, sdk.APIUserAbortError);
    }
  };
  return {
    complete: (request, signal) =>
      answered(
        api.chat.completions
          .create({ ...request, stream: false }, { ...(signal && { signal }) })
          .asResponse(),
      ),
    models: (signal) => answered(api.models.list({ ...(signal && { signal }) }).asResponse()),
  };
}

const LATER_MS = 10_000;

/** What the package takes for a response. It carries the whole answer past it: the package looks at nothing else. */
interface Carrier extends Response {
  readonly answer: HttpAnswer;
}

/** `baseURL`: what the addresses of the package begin with. */
function fetchOver(client: HttpClient, baseURL: string): typeof fetch {
  return async (input, init = {}) => {
    const url = String(input);
    if (!url.startsWith(`${baseURL}/`)) throw new HttpFailure('connection', `not below ${baseURL}: ${url}`);
    const { headers, body, signal } = init;
    const answer = await client.send({
      method: (init.method ?? 'GET').toUpperCase() as HttpCall['method'],
      path: url.slice(baseURL.length),
      headers: Object.fromEntries(headers instanceof Headers ? headers : new Headers(headers)),
      ...(typeof body === 'string' && { body }),
      signal: signal ?? undefined,
    });
    return { ok: true, status: 200, url, headers: NO_HEADERS, answer } as Carrier;
  };
}

const NO_HEADERS = new Headers();

function failureIn(error: unknown, Aborted: abstract new (...args: never[]) => Error): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const { cause } = error as Error;
  if (cause instanceof HttpFailure) return cause;
  if (error instanceof Aborted) return new HttpFailure('aborted', 'aborted');
  return new HttpFailure('connection', error instanceof Error ? error.message : String(error));
}
