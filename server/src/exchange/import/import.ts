import { composePolicy } from '../../policy/compose.ts';
import type { Policy } from '../../policy/model.ts';
import { parsePolicy } from '../../policy/parse.ts';
import { SourceText } from '../../policy/source.ts';
import { rowsOfCsv } from './csv-rows.ts';
import { rowsOfJsonl } from './jsonl-rows.ts';
import { linesText } from './lines-text.ts';
import { Meanings } from './meanings.ts';
import type {
  FileReport,
  ImportedRow,
  ImportFile,
  ImportFormat,
  ImportOutput,
  ImportProblem,
  ImportResult,
  ImportSettings,
  RowsOfFile,
} from './model.ts';
import { headingOf, notesOf } from './notes.ts';
import { recognise } from './recognise.ts';
import { policyOverRelease } from './release.ts';
import { samplesOf } from './samples.ts';
import { samplesText } from './samples-text.ts';

/** More than this is for no one to read in one YAML file, and too much to parse on every keystroke. */
export const MOST_COMPLETIONS_TO_READ = 2000;

export interface ImportContext {
  /** The policy that the samples are for: it knows names, and has them guessed. */
  readonly policy?: Policy;
  /** Its path as seen from the file that is made. */
  readonly policyPath?: string;
  readonly settings?: ImportSettings;
}

/**
 * Files of others as a sample file for people, or, with a released policy among them, as a policy that extends it.
 * Nothing is written and nothing asked: what was guessed, and what could not be read, is in the result.
 */
export function importFiles(files: readonly ImportFile[], context: ImportContext = {}): ImportResult {
  const { settings = {} } = context;
  const recognised = files.map((file) => ({ file, format: recognise(file) }));
  const policy = context.policy ?? releasedPolicy(recognised);
  const read = recognised.map(({ file, format }) => ({
    file,
    format,
    ...rowsOf(file, format, policy, settings),
  }));
  const rows = read.flatMap(({ rows }) => rows);
  const meanings = new Meanings(rows, policy, settings);
  const samples = samplesOf(rows, meanings, settings);
  const completions = samples.reduce((sum, sample) => sum + sample.completions.length, 0);
  const reports: FileReport[] = read.map(({ file: { name }, format, rows, columns }) => ({
    name,
    format,
    rows: rows.length,
    ...(columns && { columns }),
  }));
  const found: Omit<ImportResult, 'output'> = {
    files: reports,
    meanings: meanings.all,
    prompts: samples.length,
    completions,
    problems: read.flatMap(({ problems }) => problems),
    notes: notesOf(reports, samples, meanings.all, policy, meanings.refuted),
  };
  return { ...found, output: output() };

  function output(): ImportOutput {
    const of = (wanted: (format: ImportFormat) => boolean) =>
      recognised.filter(({ format }) => wanted(format)).map(({ file }) => file);
    const policies = of((format) => format === 'policy');
    const inLines = of((format) => format === 'gold' || format === 'chat' || format === 'preference');
    if (policies.length > 0) {
      const text = policyOverRelease(policies, inLines, meanings.all);
      return { kind: 'policy', name: 'my-policy.rbr.yaml', text };
    }
    if (samples.length === 0) return { kind: 'nothing' };
    const stem = stemOf(read.find(({ rows }) => rows.length > 0)?.file.name ?? '');
    if (completions <= MOST_COMPLETIONS_TO_READ) {
      const heading = headingOf(found);
      const text = samplesText(samples, {
        heading,
        ...(context.policyPath !== undefined && { policy: context.policyPath }),
      });
      return { kind: 'samples', name: `${stem}.samples.yaml`, text };
    }
    const isAsItIs =
      // What came by standard input, or was dropped from outside, has no file that could stay.
      inLines.every(({ path }) => path !== undefined) &&
      inLines.length === of((format) => format !== 'data' && format !== 'unknown').length &&
      settings.responseType === undefined &&
      meanings.all.every(({ from }) => from === 'policy' || from === 'as-written');
    if (isAsItIs) return { kind: 'kept', files: inLines.flatMap(({ path }) => path ?? []) };
    return { kind: 'lines', name: `${stem}.samples.jsonl`, text: linesText(samples) };
  }
}

/** What is imported with a released policy is of that policy. */
function releasedPolicy(
  recognised: readonly { readonly file: ImportFile; readonly format: ImportFormat }[],
): Policy | undefined {
  const parsed = recognised
    .filter(({ format }) => format === 'policy')
    .map(({ file: { name, text } }) => parsePolicy(new SourceText(name, text)));
  return parsed.length === 0 ? undefined : composePolicy(parsed);
}

function rowsOf(
  file: ImportFile,
  format: ImportFormat,
  policy: Policy | undefined,
  settings: ImportSettings,
): RowsOfFile {
  if (format === 'csv') return rowsOfCsv(file, policy, settings);
  if (format === 'gold' || format === 'chat' || format === 'preference') return rowsOfJsonl(file);
  if (format !== 'unknown') return NOTHING;
  const message =
    file.text.trim() === ''
      ? `${file.name} is empty.`
      : `${file.name} is none of the formats that can be imported: CSV with a column of prompts, JSONL (chat messages, preference pairs, labelled completions), a released policy.`;
  const problem: ImportProblem = { file: file.name, line: 1, message };
  return { ...NOTHING, problems: [problem] };
}

const NOTHING: { readonly rows: readonly ImportedRow[]; readonly problems: readonly ImportProblem[] } = {
  rows: [],
  problems: [],
};

function stemOf(name: string): string {
  return name.replace(/(\.samples)?\.\w+$/, '') || 'imported';
}
