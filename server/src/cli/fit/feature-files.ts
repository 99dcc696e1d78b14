import { createReadStream } from 'node:fs';
import type { Policy } from '../../policy/model.ts';
import {
  type FeatureRow,
  FeatureRows,
  type FeatureRowsOptions,
  readFeatureRow,
} from '../../reward/fit/feature-rows.ts';
import type { FitInput } from '../../reward/fit/fit-input.ts';
import { linesOf } from '../../samples/lines.ts';
import type { Unread } from '../load.ts';
import { note } from '../output.ts';
import { expandPaths, toPath, toUri } from '../paths.ts';
import { PaperFiles } from './paper-files.ts';

export interface FeatureFilesOptions extends FeatureRowsOptions, FeatureLinesOptions {}

export interface FeatureLinesOptions {
  /** Whether scores of a reward model are wanted: in the paper's layout they are in files of their own. */
  readonly useBaseReward: boolean;
  /** Scores of a reward model that stand in place of the files' own, in the paper's layout. */
  readonly rewards?: string | undefined;
  /** Counts the lines that cannot be read. */
  readonly unread: Unread;
}

/** What a fit reads of them. */
export async function readFeatureFiles(
  policy: Policy,
  paths: readonly string[],
  options: FeatureFilesOptions,
): Promise<FitInput> {
  const rows = new FeatureRows(policy, options);
  rows.addWithoutFeatures(await readFeatureLines(paths, options, (row) => rows.add(row)));
  return rows.input();
}

/**
 * Feature lines of JSONL files, and the paper's layout, one line at a time. What cannot be read is said on
 * standard error and passed over. Returns how many completions of the paper's layout have no features.
 */
export async function readFeatureLines(
  paths: readonly string[],
  options: FeatureLinesOptions,
  add: (row: FeatureRow) => void,
): Promise<number> {
  const files = await expandPaths(paths, ['*.jsonl']);
  const paper = await PaperFiles.among(files, options);
  for (const path of files) {
    if (paper.isAttachment(path)) continue;
    let unread = 0;
    for await (const { number, text } of linesOf(createReadStream(path))) {
      if (text?.trim() === '') continue;
      const where = `${toPath(toUri(path))}:${number}`;
      const read = text === undefined ? 'is too long' : readLine(text, where, paper, path);
      if (typeof read !== 'string') for (const row of read) add(row);
      else if (++unread <= SHOWN) note(`${where} error unreadable-line: the line ${read}. It is left out.`);
    }
    options.unread.count += unread;
    if (unread > SHOWN) note(`${toPath(toUri(path))}: ${unread - SHOWN} more lines are left out.`);
  }
  return paper.withoutFeatures;
}

const SHOWN = 20;

/** The rows of a line, or what is wrong with it. */
function readLine(
  text: string,
  where: string,
  paper: PaperFiles,
  path: string,
): readonly FeatureRow[] | string {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch (error) {
    return `is not JSON (${error instanceof Error ? error.message : error})`;
  }
  if (Array.isArray(line)) return paper.rowsOf(line, where, path);
  const row = readFeatureRow(line, where);
  return typeof row === 'string' ? row : [row];
}
