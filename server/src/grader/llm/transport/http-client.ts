import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import * as l10n from '@vscode/l10n';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { authoritiesOfSystem } from './authorities.ts';
import type { HttpProxy } from './proxy.ts';

/** A model's answer has a few thousand bytes; more than this is not one. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

export interface HttpClientOptions {
  /** All calls go below it: `https://host/v1?api-version=1` is asked as `https://host/v1/chat/completions?api-version=1`. */
  readonly address: string;
  /** For a whole call, its body included. */
  readonly timeoutMs: number;
  /** Sockets at most. */
  readonly connections: number;
  readonly proxy?: HttpProxy | undefined;
  /** Certificates of authorities, in PEM, that are trusted; absent: those of Node, and those of the system. */
  readonly ca?: readonly string[];
}

export interface HttpCall {
  readonly method: 'GET' | 'POST';
  /** Such as `/chat/completions`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  header(name: string): string | undefined;
}

/** Why a call brought no answer of HTTP. */
export class HttpFailure extends Error {
  /** `proxy`: the proxy turned the call away; `status` is its answer. */
  readonly kind: 'aborted' | 'timeout' | 'connection' | 'proxy';
  /** The system's name of it, such as `ECONNREFUSED`. */
  readonly code: string | undefined;
  readonly status: number | undefined;

  constructor(kind: HttpFailure['kind'], message: string, more: { code?: string; status?: number } = {}) {
    super(message);
    this.name = 'HttpFailure';
    this.kind = kind;
    this.code = more.code;
    this.status = more.status;
  }

  /** Whether the other end's certificate is not trusted. */
  get isOfTrust(): boolean {
    return /SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|CERT_UNTRUSTED/.test(this.code ?? '');
  }
}

/**
 * HTTP to one address, on Node's own client. It sends nowhere else and follows no redirect, so a key stays where it
 * belongs; its time limit covers the body.
 */
export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #base: URL;
  #agent: HttpAgent | HttpsAgent;
  #ca: readonly string[] | undefined;
  #hasAskedSystem = false;

  constructor(options: HttpClientOptions) {
    this.#options = options;
    this.#base = new URL(options.address);
    this.#agent = agentFor(this.#base, options);
    this.#ca = options.ca;
  }

  /** Rejects with `HttpFailure` and nothing else. */
  async send(call: HttpCall): Promise<HttpAnswer> {
    const ca = this.#ca;
    try {
      return await this.#send(call, ca);
    } catch (error) {
      // Nothing was sent: the other end was not trusted. The system may trust it, as browsers then do.
      if (!(error instanceof HttpFailure && error.isOfTrust) || this.#options.ca) throw error;
      if (ca === this.#ca) this.#trustSystem();
      if (ca === this.#ca) throw error;
      return this.#send(call, this.#ca);
    }
  }

  /** Reading the system's certificates takes a moment, so it is done where it may help, once. */
  #trustSystem(): void {
    if (this.#hasAskedSystem) return;
    this.#hasAskedSystem = true;
    this.#ca = authoritiesOfSystem();
    if (this.#ca) this.#agent = agentFor(this.#base, this.#options);
  }

  #send(
    { method, path, headers, body, signal }: HttpCall,
    ca: readonly string[] | undefined,
  ): Promise<HttpAnswer> {
    const url = new URL(this.#base);
    url.pathname = `${url.pathname.replace(/\/+$/, '')}${path}`;
    const { timeoutMs } = this.#options;
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(new HttpFailure('aborted', 'aborted'));
        return;
      }
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const options = {
        method,
        headers: { ...headers, ...length },
        agent: this.#agent,
        ...(ca && { ca: [...ca] }),
      };
      let proxyStatus: number | undefined;
      let failure: HttpFailure | undefined;
      const settled = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      };
      const fail = (error: unknown) => {
        settled();
        reject(failure ?? refusalOfProxy(proxyStatus) ?? connectionFailure(error));
      };
      const end = (because: HttpFailure) => {
        failure = because;
        request.destroy(because);
        fail(because);
      };
      const abort = () => end(new HttpFailure('aborted', 'aborted'));
      const request = send(url, options, (response) => {
        readBody(response).then((text) => {
          const refusal = refusalOfProxy(proxyStatus);
          settled();
          if (refusal) reject(refusal);
          else resolve(answerOf(response, text));
        }, fail);
      });
      const timer = setTimeout(() => end(new HttpFailure('timeout', 'timeout')), timeoutMs);
      signal?.addEventListener('abort', abort);
      request.on('proxyConnect', ({ statusCode }: { statusCode: number }) => {
        proxyStatus = statusCode;
      });
      request.on('error', fail);
      request.end(body);
    });
  }
}

function agentFor(base: URL, { connections, proxy }: HttpClientOptions): HttpAgent | HttpsAgent {
  const options = { keepAlive: true, maxSockets: connections };
  const isSecure = base.protocol === 'https:';
  if (proxy)
    return isSecure ? new HttpsProxyAgent(proxy.url, options) : new HttpProxyAgent(proxy.url, options);
  return isSecure ? new HttpsAgent(options) : new HttpAgent(options);
}

function refusalOfProxy(status: number | undefined): HttpFailure | undefined {
  return status === undefined || (status >= 200 && status < 300)
    ? undefined
    : new HttpFailure('proxy', String(status), { status });
}

function connectionFailure(error: unknown): HttpFailure {
  if (error instanceof HttpFailure) return error;
  // With several addresses of a host, each has failed for a reason of its own.
  const [first = error] = error instanceof AggregateError ? error.errors : [];
  const { code, message } = first as NodeJS.ErrnoException;
  return new HttpFailure('connection', message || code || String(error), {
    ...(code !== undefined && { code }),
  });
}

function readBody(response: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) response.destroy(new TypeError(l10n.t('The answer is far too long.')));
      else chunks.push(chunk);
    });
    response.on('end', () => {
      try {
        resolve(unpacked(Buffer.concat(chunks), response.headers['content-encoding']).toString('utf8'));
      } catch (error) {
        reject(error);
      }
    });
    response.on('error', reject);
    // A connection that breaks in the middle of a body ends without `end`.
    response.on('close', () => {
      if (!response.complete)
        reject(new TypeError(l10n.t('The connection was closed in the middle of the answer.')));
    });
  });
}

/** None is asked for; some firewalls compress their pages all the same. */
function unpacked(body: Buffer, encoding = ''): Buffer {
  const options = { maxOutputLength: MAX_BODY_BYTES };
  if (/^(?:x-)?gzip$/i.test(encoding)) return gunzipSync(body, options);
  if (/^deflate$/i.test(encoding)) return inflateSync(body, options);
  return /^br$/i.test(encoding) ? brotliDecompressSync(body, options) : body;
}

function answerOf({ statusCode = 502, headers }: IncomingMessage, text: string): HttpAnswer {
  return {
    status: statusCode,
    contentType: headers['content-type'] ?? '',
    text,
    header(name) {
      const value = headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
  };
}
