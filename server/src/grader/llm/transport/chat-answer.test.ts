import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallError, type CallErrorKind } from '../chat/chat.ts';
import { readChatAnswer } from './chat-answer.ts';

const answerOf = (text: string, status = 200, headers: Record<string, string> = {}) => ({
  status,
  text,
  contentType: headers['content-type'] ?? 'application/json',
  header: (name: string) => headers[name],
});

function outcome(text: string, status = 200, headers: Record<string, string> = {}) {
  try {
    return readChatAnswer(answerOf(text, status, headers), { messages: [], max_tokens: 8 }, (said) => said)
      .reply;
  } catch (error) {
    expect(error).toBeInstanceOf(CallError);
    return error as CallError;
  }
}

const kindOf = (
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): CallErrorKind | 'answer' => {
  const read = outcome(typeof body === 'string' ? body : JSON.stringify(body), status, headers);
  return read instanceof CallError ? read.kind : 'answer';
};

const words = fc.constantFrom(
  'content filter',
  'maximum context length',
  'insufficient_quota',
  'rate limit, try again in 99999999s',
  'per day',
  'Overloaded',
  'None',
  '',
);
const codes = fc.oneof(fc.integer(), fc.integer({ min: 100, max: 600 }), words, fc.constant(null));
const errors = fc.oneof(
  fc.record({ message: words, code: codes, type: words }, { requiredKeys: [] }),
  fc.record({
    message: fc.jsonValue(),
    metadata: fc.jsonValue(),
    details: fc.jsonValue(),
    innererror: fc.jsonValue(),
  }),
  words,
  fc.jsonValue(),
);
const choices = fc.array(
  fc.oneof(
    fc.jsonValue(),
    fc.record(
      {
        message: fc.oneof(
          fc.jsonValue(),
          fc.record({ role: fc.constant('assistant'), content: fc.jsonValue() }),
        ),
        finish_reason: fc.oneof(
          fc.constantFrom('stop', 'length', 'error', 'content_filter', 'SAFETY'),
          fc.jsonValue(),
        ),
        logprobs: fc.jsonValue(),
        error: errors,
      },
      { requiredKeys: [] },
    ),
  ),
  { maxLength: 2 },
);
const body = fc.oneof(
  fc.string(),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc
    .record(
      {
        error: errors,
        errors: fc.array(errors),
        choices,
        detail: fc.jsonValue(),
        base_resp: fc.jsonValue(),
        usage: fc.jsonValue(),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
  fc.array(fc.jsonValue()).map((all) => all.map((each) => `data: ${JSON.stringify(each)}`).join('\n\n')),
  fc.constantFrom('<html><body>Blocked</body></html>', '{"choices": [NaN', '[DONE]', 'data: [DONE]'),
);
const headers = fc.dictionary(
  fc.constantFrom(
    'retry-after',
    'retry-after-ms',
    'x-ratelimit-reset-requests',
    'x-ratelimit-remaining-requests',
    'content-type',
  ),
  fc.oneof(
    fc.string(),
    fc.double().map(String),
    fc.constantFrom('text/html', 'text/event-stream', '0', '1764245678'),
  ),
);

/** Every kind is of one of these; a kind that is in none has no fate. */
const FATES = {
  passing: ['rate_limit', 'server', 'timeout', 'malformed', 'empty'],
  completion: ['filtered', 'too_long', 'cut', 'rejected', 'forbidden', 'not_found'],
  stop: ['credentials', 'quota'],
};

describe('any status and any body', () => {
  it('are an answer or one error, with words, a bill and a wait that has an end', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constant(200), fc.integer({ min: 100, max: 999 })),
        body,
        headers,
        (status, text, given) => {
          const read = outcome(text, status, given);
          if (!(read instanceof CallError)) {
            expect(status).toBeGreaterThanOrEqual(200);
            expect(status).toBeLessThan(300);
            expect(
              read.text.trim() !== '' || read.refusal !== undefined || read.finishReason === 'content_filter',
            ).toBe(true);
            return;
          }
          expect(Object.values(FATES).filter((kinds) => kinds.includes(read.kind))).toHaveLength(1);
          expect(read.message.trim()).not.toBe('');
          const { retryAfterMs = 0 } = read.details;
          expect(retryAfterMs).toBeGreaterThanOrEqual(0);
          expect(retryAfterMs).toBeLessThanOrEqual(31 * 24 * 3_600_000);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('an error inside a 200 is what its code says as if it were the status', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 400, max: 599 }),
        fc.constantFrom('It did not work.', 'Provider error'),
        (code, message) => {
          const inside = kindOf({ error: { code, message } });
          expect(inside).toBe(kindOf({ error: { message } }, code));
          expect(kindOf({ error: { code: String(code), message } })).toBe(inside);
          expect(
            kindOf({ choices: [{ index: 0, message: { content: 'Yes' }, error: { code, message } }] }),
          ).toBe(inside);
          expect(kindOf(`data: ${JSON.stringify({ error: { code, message } })}\n\n`)).toBe(inside);
        },
      ),
    );
  });
});

it.each<[string, unknown, number, CallErrorKind | 'answer']>([
  [
    'a model with a telling name',
    { error: { message: 'The model `llama-guard-3` does not exist' } },
    404,
    'not_found',
  ],
  [
    'a parameter beside moderation',
    { error: { message: 'Unknown parameter: content_filter', param: 'logprobs' } },
    400,
    'rejected',
  ],
  [
    'our own limit',
    {
      error: {
        message: 'max_tokens is too large: 4096. The maximum context length is 2048.',
        param: 'max_tokens',
      },
    },
    400,
    'rejected',
  ],
  [
    'Gemini: a minute’s quota with a delay',
    {
      error: {
        code: 429,
        status: 'RESOURCE_EXHAUSTED',
        message: 'You exceeded your current quota',
        details: [{ retryDelay: '34s' }],
      },
    },
    429,
    'rate_limit',
  ],
  ['gRPC names', { error: { status: 'UNAVAILABLE', message: 'Try later' } }, 200, 'server'],
  [
    'an error that is none',
    {
      error: null,
      choices: [{ index: 0, message: { role: 'assistant', content: 'Yes' }, finish_reason: 'stop' }],
    },
    200,
    'answer',
  ],
  [
    'an error of nothing',
    { error: { code: 0, message: '' }, choices: [{ message: { content: 'Yes' } }] },
    200,
    'answer',
  ],
  ['words alone: too many', { error: 'Rate limit exceeded' }, 200, 'rate_limit'],
  ['words alone: a model', { error: 'model "judge" not found, try pulling it first' }, 200, 'not_found'],
  ['Groq: at capacity', { error: { message: 'Flex tier capacity exceeded' } }, 498, 'rate_limit'],
  [
    'LM Studio: a wrong address',
    { error: 'Unexpected endpoint or method. (POST /chat/completions)' },
    200,
    'not_found',
  ],
  [
    'Alibaba: a wrong key',
    { code: 'InvalidApiKey', message: 'Invalid API-key provided.' },
    401,
    'credentials',
  ],
  ['Hugging Face: loading', { error: 'Model X is currently loading', estimated_time: 20 }, 503, 'server'],
  ['Volcengine: an account', { error: { code: 'AccountOverdueError', message: 'Overdue.' } }, 403, 'quota'],
  ['not implemented', { error: { message: 'logprobs: not implemented' } }, 501, 'rejected'],
])('%s', (_, said, status, kind) => {
  expect(kindOf(said, status)).toBe(kind);
});

it('the delay of Google, of OpenRouter and in words is read', () => {
  const waitOf = (said: unknown) => (outcome(JSON.stringify(said), 429) as CallError).details.retryAfterMs;
  expect(
    waitOf([{ error: { code: 429, message: 'x', details: [{ '@type': 'RetryInfo', retryDelay: '34s' }] } }]),
  ).toBe(34_000);
  expect(waitOf({ error: { message: 'x', metadata: { headers: { 'Retry-After': '9' } } } })).toBe(9000);
  const reset = String(Date.now() + 50_000);
  const headers = { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': reset };
  expect(waitOf({ error: { message: 'x', metadata: { headers } } })).toBeGreaterThan(45_000);
  expect(waitOf({ error: { message: 'Please try again in 20s.' } })).toBe(20_000);
});

it('minus infinity is a probability of 0, the same when it is read from what was kept', () => {
  const text =
    '{"choices": [{"index": 0, "message": {"role": "assistant", "content": "Yes"}, "finish_reason": "stop", "logprobs": {"content": [{"token": "Yes", "logprob": -0.0, "bytes": null, "top_logprobs": [{"token": "Yes", "logprob": -0.0}, {"token": "No", "logprob": -Infinity}]}]}}]}';
  const read = outcome(text);
  if (read instanceof CallError) throw read;
  expect(read.tokens?.[0]?.alternatives).toContainEqual(
    expect.objectContaining({ text: 'No', probability: 0 }),
  );
  expect(outcome(JSON.stringify(read.raw))).toMatchObject({ text: read.text, tokens: read.tokens });
});
