import * as l10n from '@vscode/l10n';
import type { Turn } from '../policy/model.ts';
import { LineFault, type Row } from './jsonl-fields.ts';
import { type RowTurn, turnsOf } from './messages.ts';

/** A prompt and the two replies to it. */
export interface Preference {
  readonly conversation: readonly RowTurn[];
  readonly chosen: RowTurn;
  readonly rejected: RowTurn;
}

/**
 * A preference pair. What `chosen` and `rejected` have in common, where they are whole conversations, is (part of) the prompt, and
 * `prompt` may then be left out. A conversation may also be one string of turns, as `\n\nHuman: …\n\nAssistant: …`. Throws
 * `LineFault` where they are not two replies to one prompt.
 */
export function preferenceOf(row: Row): Preference {
  const chosen = sideOf(row.chosen, 'chosen', row.prompt);
  const rejected = sideOf(row.rejected, 'rejected', row.prompt);
  const [conversation, other] = [chosen, rejected].map(({ context }) =>
    conversationOf(row.prompt, context),
  ) as [readonly RowTurn[], readonly RowTurn[]];
  if (conversation.length !== other.length || !isBeginning(conversation, other))
    throw new LineFault(
      l10n.t(
        'has `chosen` and `rejected` that differ in more than the last turn: they are no replies to one prompt',
      ),
    );
  return {
    conversation,
    chosen: chosen.reply,
    rejected: rejected.reply,
  };
}

interface Side {
  /** What comes before the reply. */
  readonly context: readonly RowTurn[];
  readonly reply: RowTurn;
}

function sideOf(value: unknown, key: string, prompt: unknown): Side {
  const turns =
    (typeof value === 'string' && isNothing(prompt) && turnsInString(value)) ||
    turnsOf(value, key, 'assistant');
  const reply = turns.at(-1);
  if (reply?.role !== 'assistant')
    throw new LineFault(l10n.t('has `{0}` that do not end with the assistant: there is no completion', key));
  return { context: turns.slice(0, -1), reply };
}

/** The prompt as it is given, or the conversation that both sides have in common where that holds it. */
function conversationOf(prompt: unknown, context: readonly RowTurn[]): readonly RowTurn[] {
  if (isNothing(prompt) && context.length > 0) return context;
  const given = turnsOf(prompt, 'prompt', 'user');
  if (context.length === 0) return given;
  if (holds(context, given)) return context;
  if (context[0]?.role === 'assistant') return [...given, ...context];
  throw new LineFault(
    l10n.t('has a `prompt` that is not in the conversation of `chosen` and `rejected`: which one counts?'),
  );
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** `turns` stands in `conversation` in one piece. */
function holds(conversation: readonly Turn[], turns: readonly Turn[]): boolean {
  return turns.length === 0 || conversation.some((_, start) => isBeginning(turns, conversation.slice(start)));
}

function isBeginning(turns: readonly Turn[], conversation: readonly Turn[]): boolean {
  return turns.every(
    ({ role, content }, index) =>
      conversation[index]?.role === role && conversation[index]?.content.trim() === content.trim(),
  );
}

const SPEAKERS: Readonly<Record<string, Turn['role']>> = {
  human: 'user',
  user: 'user',
  assistant: 'assistant',
  system: 'system',
};

/** The turns of a string that begins with a speaker, each after an empty line; undefined for any other. */
function turnsInString(text: string): RowTurn[] | undefined {
  const speaker = /(?:^\s*|\n\n)(human|user|assistant|system): ?/giy;
  const between = /\n\n(?:human|user|assistant|system): ?/gi;
  const turns: RowTurn[] = [];
  for (let at = 0; at < text.length; ) {
    speaker.lastIndex = at;
    const begins = speaker.exec(text);
    if (!begins) return undefined;
    between.lastIndex = speaker.lastIndex;
    const end = between.exec(text)?.index ?? text.length;
    const role = SPEAKERS[(begins[1] as string).toLowerCase()] as Turn['role'];
    turns.push({ role, content: text.slice(speaker.lastIndex, end) });
    at = end;
  }
  return turns.length > 0 ? turns : undefined;
}
