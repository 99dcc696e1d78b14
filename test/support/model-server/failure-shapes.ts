/**
 * Answers that are no answers, as servers, gateways and firewalls write them, and what each is. The forms are those of
 * the products' documentation and of public bug reports; the words are shortened.
 */
import { gzipSync } from 'node:zlib';
import type { RawReply } from './script.ts';

/** Of whom an error is, and what becomes of the completion that meets it among others that are answered. */
export type Fate =
  /** A filter said no: the completion is refused, after one request a question. */
  | 'refused'
  /** It will not go otherwise: failed, after one request a question. */
  | 'final'
  /** It may go away: asked again, then failed. */
  | 'passing'
  /** The answer ran out of tokens. */
  | 'cut'
  /** No further call would fare better: the run ends. */
  | 'stop';

export interface FailureShape {
  readonly name: string;
  readonly reply: RawReply;
  readonly fate: Fate;
  /** What of the server's own words the user must see. */
  readonly says: RegExp;
}

const json = (body: unknown, httpStatus = 200, headers: Record<string, string> = {}): RawReply => ({
  raw: JSON.stringify(body),
  httpStatus,
  headers,
});
const page = (title: string, words: string, httpStatus = 200): RawReply => ({
  raw: `<!DOCTYPE html>\n<html><head><title>${title}</title><style>body{margin:0}</style></head><body><h1>${words}</h1></body></html>`,
  httpStatus,
  contentType: 'text/html; charset=UTF-8',
});
const plain = (raw: string, httpStatus = 200, contentType = 'text/plain'): RawReply => ({
  raw,
  httpStatus,
  contentType,
});
const completion = (choice: object, more: object = {}) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'judge-1',
  choices: [{ index: 0, ...choice }],
  ...more,
});
const usage = { prompt_tokens: 90, completion_tokens: 8, total_tokens: 98 };

const REFUSED: readonly [string, RawReply, RegExp][] = [
  [
    'OpenRouter: moderation',
    json(
      {
        error: {
          message:
            'Your chosen model requires moderation and your input was flagged for "self-harm". No credits were charged.',
          code: 403,
          metadata: { reasons: ['self-harm'], flagged_input: 'I feel …', provider_name: 'OpenAI' },
        },
      },
      403,
    ),
    /flagged for "self-harm"/,
  ],
  [
    'Azure: the prompt',
    json(
      {
        error: {
          message:
            "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
          type: null,
          param: 'prompt',
          code: 'content_filter',
          status: 400,
          innererror: {
            code: 'ResponsibleAIPolicyViolation',
            content_filter_result: { self_harm: { filtered: true, severity: 'medium' } },
          },
        },
      },
      400,
    ),
    /content management policy/,
  ],
  [
    'Azure: only the inner code says so',
    json(
      { error: { message: 'Request failed.', innererror: { code: 'ResponsibleAIPolicyViolation' } } },
      400,
    ),
    /Request failed/,
  ],
  [
    'Azure: a choice without a message',
    json(
      completion(
        { finish_reason: 'content_filter', content_filter_results: { violence: { filtered: true } } },
        { usage },
      ),
    ),
    /content_filter/,
  ],
  [
    'Azure: no choice, the prompt filtered',
    json({
      choices: [],
      prompt_filter_results: [{ prompt_index: 0, content_filter_results: { hate: { filtered: true } } }],
    }),
    /prompt_filter_results/,
  ],
  [
    'OpenAI: flagged prompt',
    json(
      {
        error: {
          message: 'Invalid prompt: your prompt was flagged as potentially violating our usage policy.',
          type: 'invalid_request_error',
          param: null,
          code: 'invalid_prompt',
        },
      },
      400,
    ),
    /usage policy/,
  ],
  [
    'LiteLLM: content policy',
    json(
      {
        error: {
          message: 'litellm.BadRequestError: litellm.ContentPolicyViolationError: OpenAIException - rejected',
          type: null,
          param: null,
          code: '400',
        },
      },
      400,
    ),
    /ContentPolicyViolation/,
  ],
  [
    'LiteLLM: a guardrail, as a fault of the server',
    json({ error: { message: 'Violated guardrail policy', type: 'None', param: 'None', code: '500' } }, 500),
    /guardrail/,
  ],
  [
    'Gemini: a blocked prompt',
    json({ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } }),
    /PROHIBITED_CONTENT/,
  ],
  [
    'Gemini by OpenRouter: an empty answer that was stopped for safety',
    json(
      completion({
        message: { role: 'assistant', content: '' },
        finish_reason: 'stop',
        native_finish_reason: 'SAFETY',
      }),
    ),
    /SAFETY/,
  ],
  [
    'Gemini: a choice that ends with PROHIBITED_CONTENT',
    json(completion({ message: { role: 'assistant' }, finish_reason: 'PROHIBITED_CONTENT' }, { usage })),
    /PROHIBITED_CONTENT/,
  ],
  [
    'Bedrock: a guardrail in an answer of 200',
    json(
      completion(
        { message: { role: 'assistant', content: 'Sorry, blocked.' }, finish_reason: 'stop' },
        { 'amazon-bedrock-guardrailAction': 'INTERVENED' },
      ),
    ),
    /guardrail/,
  ],
  [
    'Alibaba: inspection',
    json(
      {
        error: {
          code: 'data_inspection_failed',
          message: 'Input data may contain inappropriate content.',
          type: 'data_inspection_failed',
        },
      },
      400,
    ),
    /inappropriate content/,
  ],
  [
    'Zhipu: 1301',
    json({ error: { code: '1301', message: '\u7cfb\u7edf\u68c0\u6d4b\u5230' } }, 400),
    /\u68c0\u6d4b/,
  ],
  [
    'MiniMax: beside the answer',
    json({ choices: null, base_resp: { status_code: 1026, status_msg: 'input sensitive' } }),
    /input sensitive/,
  ],
  [
    'Cloudflare: AI gateway',
    json(
      { success: false, errors: [{ code: 2016, message: 'Prompt blocked due to security configurations' }] },
      424,
    ),
    /Prompt blocked/,
  ],
  [
    'Portkey: 446',
    json({ hook_results: { before_request_hooks: [] }, error: { message: 'Denied.' } }, 446),
    /Denied/,
  ],
  ['451', plain('Unavailable For Legal Reasons', 451), /Legal Reasons/],
];

const FINAL: readonly [string, RawReply, RegExp][] = [
  [
    'a firewall that compresses its page',
    {
      raw: gzipSync('<html><body>Request blocked by the firewall</body></html>'),
      httpStatus: 403,
      contentType: 'text/html',
      headers: { 'content-encoding': 'gzip' },
    },
    /Request blocked/,
  ],
  [
    'a page that is moved',
    { raw: '', httpStatus: 307, headers: { location: 'https://elsewhere.example/v1' } },
    /elsewhere\.example/,
  ],
  [
    'a firewall',
    page('Attention Required! | Cloudflare', 'Sorry, you have been blocked', 403),
    /you have been blocked/,
  ],
  ['a 403 without a word', plain('', 403), /403/],
  [
    'llama-cpp-python: no log probabilities',
    json(
      {
        error: {
          message: 'logprobs is not supported for models created with logits_all=False',
          type: 'internal_server_error',
          param: null,
          code: null,
        },
      },
      500,
    ),
    /logits_all/,
  ],
  [
    'llama-cpp-python: no schema',
    json(
      {
        error: {
          message:
            "1 validation error:\n  {'type': 'literal_error', 'loc': ('body', 'response_format', 'type'), 'msg': \"Input should be 'text' or 'json_object'\"}",
          type: 'internal_server_error',
          param: null,
          code: null,
        },
      },
      500,
    ),
    /json_object/,
  ],
  [
    'a 403 of the account',
    json({ error: { message: 'Not allowed for this project.' } }, 403),
    /for this project/,
  ],
  [
    'OpenAI: context length',
    json(
      {
        error: {
          message: "This model's maximum context length is 4097 tokens. However, you requested 5000 tokens.",
          type: 'invalid_request_error',
          param: 'messages',
          code: 'context_length_exceeded',
        },
      },
      400,
    ),
    /4097 tokens/,
  ],
  [
    'vLLM: context length',
    json(
      {
        object: 'error',
        message:
          "This model's maximum context length is 2048 tokens. However, your request has 3000 input tokens.",
        type: 'BadRequestError',
        param: null,
        code: 400,
      },
      400,
    ),
    /2048 tokens/,
  ],
  [
    'llama.cpp: context size',
    json(
      {
        error: {
          code: 400,
          message: 'the request exceeds the available context size, try increasing it',
          type: 'exceed_context_size_error',
        },
      },
      400,
    ),
    /available context size/,
  ],
  [
    'TGI: input validation',
    json(
      {
        error: 'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000',
        error_type: 'validation',
      },
      422,
    ),
    /Given: 5000/,
  ],
  [
    'OpenAI: larger than the limit of a minute',
    json(
      {
        error: {
          message: 'Request too large for judge-1 on tokens per min (TPM): Limit 30000, Requested 45000.',
          type: 'tokens',
          code: 'rate_limit_exceeded',
        },
      },
      429,
    ),
    /Requested 45000/,
  ],
  ['nginx: 413', page('413', '413 Request Entity Too Large', 413), /Too Large/],
  [
    'a 400 inside a 200',
    json({ error: { code: 400, message: 'Provider rejected the request.' } }),
    /Provider rejected the request/,
  ],
  [
    'FastAPI: 422',
    json(
      { detail: [{ loc: ['body', 'messages'], msg: 'field required', type: 'value_error.missing' }] },
      422,
    ),
    /body\.messages: field required/,
  ],
  [
    'an error that is a string',
    json({ error: 'bad request: malformed template' }, 400),
    /malformed template/,
  ],
  [
    'OpenRouter: the provider behind it rejects',
    json(
      {
        error: {
          message: 'Provider returned error',
          code: 400,
          metadata: { raw: '{"error":{"message":"roles must alternate"}}', provider_name: 'X' },
        },
      },
      400,
    ),
    /roles must alternate/,
  ],
];

const PASSING: readonly [string, RawReply, RegExp][] = [
  [
    'OpenRouter: 502 inside a 200',
    json({ error: { code: 502, message: 'Your chosen model is down.' } }),
    /model is down/,
  ],
  [
    'OpenRouter: an error in the choice',
    json(
      completion({
        message: { role: 'assistant', content: '' },
        finish_reason: 'error',
        error: { code: 502, message: 'Upstream error from the provider' },
      }),
    ),
    /Upstream error/,
  ],
  [
    'a choice that ends with "error"',
    json(completion({ message: { role: 'assistant', content: 'Y' }, finish_reason: 'error' })),
    /error/,
  ],
  [
    'DeepSeek: no resources',
    json(
      completion({
        message: { role: 'assistant', content: '' },
        finish_reason: 'insufficient_system_resource',
      }),
    ),
    /insufficient_system_resource/,
  ],
  [
    'Anthropic: overloaded',
    json({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }, 529),
    /Overloaded/,
  ],
  [
    'Gemini: a list with one error',
    json([{ error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } }], 503),
    /model is overloaded/,
  ],
  [
    'Envoy',
    plain('upstream connect error or disconnect/reset before headers', 503),
    /upstream connect error/,
  ],
  ['a page with 200', page('Sign in', 'Please sign in to the network'), /text\/html: Sign in Please sign in/],
  ['plain text with 200', plain('upstream request timed out'), /text\/plain: upstream request timed out/],
  ['an empty body', plain('', 200, 'application/json'), /no body/],
  ['a JSON that is something else', json({ status: 'ok' }), /"status":"ok"/],
  ['no choices', json({ id: 'x', object: 'chat.completion', choices: [] }), /"choices":\[\]/],
  [
    'an answer that is all in the thought',
    json(
      completion({
        message: { role: 'assistant', content: null, reasoning_content: 'It greets. Yes' },
        finish_reason: 'stop',
      }),
    ),
    /a thought/,
  ],
  [
    'an empty answer',
    json(completion({ message: { role: 'assistant', content: '' }, finish_reason: 'stop' }, { usage })),
    /empty/,
  ],
  [
    'a stream that breaks off',
    plain('data: {"choices":[{"index":0,"delta":{"content":"Ye"}}]}\n\n', 200, 'text/event-stream'),
    /stream of events/,
  ],
];

const CUT: readonly [string, RawReply, RegExp][] = [
  [
    'reasoning without an answer',
    json(
      completion(
        {
          message: { role: 'assistant', content: null, reasoning_content: 'Let me think about' },
          finish_reason: 'length',
        },
        { usage },
      ),
    ),
    /tokens/,
  ],
];

const STOP: readonly [string, RawReply, RegExp][] = [
  [
    'Gemini: a wrong key, with 400',
    json(
      [
        {
          error: {
            code: 400,
            message: 'API key not valid. Please pass a valid API key.',
            status: 'INVALID_ARGUMENT',
            details: [{ reason: 'API_KEY_INVALID' }],
          },
        },
      ],
      400,
    ),
    /API key not valid/,
  ],
  [
    'OpenRouter: more than the account can pay',
    json({ error: { code: 402, message: 'This request requires more credits, or fewer max_tokens.' } }, 402),
    /requires more credits/,
  ],
  [
    'a key that is not accepted',
    json({ error: { message: 'No auth credentials found', code: 401 } }, 401),
    /No auth/,
  ],
  [
    'a key that is not accepted, inside a 200',
    json({ error: { message: 'User not found.', code: 401 } }),
    /User not found/,
  ],
  [
    'OpenAI: no credit',
    json(
      {
        error: {
          message: 'You exceeded your current quota, please check your plan and billing details.',
          type: 'insufficient_quota',
          code: 'insufficient_quota',
        },
      },
      429,
    ),
    /exceeded your current quota/,
  ],
  [
    'Anthropic: no credit, with 400',
    json(
      {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message: 'Your credit balance is too low to access the API.',
        },
      },
      400,
    ),
    /credit balance is too low/,
  ],
  ['DeepSeek: no balance', json({ error: { message: 'Insufficient Balance' } }, 402), /Insufficient Balance/],
  [
    'OpenRouter: the free models of a day, inside a 200',
    json({
      error: {
        code: 429,
        message: 'Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 requests per day',
      },
    }),
    /free-models-per-day/,
  ],
  [
    'OpenAI: requests of a day',
    json(
      {
        error: {
          message: 'Rate limit reached on requests per day (RPD): Limit 200. Please try again in 7m12s.',
          type: 'requests',
          code: 'rate_limit_exceeded',
        },
      },
      429,
    ),
    /Please try again in 7m12s/,
  ],
  [
    'two hours',
    json({ error: { message: 'Slow down.' } }, 429, { 'retry-after': '7200' }),
    /until .*Slow down/,
  ],
  [
    'maintenance, with a page',
    { ...page('Maintenance', 'We are back tomorrow', 503), headers: { 'retry-after': '36000' } },
    /until .*back tomorrow/,
  ],
];

const shapesOf = (fate: Fate, shapes: readonly [string, RawReply, RegExp][]): FailureShape[] =>
  shapes.map(([name, reply, says]) => ({ name, reply, fate, says }));

export const FAILURE_SHAPES: readonly FailureShape[] = [
  ...shapesOf('refused', REFUSED),
  ...shapesOf('final', FINAL),
  ...shapesOf('passing', PASSING),
  ...shapesOf('cut', CUT),
  ...shapesOf('stop', STOP),
];
