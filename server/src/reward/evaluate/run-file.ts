import type { Run } from './compare.ts';

/** Of the file; a later form of it gets another number. */
const SCHEMA_VERSION = 1;

/** A run as a file, for `parseRun` to read. */
export function writeRun(run: Run): string {
  return `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...run })}\n`;
}

/** The run in a text, called `name` from now on; undefined where there is none in it. */
export function parseRun(text: string, name: string): Run | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { schemaVersion, items, grader } = (data ?? {}) as Record<string, unknown>;
  const isRun =
    schemaVersion === SCHEMA_VERSION &&
    typeof grader === 'object' &&
    grader !== null &&
    Array.isArray(items) &&
    items.every(isItem);
  return isRun ? { ...(data as Run), name } : undefined;
}

/** What a comparison cannot do without. */
function isItem(item: unknown): boolean {
  return (
    typeof item === 'object' &&
    item !== null &&
    ['id', 'promptId'].every((key) => typeof (item as Record<string, unknown>)[key] === 'string') &&
    typeof (item as Record<string, unknown>).answers === 'object' &&
    (item as Record<string, unknown>).answers !== null
  );
}
