import { hmacSha256Hex } from '#sha256';
import type { Turn } from '../../../policy/model.ts';
import type { Subject } from '../../judged.ts';

/**
 * A subject as JSON between markers. The markers come from a keyed hash of it: the same for the same text, so
 * that remembered answers hold, and not to be guessed by who wrote the text, so that it cannot close its
 * own quotation. Angle brackets are escaped, as some servers read control tokens such as `<|im_end|>` wherever they stand.
 */
export function quoteSubject(subject: Subject, secret: Uint8Array): string {
  const known = quoted.get(subject);
  if (known?.secret === secret) return known.text;
  const json = quoteJson(subject);
  const marker = hmacSha256Hex(secret, json).slice(0, MARKER_DIGITS);
  const text = `[data ${marker}]\n${json}\n[end of data ${marker}]`;
  quoted.set(subject, { secret, text });
  return text;
}

/** Twenty questions are asked of one subject. */
const quoted = new WeakMap<Subject, { readonly secret: Uint8Array; readonly text: string }>();

const MARKER_DIGITS = 16;

export function quoteJson({ conversation, text, parts }: Subject): string {
  const turns = conversation.map(({ role, content }) => ({ role, content }));
  const judged = parts ? { thought: parts.thought, completion: parts.answer } : { completion: text };
  return JSON.stringify({ conversation: turns, ...judged }).replace(
    /[<>\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** What a template's `{response}` stands for: what is judged; thought and answer each under its name. */
export function responseText({ text, parts }: Subject): string {
  return parts?.answer === undefined ? text : `THOUGHT: ${parts.thought}\n\nANSWER: ${parts.answer}`;
}

/** As people write a conversation; for templates, which say how it is told apart from the rest. */
export function transcript(conversation: readonly Turn[]): string {
  return conversation.map(({ role, content }) => `${role.toUpperCase()}: ${content}`).join('\n\n');
}
