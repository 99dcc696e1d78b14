import * as l10n from '@vscode/l10n';

/**
 * What a database cannot do. `damaged`: what is there is no whole database of ours. `busy`: another process
 * is at it. `full`: there is no room. `unusable`: it cannot be opened, read or written.
 */
export interface SqliteProblem {
  readonly kind: 'damaged' | 'busy' | 'full' | 'unusable';
  /** In words, for the middle of a sentence. */
  readonly said: string;
}

/** Primary result codes, https://sqlite.org/rescode.html */
const ERROR = 1;
const BUSY = 5;
const LOCKED = 6;
const READ_ONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const SCHEMA = 17;
const CONSTRAINT = 19;
const MISMATCH = 20;
const NOT_A_DATABASE = 26;
/** An extended code: a page is behind the end of the file. */
const SHORT_READ = 522;

/** Tables or columns that are missing or other than ours. */
const OTHER_TABLES =
  /no such|no column|duplicate column|values for|malformed|may not|cannot modify|is not a table/i;

export function problemOf(error: unknown): SqliteProblem {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : undefined;
  if (code === undefined) {
    const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
    return { kind: isFull ? 'full' : 'unusable', said: message };
  }
  switch (code === SHORT_READ ? CORRUPT : code & 0xff) {
    case ERROR:
      return { kind: OTHER_TABLES.test(message) ? 'damaged' : 'unusable', said: message };
    case SCHEMA:
    case CONSTRAINT:
    case MISMATCH:
    case CORRUPT:
    case NOT_A_DATABASE:
      return { kind: 'damaged', said: message };
    case BUSY:
    case LOCKED:
      return { kind: 'busy', said: l10n.t('another program keeps it locked') };
    case FULL:
      return { kind: 'full', said: l10n.t('the disk is full') };
    case CANNOT_OPEN:
      return { kind: 'unusable', said: l10n.t('no file can be opened there for writing') };
    case READ_ONLY:
      return { kind: 'unusable', said: l10n.t('it can only be read') };
    default:
      return { kind: 'unusable', said: message };
  }
}
