import { createReadStream } from 'node:fs';
import type { Policy } from '../../policy/model.ts';
import {
  type FeatureRow,
  FeatureRows,
  type FeatureRowsOptions,
  readFeatureRow,
} from '../../reward/fit/feature-rows.ts';
import type { FitInput } from '../../reward/fit/fit-input.ts';
import type { FittedLines } from '../../reward/fit/fitted-lines.ts';
import { linesOf } from '../../samples/lines.ts';
import type { Unread } from '../load.ts';
import { note, UsageError } from '../output.ts';
import { expandPaths, toPath, toUri } from '../paths.ts';
import { PaperFiles } from './paper-files.ts';

export interface FeatureFilesOptions extends FeatureRowsOptions, FeatureLinesOptions {
  /** Is told every line. */
  readonly fitted?: FittedLines;
  /** Prompts that are among these are left out, and that is said. */
  readonly heldOutFrom?: FittedLines;
}

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
  const { fitted, heldOutFrom } = options;
  const prompts = new Map<string, FeatureRow[]>();
  const withoutFeatures = await readFeatureLines(paths, options, (row) => {
    fitted?.add(row);
    if (!heldOutFrom) rows.add(row);
    else prompts.set(row.promptId, [...(prompts.get(row.promptId) ?? []), row]);
  });
  if (heldOutFrom) {
    const all = [...prompts.values()];
    const heldOut = all.filter((each) => !heldOutFrom.has(each));
    if (heldOut.length < all.length)
      note(
        `${all.length - heldOut.length} of ${all.length} prompts to test on are not held out: their lines were fitted on. They are left out.`,
      );
    if (heldOut.length === 0 && all.length > 0)
      throw new UsageError('No prompt of --test is held out from the fit.');
    for (const row of heldOut.flat()) rows.add(row);
  }
  rows.addWithoutFeatures(withoutFeatures);
  return rows.input();
}

/**
 * Feature lines of JSONL files, and the paper's layout, one line at a time. What cannot be read is said on
 * standard error and passed over. Returns how many completions of the paper's layout have no features.
 */
export async function readFeatureLines(
  paths: readonly string[],
  options: FeatureLinesOptions,
  add: (row: FeatureRow, line: string) => void,
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
      if (typeof read !== 'string') for (const row of read) add(row, where);
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
