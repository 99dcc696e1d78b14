/** What one call to a model brought, in the terms of grading. */
export interface ChatReply {
  /** Empty where the model said nothing. */
  readonly text: string;
  /** What the API itself calls a refusal, in the model's words. */
  readonly refusal?: string;
  readonly finishReason: string;
  /** The tokens of the answer in order; undefined where the server gave no log probabilities. */
  readonly tokens?: readonly AnswerToken[];
  readonly usage?: { readonly input: number; readonly output: number };
  /** The body as it came, for the cache. */
  readonly raw: object;
}

/** A token of the answer with the likeliest tokens in its place, itself among them. */
export interface AnswerToken {
  readonly text: string;
  readonly alternatives: readonly { readonly text: string; readonly probability: number }[];
}

/**
 * Reads the body of a chat completion. Undefined where it is none: servers that call themselves compatible
 * send pages of HTML, cut bodies and error objects with status 200.
 */
export function readReply(body: unknown): ChatReply | undefined {
  if (!isObject(body) || !Array.isArray(body.choices)) return undefined;
  const [choice] = body.choices;
  if (!isObject(choice) || !isObject(choice.message)) return undefined;
  const { content, refusal } = choice.message;
  if (content !== null && content !== undefined && typeof content !== 'string') return undefined;
  const tokens = isObject(choice.logprobs) ? readTokens(choice.logprobs.content) : undefined;
  const usage = isObject(body.usage) ? readUsage(body.usage) : undefined;
  return {
    text: content ?? '',
    ...(typeof refusal === 'string' && refusal !== '' && { refusal }),
    finishReason: typeof choice.finish_reason === 'string' ? choice.finish_reason : '',
    ...(tokens && { tokens }),
    ...(usage && { usage }),
    raw: body,
  };
}

function readTokens(content: unknown): AnswerToken[] | undefined {
  if (!Array.isArray(content) || content.length === 0) return undefined;
  const tokens: AnswerToken[] = [];
  for (const entry of content) {
    const sampled = readAlternative(entry);
    if (!sampled || !isObject(entry)) return undefined;
    const top: readonly unknown[] = Array.isArray(entry.top_logprobs) ? entry.top_logprobs : [];
    const alternatives = top.flatMap((each) => readAlternative(each) ?? []);
    // The sampled token need not be among the likeliest.
    if (!alternatives.some(({ text }) => text === sampled.text)) alternatives.push(sampled);
    tokens.push({ text: sampled.text, alternatives });
  }
  return tokens;
}

function readAlternative(entry: unknown): { text: string; probability: number } | undefined {
  if (!isObject(entry) || typeof entry.token !== 'string' || typeof entry.logprob !== 'number')
    return undefined;
  // Some servers round: a logarithm a little above 0 is a probability of 1.
  const probability = Math.min(1, Math.exp(entry.logprob));
  return Number.isNaN(probability) ? undefined : { text: entry.token, probability };
}

function readUsage({ prompt_tokens: input, completion_tokens: output }: Record<string, unknown>) {
  return typeof input === 'number' && typeof output === 'number' ? { input, output } : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
