import { sha256Hex } from '#sha256';
import type { Turn } from '../policy/model.ts';
import type { SampleCompletion } from './model.ts';
import { rolloutOf } from './rollout/rollout.ts';
import { splitReasoning } from './rollout/split.ts';

/**
 * The words of a text, by which two texts are the same whatever file they stand in and however they are typed: after
 * Unicode's NFKC, without invisible characters, upper and lower case alike, letters and digits alone. A text without
 * any letter or digit is its other characters.
 */
export function normalWords(text: string): readonly string[] {
  const visible = text.normalize('NFKC').replaceAll(INVISIBLE, '');
  // Upper case first: what has no lower case of its own, such as "ß" and "ς", is then written in one way.
  const folded = visible.toUpperCase().toLowerCase().normalize('NFKC');
  return folded.match(WORD) ?? folded.match(/\S+/gu) ?? [];
}

/** Format characters and what Unicode says may be left out of sight; white space is no part of it. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/** What a prompt asks, without how it is typed. */
export interface PromptContent {
  /** Equal for prompts that ask the same; undefined where there is no prompt. */
  readonly key: string | undefined;
  readonly words: ReadonlySet<string>;
}

/**
 * A prompt for splitting data: its turns in normal form. The system's turns do not count, since the same request
 * under another system prompt is answered by nearly the same texts; where there are no others, they do. This is no
 * identity of a prompt: answers are remembered, and completions named, by `promptIdOf`.
 */
export function promptContentOf(conversation: readonly Turn[]): PromptContent {
  const before = known.get(conversation);
  if (before) return before;
  const asked = conversation.filter(({ role }) => role !== 'system');
  const turns: { role: string; words: string[] }[] = [];
  for (const { role, content } of asked.length > 0 ? asked : conversation) {
    const said = role === 'assistant' ? splitReasoning(content).answer : content;
    const words = normalWords(said);
    const last = turns.at(-1);
    if (last?.role === role) last.words.push(...words);
    else turns.push({ role, words: [...words] });
  }
  const said = turns.filter(({ words }) => words.length > 0);
  const content: PromptContent = {
    key: said.length === 0 ? undefined : hashOf(said.map(({ role, words }) => [role, words.join(' ')])),
    words: new Set(said.flatMap(({ words }) => words)),
  };
  known.set(conversation, content);
  return content;
}

const known = new WeakMap<readonly Turn[], PromptContent>();

/**
 * By which a reply is known again: its answer, its thought, and all of its text, as far as they are there. Two
 * completions that share one of these have been learnt from together.
 */
export function replyKeysOf(completion: Pick<SampleCompletion, 'text' | 'thought'>): readonly string[] {
  const before = knownReplies.get(completion);
  if (before) return before;
  const { answer, thought = '' } = rolloutOf(completion);
  const keys = [answer, thought, completion.text].flatMap(textKeys);
  // One that says nothing is the same as all others that say nothing.
  const made = keys.length === 0 ? [hashOf('')] : [...new Set(keys)];
  knownReplies.set(completion, made);
  return made;
}

const knownReplies = new WeakMap<object, readonly string[]>();

/** None for a text that says nothing. */
function textKeys(text: string): string[] {
  const words = normalWords(text);
  return words.length === 0 ? [] : [hashOf(words.join(' '))];
}

function hashOf(content: unknown): string {
  return sha256Hex(JSON.stringify(content)).slice(0, 32);
}
