/**
 * A model server as its own process, for benchmarks and for runs that are killed. It is the other side of a
 * throughput figure, so it does little: no schema, an answer from a hash of the question.
 *   node test/support/model-server/run-standalone.mts --latency 50 [--port 0] [--log FILE]
 * The first line on standard output is its base URL. `--log` appends a line for each answer that is sent: the
 * SHA-256 of the request's body. `GET /v1/figures` tells {calls, maxInFlight, spanMs} since it was asked last, the span from the
 * first request to the last answer. On SIGTERM it prints the same and ends.
 */
import { createHash } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    latency: { type: 'string', default: '0' },
    port: { type: 'string', default: '0' },
    log: { type: 'string' },
  },
});
const latencyMs = Number(values.latency);
const log = values.log === undefined ? undefined : openSync(values.log, 'a');

let inFlight = 0;
let figures = nothingYet();

function nothingYet() {
  return { calls: 0, maxInFlight: 0, firstAt: 0, lastAt: 0 };
}

function figuresInJson(): string {
  const { calls, maxInFlight, firstAt, lastAt } = figures;
  return JSON.stringify({ calls, maxInFlight, spanMs: lastAt - firstAt });
}

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(figuresInJson());
    figures = nothingYet();
    return;
  }
  figures.firstAt ||= performance.now();
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    figures.maxInFlight = Math.max(figures.maxInFlight, ++inFlight);
    const body = Buffer.concat(chunks);
    const hash = createHash('sha256').update(body).digest();
    const answer = () => {
      inFlight--;
      figures.calls++;
      figures.lastAt = performance.now();
      // Before the answer is out: what a client may have been charged for is on the list.
      if (log !== undefined) writeSync(log, `${hash.toString('hex')}\n`);
      response.setHeader('content-type', 'application/json');
      response.end(
        body.includes('"logprobs":true') ? probabilities(hash[0] as number) : rubric(hash[0] as number),
      );
    };
    if (latencyMs > 0) setTimeout(answer, latencyMs);
    else answer();
  });
});
// Connections stay open between the calls of a run.
server.keepAliveTimeout = 60_000;
server.listen(Number(values.port), '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1\n`);
});
process.on('SIGTERM', () => {
  process.stdout.write(`${figuresInJson()}\n`);
  process.exit(0);
});

/** Yes with a probability of (byte + 0.5) / 256. */
function probabilities(byte: number): string {
  const p = (byte + 0.5) / 256;
  const entry = (token: string, probability: number) => ({
    token,
    logprob: Math.log(probability),
    bytes: [...Buffer.from(token)],
  });
  const tokens = [entry('yes', p), entry('no', 1 - p)].sort((a, b) => b.logprob - a.logprob);
  const drawn = tokens[0] as (typeof tokens)[number];
  return completion(drawn.token, { content: [{ ...drawn, top_logprobs: tokens }], refusal: null });
}

/** As tools ask for it that want a verdict in JSON. */
function rubric(byte: number): string {
  return completion(JSON.stringify({ reason: 'as asked', pass: byte > 127, score: byte / 255 }), null);
}

function completion(content: string, logprobs: object | null): string {
  return JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'judge-1',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: null },
        logprobs,
        finish_reason: 'stop',
      },
    ],
    usage: { prompt_tokens: 200, completion_tokens: 1, total_tokens: 201 },
  });
}
