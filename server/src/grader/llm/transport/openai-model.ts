import * as l10n from '@vscode/l10n';
import { addressInWords, keyHeaders, normalAddress } from '../chat/address.ts';
import {
  CallError,
  type CallErrorDetails,
  type ChatModel,
  type ChatRequest,
  type SentReply,
} from '../chat/chat.ts';
import { apiClient } from './api-client.ts';
import { authoritiesWith } from './authorities.ts';
import { firstWords, parseLenient } from './body.ts';
import { failureOf, readChatAnswer } from './chat-answer.ts';
import { readErrorBody } from './error-body.ts';
import { type Headers, variantOf, withoutValues } from './headers.ts';
import { type HttpAnswer, HttpClient, HttpFailure } from './http-client.ts';
import { type HttpProxy, proxyFor, proxyInWords } from './proxy.ts';

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
  /** A file of PEM with authorities that are trusted besides Node's own; absent: those of the system are. */
  readonly caFile?: string;
  /** Where the proxy's variables are looked up; absent: `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Any server that speaks OpenAI's chat completions, by OpenAI's own package (`apiClient`). Nothing but the proxy is taken from the environment. Each call is
 * sent once: retries are its callers'. Rejects with a TypeError where the address, the proxy or the file of certificates
 * is none, in words for the user.
 */
export async function openAiModel(options: OpenAiOptions): Promise<ChatModel> {
  const { apiKey, headers = {}, timeoutMs, connections, model, environment = process.env, caFile } = options;
  const address = normalAddress(options.baseUrl);
  const proxy = proxyFor(new URL(address), environment);
  const ca = caFile === undefined ? undefined : authoritiesWith(caFile);
  const client = new HttpClient({ address, timeoutMs, connections, proxy, ...(ca && { ca }) });
  const api = await apiClient(client, {
    address,
    headers: { ...STANDING_HEADERS, ...keyHeaders(address, apiKey), ...lowerCased(headers) },
    timeoutMs,
  });
  const clean = (text: string) => cleaned(text, apiKey, headers);
  const sent = (answer: Promise<HttpAnswer>) =>
    answer.catch((error: unknown) => {
      throw ofConnection(error, { address, timeoutMs, proxy, clean });
    });
  const variant = variantOf(headers);
  return {
    address,
    model,
    ...(variant !== undefined && { variant }),
    async send(request: ChatRequest, signal?: AbortSignal): Promise<SentReply> {
      return readChatAnswer(await sent(api.complete({ ...request, model }, signal)), request, clean);
    },
    async list(signal?: AbortSignal): Promise<readonly string[]> {
      const answer = await sent(api.models(signal));
      const body = parseLenient(answer.text);
      const isGood = answer.status >= 200 && answer.status < 300;
      const names = isGood ? namesIn(body) : [];
      if (names.length > 0) return names;
      const said = readErrorBody(body);
      if (!isGood || said) throw failureOf(answer, said, body, clean);
      const words = clean(firstWords(answer.text, answer.contentType));
      throw new CallError('malformed', l10n.t('The answer is no list of models: {0}', words));
    },
  };
}

const STANDING_HEADERS = {
  accept: 'application/json',
  'accept-encoding': 'identity',
  'content-type': 'application/json',
  // Firewalls turn callers away that do not say who they are.
  'user-agent': 'rule-based-rewards',
};

function lowerCased(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function namesIn(page: unknown): string[] {
  const data = typeof page === 'object' && page !== null && 'data' in page ? page.data : page;
  return (Array.isArray(data) ? data : []).flatMap((each: unknown) =>
    typeof each === 'object' && each !== null && 'id' in each && typeof each.id === 'string' ? [each.id] : [],
  );
}

interface Connection {
  readonly address: string;
  readonly timeoutMs: number;
  readonly proxy: HttpProxy | undefined;
  readonly clean: (text: string) => string;
}

function ofConnection(error: unknown, { address, timeoutMs, proxy, clean }: Connection): CallError {
  const failure = error instanceof HttpFailure ? error : new HttpFailure('connection', String(error));
  const details: CallErrorDetails = {
    ...(failure.code !== undefined && { code: failure.code }),
    ...(proxy && { proxy: { url: proxyInWords(proxy), variable: proxy.variable } }),
  };
  switch (failure.kind) {
    case 'aborted':
      return new CallError('cancelled', l10n.t('Cancelled.'));
    case 'timeout':
      return new CallError('timeout', l10n.t('No answer within {0} s.', timeoutMs / 1000), details);
    case 'proxy': {
      const { status = 502 } = failure;
      const { url = '', variable = '' } = details.proxy ?? {};
      const what = l10n.t('The proxy {0} of {1} does not let the call through: {2}', url, variable, status);
      const isFinal = status < 500;
      return new CallError('network', what, {
        ...details,
        status,
        wasNeverSent: true,
        ...(isFinal && { isFinal }),
      });
    }
    case 'connection': {
      const wasNeverSent = NEVER_SENT.has(failure.code ?? '');
      const isFinal = isOfCertificate(failure);
      const words = clean(failure.message);
      const to = addressInWords(address);
      const what = proxy
        ? l10n.t(
            'No connection to {0} through the proxy {1} of {2}: {3}',
            to,
            proxyInWords(proxy),
            proxy.variable,
            words,
          )
        : l10n.t('No connection to {0}: {1}', to, words);
      return new CallError('network', what, {
        ...details,
        wasNeverSent: wasNeverSent || isFinal,
        ...(isFinal && { isFinal }),
      });
    }
  }
}

const NEVER_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** The secure connection failed for a reason that stays: a certificate that is not trusted, plain HTTP at the other end. */
function isOfCertificate({ code = '', message }: HttpFailure): boolean {
  return (
    /CERT|SIGNATURE|ISSUER|^ERR_(?:TLS|SSL)|^EPROTO|HOSTNAME_MISMATCH/.test(code) ||
    /certificate|wrong version number/i.test(message)
  );
}

const MESSAGE_LENGTH = 300;

/** Error texts of servers repeat the key and the user's headers now and then, whole or in part. */
function cleaned(message: string, apiKey: string | undefined, headers: Headers): string {
  const hidden = withoutKey(message, apiKey);
  const flat = withoutValues(hidden, headers)
    .replace(/\b(?:sk|key|pk|rk)-[\w*.-]{6,}/gi, '[key]')
    .replace(/\bBearer\s+\S+/gi, 'Bearer [key]')
    .replace(/\s+/g, ' ')
    .trim();
  return flat.length > MESSAGE_LENGTH ? `${flat.slice(0, MESSAGE_LENGTH - 1)}…` : flat;
}

/** Keys of a few letters, as servers on one's own machine take them, are hidden as words, not within others. */
function withoutKey(message: string, apiKey = ''): string {
  if (apiKey === '') return message;
  if (apiKey.length >= SECRET_LENGTH) return message.replaceAll(apiKey, '[key]');
  const literal = apiKey.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return message.replace(new RegExp(`(?<!\\w)${literal}(?!\\w)`, 'g'), '[key]');
}

const SECRET_LENGTH = 8;
