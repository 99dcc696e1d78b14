import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type FeatureRow, readFeatureRow } from '../reward/feature-rows.ts';
import { note } from './output.ts';
import { expandPaths, toPath, toUri } from './paths.ts';

/** Feature lines of JSONL files; what cannot be read is said on standard error and passed over. */
export async function readFeatureFiles(paths: readonly string[]): Promise<FeatureRow[]> {
  const rows: FeatureRow[] = [];
  for (const path of await expandPaths(paths, ['**/*.jsonl'])) {
    let line = 0;
    for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
      line++;
      if (text.trim() === '') continue;
      const where = `${toPath(toUri(path))}:${line}`;
      const row = readFeatureRow(text, where);
      if (typeof row === 'string') note(`${where} error unreadable-line: the line ${row}. It is left out.`);
      else rows.push(row);
    }
  }
  return rows;
}
