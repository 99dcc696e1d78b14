import type { Finding } from '../policy/finding.ts';
import type { Turn } from '../policy/model.ts';
import type { Place } from '../policy/source.ts';
import { type Line, MAX_LINE_LENGTH } from './lines.ts';
import type { SampleCompletion } from './model.ts';
import { promptIdOf } from './prompt-id.ts';

/** The file that a line is of. */
export interface LineFile {
  readonly uri: string;
  /** Its name without folders: the first part of the ids of completions that have none of their own. */
  readonly name: string;
}

export type LineResult =
  | { readonly completions: readonly SampleCompletion[] }
  | { readonly finding: Finding };

/** What is wrong with a line, in words; caught where the line is known. */
class LineFault extends Error {}

/** What the completions of a line share: where they stand, and their id where the data have none. */
interface RowPlace {
  readonly place: Place;
  readonly id: string;
}

/**
 * One line of JSONL in any of the formats: the paper's gold labels (`prompt`, `completion`,
 * `propositions`), chat `messages` whose last assistant message is the completion, or a preference pair
 * (`prompt`, `chosen`, `rejected`). Never throws. Places are the whole line: nobody edits data by hand.
 */
export function readLine(line: Line, { uri, name }: LineFile): LineResult {
  const place: Place = { uri, span: { start: line.start, end: line.start + (line.text?.length ?? 0) } };
  try {
    if (line.text === undefined) {
      throw new LineFault(
        `is longer than ${MAX_LINE_LENGTH} characters; JSONL has one object a line (\`jq -c .\` writes it)`,
      );
    }
    return { completions: readRow(parseObject(line.text), { place, id: `${name}:${line.number}` }) };
  } catch (error) {
    if (!(error instanceof LineFault)) throw error;
    const message = `Line ${line.number} of ${name} ${error.message}. It is left out.`;
    return { finding: { code: 'unreadable-line', severity: 'error', message, place } };
  }
}

function readRow(row: Row, at: RowPlace): SampleCompletion[] {
  if ('messages' in row) return [chatCompletion(row, at)];
  if ('chosen' in row || 'rejected' in row) return preferencePair(row, at);
  if ('completion' in row) return [goldCompletion(row, at)];
  throw new LineFault(
    'is of no known format: it has neither `completion`, nor `messages`, nor `chosen` and `rejected`',
  );
}

type Row = Readonly<Record<string, unknown>>;

function parseObject(text: string): Row {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // What Windows shells write; its zero bytes give it away.
    if (text.includes('\0')) throw new LineFault('is not UTF-8 but looks like UTF-16; save the file as UTF-8');
    throw new LineFault(`is not JSON (${error instanceof Error ? error.message : error})`);
  }
  if (Array.isArray(value)) {
    throw new LineFault('is a list; JSONL has one object a line (`jq -c ".[]"` writes it)');
  }
  if (!isObject(value)) throw new LineFault('is not a JSON object');
  return value;
}

function goldCompletion(row: Row, at: RowPlace): SampleCompletion {
  const said = turnsOf(row.completion, 'completion', 'assistant').filter(({ role }) => role === 'assistant');
  if (said.length === 0) throw new LineFault('has a `completion` in which the assistant says nothing');
  return {
    ...identify(row, at, turnsOf(row.prompt, 'prompt', 'user')),
    text: said.map(({ content }) => content).join('\n'),
    ...judgements(row, at),
  };
}

function chatCompletion(row: Row, at: RowPlace): SampleCompletion {
  const turns = turnsOf(row.messages, 'messages', 'user');
  const text = lastWord(turns, 'messages');
  return { ...identify(row, at, turns.slice(0, -1)), text, ...judgements(row, at) };
}

/** What the row says beside its two texts (a class, labels, a reward) is of neither: it is not taken over. */
function preferencePair(row: Row, at: RowPlace): SampleCompletion[] {
  const pair = identify(row, at, turnsOf(row.prompt, 'prompt', 'user'));
  return (['chosen', 'rejected'] as const).map((label) => ({
    ...pair,
    id: `${pair.id}/${label}`,
    text: lastWord(turnsOf(row[label], label, 'assistant'), label),
    label,
    labels: {},
    places: { whole: at.place, text: at.place, labels: {} },
  }));
}

function lastWord(turns: readonly Turn[], key: string): string {
  const last = turns.at(-1);
  if (last?.role !== 'assistant') {
    throw new LineFault(`has \`${key}\` that do not end with the assistant: there is no completion`);
  }
  return last.content;
}

type Identity = Pick<
  SampleCompletion,
  'id' | 'promptId' | 'conversation' | 'responseType' | 'category'
>;

function identify(row: Row, at: RowPlace, conversation: readonly Turn[]): Identity {
  const own = typeof row.id === 'number' ? String(row.id) : textOf(row, 'id');
  const responseType = textOf(row, 'response_type');
  const category = textOf(row, 'category');
  return {
    id: own ?? at.id,
    promptId: promptIdOf(conversation),
    conversation,
    ...(responseType !== undefined && { responseType }),
    ...(category !== undefined && { category }),
  };
}

type Judgements = Pick<
  SampleCompletion,
  'expectedClass' | 'label' | 'baseReward' | 'labels' | 'places'
>;

function judgements(row: Row, { place }: RowPlace): Judgements {
  const expectedClass = textOf(row, 'class');
  const label = textOf(row, 'label');
  const baseReward = numberOf(row, 'base_reward');
  const labels = labelsOf(row.propositions ?? row.labels);
  return {
    ...(expectedClass !== undefined && { expectedClass }),
    ...(label !== undefined && { label }),
    ...(baseReward !== undefined && { baseReward }),
    labels,
    places: {
      whole: place,
      text: place,
      labels: Object.fromEntries(Object.keys(labels).map((name) => [name, place])),
    },
  };
}

function textOf(row: Row, key: string): string | undefined {
  const value = row[key] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw new LineFault(`has ${JSON.stringify(value)} as \`${key}\`, which is not a text`);
}

function numberOf(row: Row, key: string): number | undefined {
  const value = row[key] ?? undefined;
  if (value === undefined || (typeof value === 'number' && Number.isFinite(value))) return value;
  throw new LineFault(`has ${JSON.stringify(value)} as \`${key}\`, which is not a number`);
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
