/** Stands between `rbr` and a model's server, passes everything on as it is, and keeps what was said. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request for a chat completion with what came back. */
export interface Exchange {
  /** As it was sent; equal bodies are the same question. */
  readonly body: string;
  readonly request: ChatRequestBody;
  readonly status: number;
  readonly reply: ChatReplyBody;
}

export interface ChatRequestBody {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly temperature?: number;
  readonly max_tokens?: number;
  readonly logprobs?: boolean;
  readonly top_logprobs?: number;
  readonly response_format?: { readonly type: string };
}

/** What is read of a reply here, as the API has it. */
export interface ChatReplyBody {
  readonly choices: readonly {
    readonly message: { readonly content: string };
    readonly finish_reason: string;
    readonly logprobs?: { readonly content: readonly TokenBody[] } | null;
  }[];
}

export interface AlternativeBody {
  readonly token: string;
  readonly logprob: number;
  readonly bytes?: readonly number[] | null;
}

export interface TokenBody extends AlternativeBody {
  readonly top_logprobs: readonly AlternativeBody[];
}

export interface RecordingProxy {
  readonly baseUrl: string;
  /** Bodies of all requests for a chat completion, in the order of their coming. */
  readonly asked: readonly string[];
  /** Those whose answer has been handed over whole, in that order. */
  readonly answered: readonly Exchange[];
  /** Forgets all of it. */
  clear(): void;
  stop(): Promise<void>;
}

/** `target`: the server's address, as `http://127.0.0.1:8080/v1`. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const asked: string[] = [];
  const answered: Exchange[] = [];

  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const path = (request.url ?? '').replace(/^\/v1/, '');
    const isQuestion = path.endsWith('/chat/completions');
    if (isQuestion) asked.push(body);
    const got = await fetch(`${target}${path}`, {
      method: request.method ?? 'GET',
      headers: { 'content-type': 'application/json' },
      ...(body !== '' && { body }),
    });
    const text = await got.text();
    const isThere = !response.destroyed;
    response.writeHead(got.status, { 'content-type': got.headers.get('content-type') ?? 'text/plain' });
    response.end(text, () => {
      if (isQuestion && isThere)
        answered.push({ body, request: JSON.parse(body), status: got.status, reply: JSON.parse(text) });
    });
  };

  const server = createServer((request, response) => {
    pass(request, response).catch((error: unknown) => {
      response.writeHead(502, { 'content-type': 'text/plain' });
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    answered,
    clear() {
      asked.length = 0;
      answered.length = 0;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
