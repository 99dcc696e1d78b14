import type { AnswerToken, ChatReply } from './reply.ts';

/** What an answer says of a yes/no question. */
export type Reading =
  | { readonly kind: 'probability'; readonly p: number; readonly coverage: number }
  | { readonly kind: 'refused' | 'unreadable'; readonly said: string };

/** Below it the model would mostly have said something else: shown beside the grade. */
export const LOW_COVERAGE = 0.5;
/** Below it there is no answer: what is left of yes and no is the noise of the tail. */
export const NO_COVERAGE = 0.01;

/**
 * P(yes) = m(yes) / (m(yes) + m(no)), where m sums the probabilities of all variants of a word at the place
 * of the first answer token (Mu et al. 2024, section 4.1). `coverage` = m(yes) + m(no).
 */
export function readProbability(reply: ChatReply): Reading {
  if (reply.refusal !== undefined || reply.finishReason === 'content_filter') return refused(reply);
  const token = reply.tokens && firstAnswerToken(reply.tokens);
  if (!token) return { kind: 'unreadable', said: reply.text };
  let yes = 0;
  let no = 0;
  for (const { text, probability } of token.alternatives) {
    const word = wordOf(text);
    if (word === 'yes') yes += probability;
    else if (word === 'no') no += probability;
  }
  const coverage = Math.min(1, yes + no);
  if (coverage < NO_COVERAGE)
    return isRefusal(reply.text) ? refused(reply) : { kind: 'unreadable', said: reply.text };
  return { kind: 'probability', p: yes / (yes + no), coverage };
}

export type Vote = 'yes' | 'no' | 'refused' | 'unreadable';

/** A vote: what the text of an answer says, as `{"answer": "yes"}` or as a word. */
export function readVote(reply: ChatReply): Vote {
  if (reply.refusal !== undefined || reply.finishReason === 'content_filter') return 'refused';
  const answer = jsonOf(reply.text)?.answer;
  const word = wordOf(typeof answer === 'string' ? answer : (firstWord(reply.text) ?? ''));
  return word ?? (isRefusal(reply.text) ? 'refused' : 'unreadable');
}

/** The votes of an answer to several questions, by the keys under which they were asked. */
export function readVotes(reply: ChatReply, keys: readonly string[]): Vote[] {
  if (reply.refusal !== undefined || reply.finishReason === 'content_filter')
    return keys.map(() => 'refused');
  const answers = jsonOf(reply.text);
  if (!answers && isRefusal(reply.text)) return keys.map(() => 'refused');
  return keys.map((key) => wordOf(String(answers?.[key] ?? '')) ?? 'unreadable');
}

/** Quotation marks, markup and white space may come as tokens of their own before the answer. */
function firstAnswerToken(tokens: readonly AnswerToken[]): AnswerToken | undefined {
  return tokens.find(({ text }) => /[\p{L}\p{N}]/u.test(bare(text)));
}

/**
 * The word that a token stands for: case, quotation marks, markup and punctuation aside, and the marks that
 * tokenisers put for a space.
 */
function wordOf(token: string): 'yes' | 'no' | undefined {
  const word = bare(token).toLowerCase();
  return word === 'yes' || word === 'no' ? word : undefined;
}

/** U+2581 is SentencePiece's space, U+0120 and U+010A are the space and the line feed of byte-level BPE. */
function bare(token: string): string {
  return token.replace(/^[\s\u2581\u0120\u010a\p{P}\p{S}]+|[\s\u2581\u0120\u010a\p{P}\p{S}]+$/gu, '');
}

function firstWord(text: string): string | undefined {
  return /[\p{L}\p{N}]+/u.exec(text)?.[0];
}

/** Models put JSON between fences now and then, even when asked for nothing else. */
function jsonOf(text: string): Record<string, unknown> | undefined {
  const json = /\{[\s\S]*\}/.exec(text)?.[0];
  if (json === undefined) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** A judge that will not judge, in the words that such models use where the API has no field for it. */
function isRefusal(text: string): boolean {
  return /^\W*(?:i['’]?m\s+(?:really\s+|very\s+)?sorry|i\s+am\s+sorry|sorry|i\s+apologi[sz]e|i\s+(?:can['’]?t|cannot|can\s+not|won['’]?t|will\s+not|am\s+(?:not\s+able|unable)|['’]?m\s+(?:not\s+able|unable)))\b/iu.test(
    text,
  );
}

function refused({ refusal, text }: ChatReply): Reading {
  return { kind: 'refused', said: refusal ?? text };
}
