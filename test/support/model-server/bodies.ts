import type { ChatCompletion, ChatCompletionTokenLogprob } from 'openai/resources/chat/completions';
import type { Abilities, AskedCall, ErrorReply, LogprobsReply, TextReply } from './script.ts';

/** A chat completion as the API writes it. */
export function completionBody(
  { body, number, prompt }: AskedCall,
  reply: LogprobsReply | TextReply,
  abilities: Abilities,
): ChatCompletion {
  const distribution = 'logprobs' in reply ? Object.entries(reply.logprobs).sort((a, b) => b[1] - a[1]) : [];
  const content = 'content' in reply ? reply.content : (distribution[0]?.[0] ?? '');
  const refusal = ('refusal' in reply ? reply.refusal : undefined) ?? null;
  const isAsked = body.logprobs === true && abilities.logprobs !== 'ignored' && abilities.logprobs !== 'null';
  const most = Math.min(body.top_logprobs ?? 0, abilities.capTopLogprobs ?? 20);
  const outputTokens = Math.max(1, Math.ceil(content.length / 4));
  const inputTokens = Math.ceil(prompt.length / 4);
  return {
    id: `chatcmpl-${number}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model: body.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal },
        logprobs:
          isAsked && distribution.length > 0
            ? { content: [tokenOf(distribution, most)], refusal: null }
            : null,
        finish_reason: 'finishReason' in reply ? (reply.finishReason ?? 'stop') : 'stop',
      },
    ],
    usage: {
      prompt_tokens: inputTokens,
      completion_tokens: outputTokens,
      total_tokens: inputTokens + outputTokens,
    },
  };
}

function tokenOf(
  distribution: readonly (readonly [string, number])[],
  most: number,
): ChatCompletionTokenLogprob {
  const entry = ([token, probability]: readonly [string, number]) => ({
    token,
    logprob: Math.log(probability),
    bytes: [...Buffer.from(token)],
  });
  const drawn = distribution[0] as readonly [string, number];
  return { ...entry(drawn), top_logprobs: distribution.slice(0, most).map(entry) };
}

/** What the server does not take of a request, as the API refuses it. */
export function refusalOf({ body }: AskedCall, abilities: Abilities): ErrorReply | undefined {
  const refuse = (param: string, why: string, status = 400): ErrorReply => ({
    status,
    error: { message: why, type: 'invalid_request_error', param, code: 'unsupported_parameter' },
  });
  if (body.logprobs && abilities.logprobs === 'refused-400')
    return refuse('logprobs', 'This model does not support logprobs.');
  if (body.logprobs && abilities.logprobs === 'refused-403') {
    const message = 'You are not allowed to request logprobs from this model.';
    return { status: 403, error: { message, type: 'invalid_request_error', param: null, code: null } };
  }
  const { maxTopLogprobs = 20 } = abilities;
  if ((body.top_logprobs ?? 0) > maxTopLogprobs)
    return refuse('top_logprobs', `Invalid value: top_logprobs must be at most ${maxTopLogprobs}.`);
  if (typeof body.max_tokens === 'number' && abilities.maxTokensParam === 'max_completion_tokens')
    return refuse(
      'max_tokens',
      "Unsupported parameter: use 'max_completion_tokens' instead of 'max_tokens'.",
    );
  if (typeof body.temperature === 'number' && body.temperature !== 1 && abilities.temperature === false)
    return refuse('temperature', "Unsupported value: 'temperature' supports only the default (1).");
  if (body.response_format && abilities.responseFormat === 'refused')
    return refuse('response_format', "Invalid parameter: 'response_format' is not supported.");
  return undefined;
}

/** An error as the API writes it. */
export function errorBody({ status, error }: ErrorReply): object {
  const type = status === 429 ? 'requests' : status >= 500 ? 'server_error' : 'invalid_request_error';
  return { error: { message: 'It did not work.', type, param: null, code: null, ...error } };
}
