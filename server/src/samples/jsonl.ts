import type { Finding } from '../policy/finding.ts';
import type { Turn } from '../policy/model.ts';
import type { Place } from '../policy/source.ts';
import type { SampleCompletion } from './model.ts';
import { promptIdOf } from './prompt-id.ts';

/** Where a line stands in its file. */
export interface LinePlace {
  readonly uri: string;
  /** The file's name, for ids. */
  readonly name: string;
  /** From 1. */
  readonly line: number;
  /** Offset of the line's first character in the file. */
  readonly start: number;
}

export type LineResult =
  | { readonly completions: readonly SampleCompletion[] }
  | { readonly finding: Finding };

/** What is wrong with a line, in words; caught where the line is known. */
class LineFault extends Error {}

/**
 * One line of JSONL in any of the formats: the paper's gold labels (`prompt`, `completion`,
 * `propositions`), chat `messages` whose last assistant message is the completion, or a preference pair
 * (`prompt`, `chosen`, `rejected`). Never throws.
 */
export function readLine(text: string, at: LinePlace): LineResult {
  const place: Place = { uri: at.uri, span: { start: at.start, end: at.start + text.length } };
  try {
    const row = parseObject(text);
    if ('messages' in row) return { completions: [chatCompletion(row, at, place)] };
    if ('chosen' in row || 'rejected' in row) return { completions: preferencePair(row, at, place) };
    if ('completion' in row) return { completions: [goldCompletion(row, at, place)] };
    throw new LineFault(
      'is of no known format: it has neither `completion`, nor `messages`, nor `chosen` and `rejected`',
    );
  } catch (error) {
    if (!(error instanceof LineFault)) throw error;
    const message = `Line ${at.line} of ${at.name} ${error.message}. It is left out.`;
    return { finding: { code: 'unreadable-line', severity: 'error', message, place } };
  }
}

type Row = Readonly<Record<string, unknown>>;

function parseObject(text: string): Row {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new LineFault(`is not JSON (${error instanceof Error ? error.message : error})`);
  }
  if (!isObject(value)) throw new LineFault('is not a JSON object');
  return value;
}

function goldCompletion(row: Row, at: LinePlace, place: Place): SampleCompletion {
  const turns = turnsOf(row.completion, 'completion', 'assistant');
  const text = turns
    .filter(({ role }) => role === 'assistant')
    .map(({ content }) => content)
    .join('\n');
  return completionOf(row, turnsOf(row.prompt, 'prompt', 'user'), text, at, place);
}

function chatCompletion(row: Row, at: LinePlace, place: Place): SampleCompletion {
  const turns = turnsOf(row.messages, 'messages', 'user');
  const last = turns.at(-1);
  if (last?.role !== 'assistant')
    throw new LineFault('has `messages` that do not end with the assistant: there is no completion');
  return completionOf(row, turns.slice(0, -1), last.content, at, place);
}

function preferencePair(row: Row, at: LinePlace, place: Place): SampleCompletion[] {
  const conversation = turnsOf(row.prompt, 'prompt', 'user');
  const id = typeof row.id === 'string' ? row.id : `${at.name}:${at.line}`;
  return (['chosen', 'rejected'] as const).map((label) => {
    const turns = turnsOf(row[label], label, 'assistant');
    const text = turns.at(-1)?.content ?? '';
    return { ...completionOf(row, conversation, text, at, place), id: `${id}/${label}`, label };
  });
}

function completionOf(
  row: Row,
  conversation: readonly Turn[],
  text: string,
  at: LinePlace,
  place: Place,
): SampleCompletion {
  const labels = labelsOf(row.propositions ?? row.labels);
  const baseReward = row.base_reward;
  if (baseReward !== undefined && baseReward !== null && !Number.isFinite(baseReward)) {
    throw new LineFault('has a `base_reward` that is not a number');
  }
  return {
    id: typeof row.id === 'string' || typeof row.id === 'number' ? String(row.id) : `${at.name}:${at.line}`,
    promptId: promptIdOf(conversation),
    conversation,
    text,
    ...texts(row, {
      responseType: 'response_type',
      category: 'category',
      expectedClass: 'class',
      label: 'label',
    }),
    ...(typeof baseReward === 'number' && { baseReward }),
    labels,
    places: {
      whole: place,
      text: place,
      labels: Object.fromEntries(Object.keys(labels).map((name) => [name, place])),
    },
  };
}

function texts<K extends string>(row: Row, keys: Readonly<Record<K, string>>): { [P in K]?: string } {
  const found = Object.entries<string>(keys).flatMap(([name, key]) =>
    typeof row[key] === 'string' ? [[name, row[key]]] : [],
  );
  return Object.fromEntries(found) as { [P in K]?: string };
}

/** Only true and false are labels: null, or nothing, is not labelled. */
function labelsOf(value: unknown): Record<string, boolean> {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw new LineFault('has `propositions` that are not an object of true and false');
  const labels: Record<string, boolean> = {};
  for (const [name, label] of Object.entries(value)) {
    if (typeof label === 'boolean') labels[name] = label;
    else if (label !== null)
      throw new LineFault(`labels "${name}" with ${JSON.stringify(label)} instead of true or false`);
  }
  return labels;
}

/** Turns, or a text that one side says. */
function turnsOf(value: unknown, key: string, speaker: Turn['role']): Turn[] {
  if (typeof value === 'string') return [{ role: speaker, content: value }];
  if (!Array.isArray(value)) throw new LineFault(`needs \`${key}\`: a text, or a list of {role, content}`);
  return value.map((turn: unknown) => {
    const role = isObject(turn) ? turn.role : undefined;
    const content = isObject(turn) ? contentOf(turn.content) : undefined;
    if ((role !== 'system' && role !== 'user' && role !== 'assistant') || content === undefined) {
      throw new LineFault(
        `has a turn in \`${key}\` that is not {role: system, user or assistant, content: a text}`,
      );
    }
    return { role, content };
  });
}

/** A text, or the text parts of a message in parts. */
function contentOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return undefined;
  return value
    .map((part: unknown) => (isObject(part) && typeof part.text === 'string' ? part.text : ''))
    .join('');
}

function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
