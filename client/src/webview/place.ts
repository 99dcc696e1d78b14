/** Places in files, as webviews send them: read, never trusted. */
export interface Place {
  readonly uri: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

export function readPlace(value: unknown): Place | undefined {
  if (!isObject(value) || typeof value.uri !== 'string' || !isObject(value.range)) return undefined;
  const start = readPosition(value.range.start);
  const end = readPosition(value.range.end);
  return start && end ? { uri: value.uri, range: { start, end } } : undefined;
}

export function readPosition(value: unknown): { line: number; character: number } | undefined {
  if (!isObject(value)) return undefined;
  const { line, character } = value;
  return isIndex(line) && isIndex(character) ? { line, character } : undefined;
}

function isIndex(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
