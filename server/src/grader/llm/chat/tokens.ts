import type { ChatRequest } from './chat.ts';

/**
 * Tokens of a text, about: a token of English has four to five bytes, of most other languages three (a
 * character of Chinese, three bytes, is about one). Three makes the estimate a high one, as a limit wants.
 */
const BYTES_PER_TOKEN = 3;
const utf8 = new TextEncoder();
/** What each message adds around its text. */
const PER_MESSAGE = 8;

/** Input tokens of a request, estimated from above. */
export function estimateTokens({ messages }: ChatRequest): number {
  return messages.reduce((sum, { content }) => {
    const bytes = typeof content === 'string' ? utf8.encode(content).length : 0;
    return sum + PER_MESSAGE + Math.ceil(bytes / BYTES_PER_TOKEN);
  }, 0);
}

/** Output tokens at most. */
export function outputTokens({ max_tokens, max_completion_tokens }: ChatRequest): number {
  return max_tokens ?? max_completion_tokens ?? 0;
}
