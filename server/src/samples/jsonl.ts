import * as l10n from '@vscode/l10n';
import type { Finding } from '../policy/finding.ts';
import type { Turn } from '../policy/model.ts';
import type { Place } from '../policy/source.ts';
import { LineFault, labelsOf, numberOf, parseObject, type Row, textOf } from './jsonl-fields.ts';
import { type Line, MAX_LINE_LENGTH } from './lines.ts';
import { type RowTurn, thoughtOf, turnsOf } from './messages.ts';
import type { SampleCompletion } from './model.ts';
import { preferenceOf } from './preference.ts';
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
        l10n.t(
          'is longer than {0} characters; JSONL has one object a line (`jq -c .` writes it)',
          MAX_LINE_LENGTH,
        ),
      );
    }
    return { completions: readRow(parseObject(line.text), { place, id: `${name}:${line.number}` }) };
  } catch (error) {
    if (!(error instanceof LineFault)) throw error;
    const message = l10n.t('Line {0} of {1} {2}. It is left out.', line.number, name, error.message);
    return { finding: { code: 'unreadable-line', severity: 'error', message, place } };
  }
}

/** Whether it is meant for one of the formats, whatever is wrong with it otherwise. */
export function isCompletionRow(row: Row): boolean {
  return readerOf(row) !== undefined;
}

function readRow(row: Row, at: RowPlace): SampleCompletion[] {
  const read = readerOf(row);
  if (read) return read(row, at);
  throw new LineFault(
    l10n.t('is of no known format: it has neither `completion`, nor `messages`, nor `chosen` and `rejected`'),
  );
}

function readerOf(row: Row): typeof readRow | undefined {
  if ('messages' in row) return chatCompletion;
  if ('chosen' in row || 'rejected' in row) return preferencePair;
  return 'completion' in row ? goldCompletion : undefined;
}

function goldCompletion(row: Row, at: RowPlace): SampleCompletion[] {
  const said = turnsOf(row.completion, 'completion', 'assistant').filter(({ role }) => role === 'assistant');
  if (said.length === 0)
    throw new LineFault(l10n.t('has a `completion` in which the assistant says nothing'));
  const text = said.map(({ content }) => content).join('\n');
  // `reasoning` beside a completion may be that of whoever labelled it.
  const { reasoning, ...beside } = row;
  const thoughts = [thoughtOf(beside), ...said.map(({ thought }) => thought)].filter(
    (each) => each !== undefined,
  );
  return [
    {
      ...identify(row, at, turnsOf(row.prompt, 'prompt', 'user')),
      text,
      ...(thoughts.length > 0 && { thought: thoughts.join('\n\n') }),
      ...judgements(row, at),
    },
  ];
}

function chatCompletion(row: Row, at: RowPlace): SampleCompletion[] {
  const turns = turnsOf(row.messages, 'messages', 'user');
  return [
    { ...identify(row, at, turns.slice(0, -1)), ...lastWord(turns, 'messages'), ...judgements(row, at) },
  ];
}

/** What the row says beside its two texts (a class, labels, a reward) is of neither: it is not taken over. */
function preferencePair(row: Row, at: RowPlace): SampleCompletion[] {
  const preference = preferenceOf(row);
  const pair = identify(row, at, preference.conversation);
  return (['chosen', 'rejected'] as const).map((label) => ({
    ...pair,
    id: `${pair.id}/${label}`,
    ...replyOf(preference[label]),
    label,
    labels: {},
    places: { whole: at.place, text: at.place, labels: {} },
  }));
}

function lastWord(turns: readonly RowTurn[], key: string): Pick<SampleCompletion, 'text' | 'thought'> {
  const last = turns.at(-1);
  if (last?.role !== 'assistant') {
    throw new LineFault(l10n.t('has `{0}` that do not end with the assistant: there is no completion', key));
  }
  return replyOf(last);
}

function replyOf({ content, thought }: RowTurn): Pick<SampleCompletion, 'text' | 'thought'> {
  return { text: content, ...(thought !== undefined && { thought }) };
}

type Identity = Pick<SampleCompletion, 'id' | 'promptId' | 'conversation' | 'responseType' | 'category'>;

function identify(row: Row, at: RowPlace, conversation: readonly Turn[]): Identity {
  const own = typeof row.id === 'number' ? String(row.id) : textOf(row, 'id');
  const responseType = textOf(row, 'response_type');
  const category = textOf(row, 'category');
  return {
    id: own ?? at.id,
    promptId: promptIdOf(conversation),
    conversation: conversation.map(({ role, content }) => ({ role, content })),
    ...(responseType !== undefined && { responseType }),
    ...(category !== undefined && { category }),
  };
}

type Judgements = Pick<SampleCompletion, 'expectedClass' | 'label' | 'baseReward' | 'labels' | 'places'>;

function judgements(row: Row, { place }: RowPlace): Judgements {
  const expectedClass = textOf(row, 'class');
  const label = desirability(row) ?? textOf(row, 'label');
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

/** A `label` of true or false, or of 1 or 0, beside a completion: whether it is a desirable one, as for KTO. */
function desirability({ completion, label }: Row): 'desirable' | 'undesirable' | undefined {
  if (completion === undefined || label === undefined) return undefined;
  if (label === true || label === 1) return 'desirable';
  return label === false || label === 0 ? 'undesirable' : undefined;
}
