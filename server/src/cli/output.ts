/** Faults of the call, not of the input: they end the command with code 2. */
export class UsageError extends Error {}

/** The user wants it to end: code 130. The message says how to go on. */
export class Interrupted extends Error {}

export const EXIT = { fine: 0, findings: 1, cannotRun: 2, interrupted: 130 } as const;

/** What was asked for and is not there. */
export interface NotThere {
  /** Completions without a verdict. */
  readonly missing: number;
  /** Lines of input, or entries of a samples file, that could not be read. */
  readonly unreadable: number;
}

/** 1 where more is not there than `--allow-missing` accepts, of both together. */
export function exitOf({ missing, unreadable }: NotThere, allowed = 0): number {
  return missing + unreadable > allowed ? EXIT.findings : EXIT.fine;
}

export const SCHEMA_VERSION = 1;

/** The one JSON document of a command, on standard output. */
export function printJson(document: object): void {
  process.stdout.write(`${JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...document }, null, 2)}\n`);
}

/** Progress and remarks: standard error, so that standard output stays a document. */
export function note(message: string): void {
  process.stderr.write(`${message}\n`);
}
