import { promptIdOf } from '../../samples/prompt-id.ts';
import type { Meanings } from './meanings.ts';
import type { Facts, ImportedRow, ImportSettings } from './model.ts';
import { slugOf, UniqueNames } from './readable-names.ts';

/** A prompt with its completions, as it is to be written. */
export interface ImportedSample {
  readonly id: string;
  readonly responseType?: string;
  readonly category?: string;
  readonly conversation: ImportedRow['conversation'];
  readonly notes: readonly string[];
  readonly completions: readonly ImportedCompletion[];
}

export interface ImportedCompletion {
  readonly id: string;
  readonly text: string;
  readonly thought?: string;
  readonly class?: string;
  readonly label?: string;
  readonly baseReward?: number;
  readonly labels: Readonly<Record<string, boolean>>;
}

interface Meant {
  readonly row: ImportedRow;
  readonly facts: Facts;
}

/** Rows of the same conversation, response type and category are one sample, in the order in which they come. */
export function samplesOf(
  rows: readonly ImportedRow[],
  meanings: Meanings,
  { responseType }: Pick<ImportSettings, 'responseType'>,
): ImportedSample[] {
  const groups = new Map<string, Meant[]>();
  for (const row of rows) {
    const said = meanings.factsOf(row);
    const facts: Facts = {
      ...(responseType !== undefined && said.category === undefined && { responseType }),
      ...said,
    };
    const key = JSON.stringify([promptIdOf(row.conversation), facts.responseType, facts.category]);
    const group = groups.get(key);
    if (group) group.push({ row, facts });
    else groups.set(key, [{ row, facts }]);
  }
  const names = new UniqueNames();
  const severalFiles = new Set(rows.map(({ file }) => file)).size > 1;
  return [...groups.values()].map((group) => sampleOf(group, names, severalFiles));
}

function sampleOf(group: readonly Meant[], names: UniqueNames, severalFiles: boolean): ImportedSample {
  const [{ row, facts }] = group as [Meant, ...Meant[]];
  const own = new Set(group.flatMap(({ row: { id } }) => id ?? []));
  const [only] = own;
  const name = own.size === 1 && only !== undefined ? only : slugOf(lastUserTurn(row));
  const completionNames = new UniqueNames();
  return {
    id: names.next(name || `prompt-${promptIdOf(row.conversation).slice(0, 8)}`),
    ...(facts.responseType !== undefined && { responseType: facts.responseType }),
    ...(facts.category !== undefined && { category: facts.category }),
    conversation: row.conversation,
    notes: [...new Set(group.flatMap(({ row: { note } }) => note ?? []))],
    completions: group.flatMap((each) => {
      const { text, thought, id, file, baseReward, labels } = each.row;
      if (text === undefined) return [];
      const verdict = each.facts.label ?? each.row.coded.find(({ role }) => role === 'label')?.value;
      const called =
        own.size > 1 && id !== undefined
          ? id
          : slugOf(severalFiles ? file.replace(/\.\w+$/, '') : (verdict ?? '').replace(/^\d_/, '')) ||
            'completion';
      return [
        {
          id: completionNames.next(called),
          text,
          ...(thought !== undefined && { thought }),
          ...(each.facts.class !== undefined && { class: each.facts.class }),
          ...(each.facts.label !== undefined && { label: each.facts.label }),
          ...(baseReward !== undefined && { baseReward }),
          // A label that stands there as such counts for more than what a verdict implies.
          labels: { ...each.facts.propositions, ...labels },
        },
      ];
    }),
  };
}

function lastUserTurn({ conversation }: ImportedRow): string {
  return conversation.findLast(({ role }) => role === 'user')?.content ?? conversation.at(-1)?.content ?? '';
}
