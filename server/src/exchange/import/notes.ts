import type { Policy } from '../../policy/model.ts';
import { categoriesNamed, sameName } from '../../samples/names.ts';
import type { Facts, FileReport, ImportResult, Meaning } from './model.ts';
import type { ImportedSample } from './samples.ts';

const MOST_MEANINGS = 12;

/** What a value was taken for, in words: `type "homonyms": response_type comply`. */
export function inWords({ column, value, facts }: Meaning): string {
  return `${column} "${value}": ${factsInWords(facts)}`;
}

export function factsInWords({
  responseType,
  category,
  class: className,
  label,
  propositions,
}: Facts): string {
  const said = [
    ...(responseType === undefined ? [] : [`response_type ${responseType}`]),
    ...(category === undefined ? [] : [`category ${category}`]),
    ...(className === undefined ? [] : [`class ${className}`]),
    ...(label === undefined ? [] : [`label ${label}`]),
    ...Object.entries(propositions ?? {}).map(([name, value]) => `${name} ${value ? 'yes' : 'no'}`),
  ];
  return said.join(', ') || 'nothing';
}

/** What stands above the samples: where they come from, and what was guessed. */
export function headingOf({ files, meanings, problems }: Omit<ImportResult, 'output'>): string[] {
  const notAsWritten = meanings.filter(({ from }) => from === 'guess' || from === 'asked');
  const more = notAsWritten.length - MOST_MEANINGS;
  return [
    `Imported from ${files.map(({ name }) => name).join(', ')}.`,
    ...(problems.length > 0 ? [`${problems.length} rows could not be read and are not here.`] : []),
    ...notAsWritten.slice(0, MOST_MEANINGS).map(inWords),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
}

/** What a careful person wants to know before the file is written. */
export function notesOf(
  files: readonly FileReport[],
  samples: readonly ImportedSample[],
  meanings: readonly Meaning[],
  policy: Policy | undefined,
  refuted: readonly string[] = [],
): string[] {
  const notes: string[] = [];
  for (const column of refuted)
    notes.push(
      `The values of "${column}" seemed to say the response type, but give one prompt several: they judge replies, so nothing is guessed from them.`,
    );
  for (const { name, columns = [] } of files) {
    const ignored = columns.filter(
      ({ role, proposition }) => role === undefined && proposition === undefined,
    );
    if (ignored.length > 0)
      notes.push(`Of ${name} these columns are left out: ${listed(ignored.map(({ column }) => column))}.`);
  }
  const empty = samples.filter(({ completions }) => completions.length === 0).length;
  if (empty > 0)
    notes.push(`${empty} prompts have no completion yet: there is nothing to grade until they have.`);
  const untyped = samples.filter(
    ({ responseType, category }) => responseType === undefined && category === undefined,
  );
  if (untyped.length > 0)
    notes.push(
      `${untyped.length} prompts say no response type, and without one nothing can be graded: choose one for them.`,
    );
  for (const [role, known] of Object.entries({
    response_type: 'response type',
    category: 'category',
    class: 'class',
  }))
    notes.push(...unknownNote(meanings, role, known));
  const ranked = [...(policy?.orderings.values() ?? [])].flat(2);
  const labels = [
    ...new Set(samples.flatMap(({ completions }) => completions.flatMap(({ label }) => label ?? []))),
  ];
  const unranked = labels.filter((label) => !ranked.some((known) => sameName(known, label)));
  if (policy && unranked.length > 0)
    notes.push(
      `No ordering of the policy has ${listed(unranked)}: name them under \`orderings\`, best first, to fit on them.`,
    );
  for (const { name, format } of files) {
    if (format === 'data')
      notes.push(`${name} is data of the paper's weight fitting: \`rbr fit --features\` reads it as it is.`);
  }
  return notes;

  function unknownNote(all: readonly Meaning[], role: string, noun: string): string[] {
    // A policy without a content policy lets categories be what they are.
    if (!policy || (role === 'category' && policy.categories.size === 0)) return [];
    const asWritten = all.filter((each) => each.role === role && each.from === 'as-written');
    const areas = (value: string) =>
      role === 'category' ? categoriesNamed(value, policy).map(({ area, name }) => `${area}.${name}`) : [];
    const unknown = asWritten.filter(({ value }) => areas(value).length === 0).map(({ value }) => value);
    return [
      ...(unknown.length === 0 ? [] : [`The policy has no ${noun} ${listed(unknown)}: say what it means.`]),
      ...asWritten.flatMap(({ column, value }) => {
        const [one, ...more] = areas(value);
        if (one === undefined) return [];
        return [
          `The policy has ${listed([one, ...more])}: say which one "${value}" is, such as \`--map ${column}=${value}:category=${one}\`.`,
        ];
      }),
    ];
  }
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `"${name}"`);
  return names.length > shown.length
    ? `${shown.join(', ')} and ${names.length - shown.length} more`
    : shown.join(', ');
}
