import { type IncomingMessage, request } from 'node:http';
import { namesOf, ownerOf } from './model-list.ts';

/** A model server that was found on this machine. */
export interface LocalServer {
  /** What it is, where it says so; else where it is. */
  readonly name: string;
  /** The address for chat completions, such as `http://127.0.0.1:11434/v1`. */
  readonly baseUrl: string;
  /** What it offers; not everything that is offered can chat. */
  readonly models: readonly string[];
  /** It tells its models only to those who have a key. */
  readonly needsKey: boolean;
}

/** Where they listen as they come: Ollama, LM Studio, llama.cpp (and LocalAI), vLLM, SGLang, Jan. */
export const LOCAL_PORTS: readonly number[] = [11434, 1234, 8080, 8000, 30000, 1337];

/** Who listens on this machine answers in milliseconds; a server that is loading a model may take longer. */
const TIMEOUT_MS = 1_500;
/** In one family of addresses or the other. Nothing is asked of another machine. */
const HOSTS = ['127.0.0.1', '[::1]'] as const;
const MOST_BYTES = 4 * 1024 * 1024;

export interface LookOptions {
  readonly ports?: readonly number[];
  /** For one answer. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * The model servers on this machine, in the order of the ports. All are asked at once, for nothing but their list of
 * models; no key and no text is sent. What does not answer with such a list is none. Rejects where it is cancelled.
 */
export async function findLocalServers(options: LookOptions = {}): Promise<LocalServer[]> {
  const { ports = LOCAL_PORTS, timeoutMs = TIMEOUT_MS, signal } = options;
  const found = await Promise.all(
    [...new Set(ports)].map(async (port) => {
      const look = (host: string) => serverAt(`http://${host}:${port}`, timeoutMs, signal);
      const [four, six] = await Promise.all(HOSTS.map(look));
      return four ?? six;
    }),
  );
  signal?.throwIfAborted();
  return found.filter((each) => each !== undefined);
}

/** What each kind of server writes as the owner of a model. */
const BY_OWNER: Readonly<Record<string, string>> = {
  llamacpp: 'llama.cpp',
  vllm: 'vLLM',
  sglang: 'SGLang',
  organization_owner: 'LM Studio',
  tabbyapi: 'TabbyAPI',
};

async function serverAt(
  origin: string,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<LocalServer | undefined> {
  const [listed, tags] = await Promise.all(
    ['/v1/models', '/api/tags'].map((path) => getJson(`${origin}${path}`, timeoutMs, signal)),
  );
  const where = { name: new URL(origin).host, baseUrl: `${origin}/v1` };
  if (listed && wantsKey(listed)) return { ...where, models: [], needsKey: true };
  const models = listed?.status === 200 ? namesOf(listed.body) : undefined;
  // Ollama has a list of its own, and in its first versions only that one.
  const ollamas = tags?.status === 200 ? namesOf(tags.body) : undefined;
  const owner = listed && ownerOf(listed.body);
  const known = owner === undefined ? undefined : BY_OWNER[owner.toLowerCase()];
  const name = known ?? (ollamas && 'Ollama') ?? where.name;
  const offered = models ?? ollamas;
  return offered && { ...where, name, models: offered, needsKey: false };
}

/** Of a model server; a web page behind a password is none. */
function wantsKey({ status, body, challenge }: JsonReply): boolean {
  if (/^(basic|digest|negotiate|ntlm)\b/i.test(challenge)) return false;
  const isJson = typeof body === 'object' && body !== null;
  return isJson && (status === 401 || status === 403);
}

interface JsonReply {
  readonly status: number;
  /** Undefined: it is no JSON. */
  readonly body: unknown;
  readonly challenge: string;
}

/** Undefined: nothing came in time. On a plain connection of its own: no proxy, no redirect. */
function getJson(
  url: string,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<JsonReply | undefined> {
  const limit = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve) => {
    const nothing = () => resolve(undefined);
    const asked = request(
      url,
      {
        agent: false,
        headers: { accept: 'application/json' },
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      },
      (response) => {
        textOf(response).then((text) => {
          const { statusCode = 0, headers } = response;
          resolve({
            status: statusCode,
            body: parsed(text),
            challenge: headers['www-authenticate'] ?? '',
          });
        }, nothing);
      },
    );
    asked.on('error', nothing);
    asked.end();
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new TypeError('too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
