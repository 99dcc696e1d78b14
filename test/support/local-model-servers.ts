/** For tests: what listens on a user's machine, over real sockets, each in the shape that its kind answers in. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  readonly port: number;
  /** What it was asked, such as `GET /v1/models`; with `key` where a key came along. */
  readonly asked: readonly string[];
  /** Questions that are open. */
  readonly waiting: number;
  close(): Promise<void>;
}

/** Path -> status, content type, body; another path is 404. */
type Pages = Readonly<Record<string, readonly [number, string, string]>>;

const json = (body: unknown, status = 200): readonly [number, string, string] => [
  status,
  'application/json',
  JSON.stringify(body),
];
const html = (status: number) => [status, 'text/html', '<!doctype html><title>Sign in</title>'] as const;
const list = (owned_by: string, ...ids: string[]) =>
  json({ object: 'list', data: ids.map((id) => ({ id, object: 'model', created: 1, owned_by })) });

/** What each kind answers. */
export const KINDS = {
  ollama: {
    '/v1/models': list('library', 'judge:4b', 'own/judge:latest'),
    '/api/tags': json({
      models: [
        { name: 'judge:4b', model: 'judge:4b', size: 1, digest: 'd', details: { format: 'gguf' } },
        { name: 'own/judge:latest', model: 'own/judge:latest', size: 1, digest: 'd', details: {} },
      ],
    }),
  },
  'ollama, of its first versions': {
    '/api/tags': json({ models: [{ name: 'judge:4b', size: 1, digest: 'd' }] }),
  },
  'ollama without a model': {
    '/v1/models': json({ object: 'list', data: null }),
    '/api/tags': json({ models: [] }),
  },
  'LM Studio': {
    '/v1/models': json({
      data: [{ id: 'maker/judge-9b', object: 'model', owned_by: 'organization_owner' }],
      object: 'list',
    }),
    // It answers any other path with a 200 and an error in it.
    '/api/tags': json({ error: 'Unexpected endpoint or method. (GET /api/tags)' }),
  },
  'llama.cpp': {
    '/v1/models': json({
      models: [{ name: 'judge.gguf', model: 'judge.gguf', details: { format: 'gguf' } }],
      object: 'list',
      data: [{ id: 'judge.gguf', object: 'model', created: 1, owned_by: 'llamacpp', meta: { n_params: 1 } }],
    }),
    '/api/tags': json({ models: [{ name: 'judge.gguf', model: 'judge.gguf' }] }),
  },
  vLLM: {
    '/v1/models': json({
      object: 'list',
      data: [{ id: 'maker/Judge-7B', object: 'model', owned_by: 'vllm', root: 'x', max_model_len: 4096 }],
    }),
  },
  SGLang: { '/v1/models': list('sglang', 'maker/Judge-7B') },
  'of a kind that we do not know': { '/v1/models': list('somebody', 'judge') },
  'wants a key': {
    '/v1/models': json(
      { error: { code: 401, message: 'Invalid API Key', type: 'authentication_error' } },
      401,
    ),
  },
  'a web page at every address': { '/v1/models': html(200), '/api/tags': html(200) },
  'a web page behind a sign-in': { '/v1/models': html(403), '/api/tags': html(401) },
  'an API of something else': {
    '/v1/models': json({ data: [{ id: 7, name: 'Sedan' }], total: 1 }),
    '/api/tags': json([{ id: 'red' }, { id: 'blue' }]),
  },
  'a list of what is no model': { '/v1/models': json([{ id: 'red' }, { name: 'blue' }]) },
  'cut off': { '/v1/models': [200, 'application/json', '{"object": "list", "data": [{"id": "jud'] },
} satisfies Readonly<Record<string, Pages>>;

export type Kind = keyof typeof KINDS;

export function listening(kind: Kind, { host = '127.0.0.1', port = 0 } = {}): Promise<Listening> {
  const pages: Pages = KINDS[kind];
  return started(host, port, (path, response) => {
    const [status, type, body] = pages[path] ?? [404, 'text/plain', '404 page not found'];
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  });
}

/** It takes the question and says nothing, or half of an answer. */
export function hanging(way: 'silent' | 'half'): Promise<Listening> {
  return started('127.0.0.1', 0, (_, response) => {
    if (way === 'half') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"object": "list", ');
    }
  });
}

/** It sends on to another. */
export function sendingOn(to: string): Promise<Listening> {
  return started('127.0.0.1', 0, (path, response) => {
    response.writeHead(307, { location: `${to}${path}` });
    response.end();
  });
}

async function started(
  host: string,
  port: number,
  answer: (path: string, response: ServerResponse) => void,
): Promise<Listening> {
  const asked: string[] = [];
  let waiting = 0;
  const server: Server = createServer((request, response) => {
    const key = request.headers.authorization ?? request.headers['x-api-key'];
    asked.push(`${request.method} ${request.url}${key === undefined ? '' : ' key'}`);
    waiting++;
    response.once('close', () => {
      waiting--;
    });
    answer(request.url ?? '', response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    get waiting() {
      return waiting;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
