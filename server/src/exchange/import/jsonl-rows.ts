import { readLine } from '../../samples/jsonl.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import type { CodedValue, ImportedRow, ImportFile, ImportProblem, RowsOfFile } from './model.ts';

/** The rows of a JSONL file, whichever format each line is in. */
export function rowsOfJsonl({ name, text }: ImportFile): RowsOfFile {
  const rows: ImportedRow[] = [];
  const problems: ImportProblem[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const number = index + 1;
    const read = readLine({ number, start: 0, text: line }, { uri: name, name });
    if ('finding' in read) problems.push({ file: name, line: number, message: read.finding.message });
    else for (const completion of read.completions) rows.push(rowOf(completion, name, number));
  }
  return { rows, problems };
}

function rowOf(completion: SampleCompletion, file: string, line: number): ImportedRow {
  const { id, conversation, text, thought, baseReward, labels } = completion;
  // Where the data have no id, the reader makes one of file and line: nothing that a person wants to read.
  const isMade = id === `${file}:${line}` || id.startsWith(`${file}:${line}/`);
  return {
    file,
    line,
    ...(!isMade && { id }),
    conversation,
    text,
    ...(thought !== undefined && { thought }),
    ...(baseReward !== undefined && { baseReward }),
    labels,
    coded: codedIn(completion),
  };
}

function codedIn({ responseType, category, expectedClass, label }: SampleCompletion): CodedValue[] {
  const written = { response_type: responseType, category, class: expectedClass, label };
  return (Object.keys(written) as (keyof typeof written)[]).flatMap((role) => {
    const value = written[role];
    return value === undefined ? [] : [{ column: role, role, value }];
  });
}
