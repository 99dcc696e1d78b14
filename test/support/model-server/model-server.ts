/**
 * A server that speaks OpenAI's chat completions over a real socket, with latency, faults and answers by the
 * test's script. What it receives and what it sends is held against the API's published schema.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { completionBody, errorBody, refusalOf } from './bodies.ts';
import { commitFault } from './faults.ts';
import { type RateLimit, RateLimiter } from './rate-limit.ts';
import { type Check, publishedSchema } from './schema.ts';
import type { Abilities, AskedCall, ChatRequest, ErrorReply, Reply } from './script.ts';

export type { Abilities, AskedCall, Reply } from './script.ts';

export interface ModelServerOptions {
  answer(call: AskedCall): Reply | Promise<Reply>;
  /** Before each answer. */
  readonly latencyMs?: number;
  readonly abilities?: Abilities;
  readonly rateLimit?: RateLimit;
  /** Demanded as `Authorization: Bearer`. */
  readonly apiKey?: string;
  /** Fields of a request that it takes beside the API's own. */
  readonly extensions?: readonly string[];
  /** Served by https with these. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** What `GET /models` lists; absent: it is not served, as by many a server. */
  readonly models?: readonly string[];
}

export interface ModelServer {
  /** Such as `http://127.0.0.1:40001/v1`. */
  readonly baseUrl: string;
  readonly calls: readonly AskedCall[];
  readonly inFlight: number;
  readonly maxInFlight: number;
  /** Calls that the client gave up before they were answered. */
  readonly aborted: number;
  /** What of the traffic was not by the published schema. */
  readonly schemaProblems: readonly string[];
  close(): Promise<void>;
}

export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  const schema = await publishedSchema();
  const state = new ServerState(options, schema);
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    state.serve(request, response).catch((error) => {
      state.schemaProblems.push(String(error));
      response.destroy();
    });
  };
  const { tls } = options;
  const server = tls ? createSecureServer(tls, serve) : createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/v1`,
    calls: state.calls,
    get inFlight() {
      return state.inFlight;
    },
    get maxInFlight() {
      return state.maxInFlight;
    },
    get aborted() {
      return state.aborted;
    },
    schemaProblems: state.schemaProblems,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

class ServerState {
  readonly calls: AskedCall[] = [];
  readonly schemaProblems: string[] = [];
  inFlight = 0;
  maxInFlight = 0;
  aborted = 0;
  readonly #options: ModelServerOptions;
  readonly #schema: { readonly request: Check; readonly reply: Check };
  readonly #limiter: RateLimiter;

  constructor(options: ModelServerOptions, schema: { readonly request: Check; readonly reply: Check }) {
    this.#options = options;
    this.#schema = schema;
    this.#limiter = new RateLimiter(options.rateLimit ?? {});
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.inFlight++;
    this.maxInFlight = Math.max(this.maxInFlight, this.inFlight);
    let isOurs = false;
    response.once('close', () => {
      this.inFlight--;
      if (!response.writableEnded && !isOurs) this.aborted++;
    });
    const text = await readText(request).catch(() => undefined);
    if (text === undefined) return;
    const path = request.url ?? '';
    const [below] = path.split('?');
    if (request.method === 'GET' && below === '/v1/models' && this.#options.models) {
      const data = this.#options.models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'test' }));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ object: 'list', data }));
      return;
    }
    if (request.method !== 'POST' || below !== '/v1/chat/completions') {
      send(response, { status: 404, error: { message: `Unknown request URL: ${request.method} ${path}.` } });
      return;
    }
    const call = this.#record(request, path, text);
    const reply = this.#refused(call) ?? (await this.#options.answer(call));
    const latency = ('latencyMs' in reply ? reply.latencyMs : undefined) ?? this.#options.latencyMs ?? 0;
    if (latency > 0) await sleep(latency);
    if (response.destroyed) return;
    isOurs = 'fault' in reply && reply.fault !== 'silence';
    this.#answer(call, reply, response);
  }

  #record(request: IncomingMessage, path: string, text: string): AskedCall {
    const body = JSON.parse(text) as ChatRequest;
    const known = Object.entries(body).filter(([key]) => !this.#options.extensions?.includes(key));
    this.#note('request', this.#schema.request(Object.fromEntries(known)));
    const prompt = body.messages
      .map(({ content }) => (typeof content === 'string' ? content : ''))
      .join('\n\n');
    const call = {
      at: performance.now(),
      body,
      headers: request.headers,
      path,
      prompt,
      number: this.calls.length,
    };
    this.calls.push(call);
    return call;
  }

  #refused(call: AskedCall): ErrorReply | undefined {
    const { apiKey, abilities = {} } = this.#options;
    if (apiKey !== undefined && call.headers.authorization !== `Bearer ${apiKey}`) {
      const sent = call.headers.authorization?.replace('Bearer ', '') ?? '';
      const message =
        sent === '' ? 'You did not provide an API key.' : `Incorrect API key provided: ${sent}.`;
      return { status: 401, error: { message, type: 'invalid_request_error', code: 'invalid_api_key' } };
    }
    return this.#limiter.refuse(call) ?? refusalOf(call, abilities);
  }

  #answer(call: AskedCall, reply: Reply, response: ServerResponse): void {
    const { abilities = {} } = this.#options;
    if ('status' in reply) {
      send(response, reply, this.#limiter.headers());
      return;
    }
    if ('raw' in reply) {
      const { httpStatus = 200, contentType = 'application/json', headers = {} } = reply;
      response.writeHead(httpStatus, { 'content-type': contentType, ...headers }).end(reply.raw);
      return;
    }
    if ('fault' in reply) {
      const usual = completionBody(call, { content: 'yes' }, abilities);
      commitFault(reply.fault, response, JSON.stringify(usual), reply.to);
      return;
    }
    const body = completionBody(call, reply, abilities);
    this.#note('reply', this.#schema.reply(body));
    const ignored = abilities.logprobs === 'ignored';
    const [choice] = body.choices;
    const sent = ignored && choice ? { ...body, choices: [{ ...choice, logprobs: undefined }] } : body;
    response.writeHead(200, {
      'content-type': 'application/json',
      ...this.#limiter.headers(),
      ...reply.headers,
    });
    response.end(JSON.stringify(sent));
  }

  #note(what: string, problem: string | undefined): void {
    if (problem !== undefined) this.schemaProblems.push(`${what}: ${problem}`);
  }
}

function send(response: ServerResponse, reply: ErrorReply, headers: Record<string, string> = {}): void {
  response.writeHead(reply.status, { 'content-type': 'application/json', ...headers, ...reply.headers });
  response.end(JSON.stringify(errorBody(reply)));
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
