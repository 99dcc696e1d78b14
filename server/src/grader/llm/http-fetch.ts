import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import * as l10n from '@vscode/l10n';

/** A model's answer has a few thousand bytes; more than this is not one. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/**
 * A `fetch` for one address, on Node's own HTTP client. It differs from the built-in one in what grading
 * relies on: it sends nowhere else and follows no redirect, so a key stays where it belongs; it is done when
 * the body is there, so a time limit covers the body; and it takes a third less time a call.
 */
export function fetchOnlyFrom(baseUrl: string, connections: number): typeof fetch {
  const base = new URL(baseUrl);
  const isSecure = base.protocol === 'https:';
  const agent = new (isSecure ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: connections });
  const send = isSecure ? httpsRequest : httpRequest;
  return (input, init = {}) =>
    new Promise((resolve, reject) => {
      const url = new URL(String(input));
      if (url.origin !== base.origin || !url.pathname.startsWith(base.pathname)) {
        reject(
          new TypeError(
            l10n.t('Refused to send to {0}: the address of this grader is {1}', url.origin, baseUrl),
          ),
        );
        return;
      }
      const { signal } = init;
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const given = init.headers;
      const headers = Object.fromEntries(given instanceof Headers ? given : new Headers(given));
      const request = send(url, { method: init.method ?? 'GET', headers, agent }, (response) => {
        readBody(response).then((body) => {
          settled();
          resolve(toResponse(response, body));
        }, fail);
      });
      const abort = () => request.destroy(abortReason(signal));
      const settled = () => signal?.removeEventListener('abort', abort);
      const fail = (error: unknown) => {
        settled();
        reject(signal?.aborted ? abortReason(signal) : error);
      };
      signal?.addEventListener('abort', abort);
      request.on('error', fail);
      request.end(init.body as string | undefined);
    });
}

function readBody(response: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) response.destroy(new TypeError(l10n.t('The answer is far too long.')));
      else chunks.push(chunk);
    });
    response.on('end', () => resolve(Buffer.concat(chunks)));
    response.on('error', reject);
    // A connection that breaks in the middle of a body ends without `end`.
    response.on('close', () => {
      if (!response.complete)
        reject(new TypeError(l10n.t('The connection was closed in the middle of the answer.')));
    });
  });
}

function toResponse({ statusCode = 502, headers }: IncomingMessage, body: Buffer): Response {
  const plain = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
  );
  return new WholeResponse(body.toString('utf8'), { status: Math.max(200, statusCode), headers: plain });
}

/** A response whose body is there: a stream to read it from would cost as much as the rest of a call. */
class WholeResponse extends Response {
  readonly #body: string;

  constructor(body: string, init: ResponseInit) {
    super(null, init);
    this.#body = body;
  }

  override async text(): Promise<string> {
    return this.#body;
  }

  override async json(): Promise<unknown> {
    return JSON.parse(this.#body);
  }
}

function abortReason(signal: AbortSignal | null | undefined): Error {
  return signal?.reason instanceof Error ? signal.reason : new DOMException('Aborted', 'AbortError');
}
