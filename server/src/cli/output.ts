/** Faults of the call, not of the input: they end the command with code 2. */
export class UsageError extends Error {}

export const EXIT = { fine: 0, findings: 1, cannotRun: 2, interrupted: 130 } as const;

export const SCHEMA_VERSION = 1;

/** The one JSON document of a command, on standard output. */
export function printJson(document: object): void {
  process.stdout.write(`${JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...document }, null, 2)}\n`);
}

/** Progress and remarks: standard error, so that standard output stays a document. */
export function note(message: string): void {
  process.stderr.write(`${message}\n`);
}
