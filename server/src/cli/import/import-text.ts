import type { FileReport, ImportResult, Meaning } from '../../exchange/import/model.ts';
import { factsInWords } from '../../exchange/import/notes.ts';

const FORMATS: Readonly<Record<FileReport['format'], string>> = {
  policy: 'a policy',
  gold: 'labelled completions',
  chat: 'chat messages',
  preference: 'preference pairs',
  csv: 'a table',
  data: 'data of a weight fit',
  unknown: 'of no known format',
};

const FROM = {
  asked: 'as you say',
  policy: 'as in the policy',
  guess: 'guessed',
  'as-written': 'as written',
};

/** What was recognised, what values were taken for, and what could not be read. */
export function importInWords({
  files,
  meanings,
  prompts,
  completions,
  problems,
  notes,
}: ImportResult): string[] {
  return [
    ...files.flatMap(({ name, format, rows, columns = [] }) => [
      `${name}: ${FORMATS[format]}${format === 'policy' || rows === 0 ? '' : `, ${rows} rows`}`,
      ...columns.map(
        ({ column, role, proposition }) =>
          `  ${column}: ${role ?? (proposition ? `labels of ${proposition}` : 'left out')}`,
      ),
    ]),
    ...valuesInWords(meanings),
    ...problems.map(({ message }) => message),
    ...notes,
    `${prompts} prompts with ${completions} completions; ${problems.length} rows could not be read.`,
  ];
}

/** What stays as it is is said in short; what was made of a value, value by value. */
function valuesInWords(meanings: readonly Meaning[]): string[] {
  const same = (from: Meaning['from']) => {
    const columns = new Map<string, string[]>();
    for (const { column, value, ...each } of meanings)
      if (each.from === from) columns.set(column, [...(columns.get(column) ?? []), value]);
    return [...columns].map(
      ([column, values]) => `  ${column} ${values.map(inQuotes).join(', ')}: ${FROM[from]}`,
    );
  };
  const made = meanings
    .filter(({ from }) => from === 'asked' || from === 'guess')
    .map(
      ({ column, value, count, facts, from }) =>
        `  ${column} ${inQuotes(value)} (${count}): ${factsInWords(facts)}, ${FROM[from]}`,
    );
  const all = [...made, ...same('policy'), ...same('as-written')];
  return all.length === 0 ? [] : ['values:', ...all];
}

/** A value of a stranger's file: nothing in it can begin a line of ours. */
function inQuotes(value: string): string {
  return JSON.stringify(value);
}
