import * as l10n from '@vscode/l10n';
import type { Turn } from '../policy/model.ts';
import { isObject, LineFault, type Row } from './jsonl-fields.ts';

/** A turn as JSON has it; with its thought where that is apart from what is said. */
export type RowTurn = Turn & { readonly thought?: string };

/**
 * Turns, or a text that one side says. Whatever a turn holds is in what is returned, or the line is refused: throws
 * `LineFault` for what is not text.
 */
export function turnsOf(value: unknown, key: string, speaker: Turn['role']): RowTurn[] {
  if (typeof value === 'string') return [{ role: speaker, content: value }];
  if (!Array.isArray(value))
    throw new LineFault(l10n.t('needs `{0}`: a text, or a list of {role, content}', key));
  return value.map((turn: unknown) => {
    if (!isObject(turn)) throw noTurn(key);
    return { role: roleOf(turn, key), ...messageOf(turn, key) };
  });
}

/** The thought that a message has apart from its content, under the names that servers and libraries give it. */
export function thoughtOf(message: Row): string | undefined {
  const { reasoning_content, reasoning, thinking, thought } = message;
  return [reasoning_content, reasoning, thinking, thought].find(
    (each) => typeof each === 'string' && each !== '',
  ) as string | undefined;
}

function noTurn(key: string): LineFault {
  return new LineFault(
    l10n.t('has a turn in `{0}` that is not {role: system, user or assistant, content: a text}', key),
  );
}

/** `developer` is what OpenAI calls `system` for its newer models. */
function roleOf({ role }: Row, key: string): Turn['role'] {
  if (role === 'system' || role === 'developer') return 'system';
  if (role === 'user' || role === 'assistant') return role;
  if (role === 'tool' || role === 'function' || role === 'ipython')
    throw new LineFault(
      l10n.t('has a turn of a tool in `{0}`: conversations with tools cannot be graded yet', key),
    );
  throw noTurn(key);
}

/** What a message says and thinks. One that only thinks says nothing; one that refuses in a field says that. */
function messageOf(message: Row, key: string): { readonly content: string; readonly thought?: string } {
  const { content, refusal, tool_calls, function_call } = message;
  if (isThere(tool_calls) || isThere(function_call))
    throw new LineFault(l10n.t('has a turn in `{0}` that calls a tool: only text can be graded', key));
  const field = thoughtOf(message);
  const thoughts = field === undefined ? [] : [field];
  const said = [contentOf(content ?? null, key, thoughts), refusal].find(
    (each): each is string => typeof each === 'string',
  );
  if (said === undefined && thoughts.length === 0) throw noTurn(key);
  return { content: said ?? '', ...(thoughts.length > 0 && { thought: thoughts.join('\n\n') }) };
}

function isThere(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : isObject(value);
}

/** A text, or the texts of the parts; parts that are thoughts are put with the thoughts. Undefined: it says nothing. */
function contentOf(value: unknown, key: string, thoughts: string[]): string | undefined {
  if (typeof value === 'string') return value;
  if (value === null) return undefined;
  if (!Array.isArray(value)) throw noTurn(key);
  const texts = value.flatMap((part: unknown): string[] => {
    if (typeof part === 'string') return [part];
    if (!isObject(part)) throw notText(part, key);
    // A thought that its maker has encrypted: nobody can read it.
    if (part.type === 'redacted_thinking') return [];
    const thought = thoughtPart(part);
    if (thought !== undefined) {
      thoughts.push(thought);
      return [];
    }
    return [textPart(part) ?? fault(notText(part.type, key))];
  });
  return texts.length === 0 ? undefined : texts.join('');
}

const TEXT_PARTS: readonly unknown[] = [undefined, null, 'text', 'input_text', 'output_text'];

/** `{type: "text", text}` and what is called otherwise for the same; a refusal is what the model says. */
function textPart({ type, text, value, content, refusal }: Row): string | undefined {
  const said = type === 'refusal' ? [refusal, text] : TEXT_PARTS.includes(type) ? [text, value, content] : [];
  return said.find((each): each is string => typeof each === 'string');
}

/** The name of a stranger's type is shown only where it is a plain word. */
function notText(type: unknown, key: string): LineFault {
  return typeof type === 'string' && /^[\w./-]{1,40}$/.test(type)
    ? new LineFault(l10n.t('has a part of type {0} in `{1}`: only text can be graded', type, key))
    : new LineFault(l10n.t('has a part in `{0}` that is no text: only text can be graded', key));
}

function fault(error: LineFault): never {
  throw error;
}

const THOUGHT_PARTS: readonly unknown[] = ['thinking', 'reasoning', 'think', 'thought', 'reasoning_content'];

/** `{type: "thinking", thinking}`, `{type: "reasoning", summary: [{text}]}`, `{text, thought: true}` and their like. */
function thoughtPart(part: Row): string | undefined {
  if (part.thought === true) return typeof part.text === 'string' ? part.text : '';
  if (!THOUGHT_PARTS.includes(part.type)) return undefined;
  const { thinking, reasoning, thought, text, content, summary } = part;
  for (const value of [thinking, reasoning, thought, text, content, summary]) {
    if (typeof value === 'string') return value;
    if (Array.isArray(value)) {
      const texts = value.map((each: unknown) => (isObject(each) ? each.text : each));
      return texts.filter((each) => typeof each === 'string').join('\n\n');
    }
  }
  return '';
}
