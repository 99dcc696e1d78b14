import * as l10n from '@vscode/l10n';
import type { Turn } from '../policy/model.ts';

/** One JSON object, as it came. */
export type Row = Readonly<Record<string, unknown>>;

/** What is wrong with a line, as the rest of a sentence that begins with the line. */
export class LineFault extends Error {}

/** The object that a line is; throws `LineFault`. */
export function parseObject(text: string): Row {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // What Windows shells write; its zero bytes give it away.
    if (text.includes('\0')) {
      throw new LineFault(l10n.t('is not UTF-8 but looks like UTF-16; save the file as UTF-8'));
    }
    if (/^\s*[[{]\s*$/.test(text)) {
      throw new LineFault(
        l10n.t('only begins a JSON value; JSONL has one object a line (`jq -c .` writes it)'),
      );
    }
    throw new LineFault(l10n.t('is not JSON ({0})', error instanceof Error ? error.message : String(error)));
  }
  if (Array.isArray(value)) {
    throw new LineFault(l10n.t('is a list; JSONL has one object a line (`jq -c ".[]"` writes it)'));
  }
  if (!isObject(value)) throw new LineFault(l10n.t('is not a JSON object'));
  return value;
}

/** A text; undefined where there is none or it is null. */
export function textOf(row: Row, key: string): string | undefined {
  const value = row[key] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw new LineFault(l10n.t('has a `{0}` that is not a text', key));
}

/** A number; undefined where there is none or it is null. */
export function numberOf(row: Row, key: string): number | undefined {
  const value = row[key] ?? undefined;
  if (value === undefined || (typeof value === 'number' && Number.isFinite(value))) return value;
  throw new LineFault(l10n.t('has a `{0}` that is not a number', key));
}

/** Only true and false are labels: null, or nothing, is not labelled. */
export function labelsOf(value: unknown): Record<string, boolean> {
  if (value === undefined || value === null) return {};
  if (!isObject(value))
    throw new LineFault(l10n.t('has `propositions` (or `labels`) that are not an object of true and false'));
  const labels: Record<string, boolean> = {};
  for (const [name, label] of Object.entries(value)) {
    if (typeof label === 'boolean') labels[name] = label;
    else if (label !== null)
      throw new LineFault(l10n.t('has a label for "{0}" that is neither true nor false', name));
  }
  return labels;
}

/** A turn as JSON has it; with its thought where that is apart from what is said. */
export type RowTurn = Turn & { readonly thought?: string };

/** Turns, or a text that one side says. */
export function turnsOf(value: unknown, key: string, speaker: Turn['role']): RowTurn[] {
  if (typeof value === 'string') return [{ role: speaker, content: value }];
  if (!Array.isArray(value))
    throw new LineFault(l10n.t('needs `{0}`: a text, or a list of {role, content}', key));
  return value.map((turn: unknown) => {
    const role = isObject(turn) ? turn.role : undefined;
    const { content, thought } = isObject(turn) ? messageOf(turn) : {};
    if ((role !== 'system' && role !== 'user' && role !== 'assistant') || content === undefined) {
      throw new LineFault(
        l10n.t('has a turn in `{0}` that is not {role: system, user or assistant, content: a text}', key),
      );
    }
    return { role, content, ...(thought !== undefined && { thought }) };
  });
}

/** The thought that a message has apart from its content, under the names that servers and libraries give it. */
export function thoughtOf(message: Row): string | undefined {
  const { reasoning_content, reasoning, thinking, thought } = message;
  return [reasoning_content, reasoning, thinking, thought].find(
    (each) => typeof each === 'string' && each !== '',
  ) as string | undefined;
}

/** What a message says and thinks. One that only thinks says nothing; one that refuses in a field says that. */
function messageOf(message: Row): { readonly content?: string; readonly thought?: string } {
  const { content, refusal } = message;
  const thoughts: string[] = [];
  const field = thoughtOf(message);
  if (field !== undefined) thoughts.push(field);
  const said = contentOf(content, thoughts);
  const thought = thoughts.length > 0 ? thoughts.join('\n\n') : undefined;
  const instead = typeof refusal === 'string' ? refusal : thought === undefined ? undefined : '';
  const text = (content ?? undefined) === undefined ? instead : said;
  return {
    ...(text !== undefined && { content: text }),
    ...(thought !== undefined && { thought }),
  };
}

/** A text, or the text parts of a message in parts; parts that are thoughts are put with the thoughts. */
function contentOf(value: unknown, thoughts: string[]): string | undefined {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return undefined;
  return value
    .map((part: unknown) => {
      if (typeof part === 'string') return part;
      if (!isObject(part)) return '';
      const thought = thoughtPart(part);
      if (thought !== undefined) thoughts.push(thought);
      const text = thought === undefined ? (part.text ?? part.refusal) : '';
      return typeof text === 'string' ? text : '';
    })
    .join('');
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

function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
