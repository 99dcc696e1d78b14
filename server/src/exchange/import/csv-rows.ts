import type { Policy } from '../../policy/model.ts';
import { columnUses } from './columns.ts';
import { readCsv } from './csv.ts';
import type {
  CodedRole,
  ColumnUse,
  ImportedRow,
  ImportFile,
  ImportProblem,
  ImportSettings,
  Role,
  RowsOfFile,
} from './model.ts';

const CODED: readonly Role[] = ['response_type', 'category', 'class', 'label'];

/** The rows of a CSV or TSV file. */
export function rowsOfCsv(
  { name: file, text }: ImportFile,
  policy: Policy | undefined,
  settings: ImportSettings,
): RowsOfFile {
  const { header, records, problems } = readCsv(text);
  const columns = columnUses(header, policy, settings);
  const found: ImportProblem[] = problems.map(({ line, message }) => ({
    file,
    line,
    message: `Line ${line} of ${file} ${message}. It is left out.`,
  }));
  if (!columns.some(({ role }) => role === 'prompt')) {
    const message = `${file} has no column for prompts among ${header.map((each) => `"${each}"`).join(', ')}: say which one it is, such as \`--column prompt=${header[0] || 'NAME'}\`.`;
    return { rows: [], problems: [...found, { file, line: 1, message }], columns };
  }
  const rows: ImportedRow[] = [];
  for (const { line, fields } of records) {
    const read = readRecord(columns, fields);
    if (typeof read === 'string')
      found.push({ file, line, message: `Line ${line} of ${file} ${read}. It is left out.` });
    else rows.push({ file, line, ...read });
  }
  return { rows, problems: found.sort((a, b) => a.line - b.line), columns };
}

/** A row, or what is wrong with it, as the rest of a sentence that begins with its line. */
function readRecord(
  columns: readonly ColumnUse[],
  fields: readonly string[],
): Omit<ImportedRow, 'file' | 'line'> | string {
  const inRole = (wanted: Role) =>
    columns.flatMap(({ column, role }, index) => {
      const value = fields[index] ?? '';
      return role === wanted && value !== '' ? [{ column, value }] : [];
    });
  const [prompt] = inRole('prompt');
  if (!prompt) return 'has no prompt';
  const [completion] = inRole('completion');
  const [thought] = inRole('thought');
  const [id] = inRole('id');
  const [reward] = inRole('base_reward');
  const baseReward = reward && Number(reward.value);
  if (reward && !Number.isFinite(baseReward)) return `has a "${reward.column}" that is not a number`;
  const labels: Record<string, boolean> = {};
  for (const [index, { column, proposition }] of columns.entries()) {
    const written = (fields[index] ?? '').trim();
    if (proposition === undefined || written === '') continue;
    const value = truthOf(written);
    if (value === undefined) return `has a "${column}" that is neither yes nor no`;
    labels[proposition] = value;
  }
  const notes = inRole('note').map(({ value }) => value);
  return {
    ...(id && { id: id.value.trim() }),
    conversation: [{ role: 'user', content: prompt.value }],
    ...(completion && { text: completion.value }),
    ...(thought && { thought: thought.value }),
    ...(baseReward !== undefined && { baseReward }),
    labels,
    ...(notes.length > 0 && { note: notes.join('; ') }),
    coded: CODED.flatMap((role) =>
      inRole(role).map(({ column, value }) => ({ column, role: role as CodedRole, value: value.trim() })),
    ).filter(({ value }) => value !== ''),
  };
}

function truthOf(written: string): boolean | undefined {
  if (/^(yes|true|1|y|t)$/i.test(written)) return true;
  return /^(no|false|0|n|f)$/i.test(written) ? false : undefined;
}
