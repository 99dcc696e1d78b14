import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Place } from '../policy/source.ts';
import { linesOf } from '../samples/lines.ts';
import { toPath } from './paths.ts';

/** A file as a person writes it, and a line of it from 1, where it can be read again. */
export interface FoundLine {
  readonly file: string;
  readonly line?: number;
}

/**
 * Says on which lines places are. Each file is read once, when its first place is asked for, and not held: `places` are all
 * that will be asked for. Standard input cannot be read again, so its places have no line.
 */
export function lineFinder(places: readonly Place[]): (place: Place) => Promise<FoundLine> {
  const files = new Map<string, Promise<ReadonlyMap<number, number>>>();
  return async ({ uri, span }) => {
    if (!uri.startsWith('file:')) return { file: uri.replace(/:$/, '') };
    const own = places.filter((place) => place.uri === uri).map((place) => place.span.start);
    const lines = files.get(uri) ?? linesAt(fileURLToPath(uri), own);
    files.set(uri, lines);
    const line = (await lines).get(span.start);
    return { file: toPath(uri), ...(line !== undefined && { line }) };
  };
}

/** Offset -> its line. */
async function linesAt(path: string, offsets: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const rest = [...new Set(offsets)].sort((a, b) => a - b);
  const found = new Map<number, number>();
  let number = 0;
  for await (const line of linesOf(createReadStream(path))) {
    while (rest.length > 0 && (rest[0] as number) < line.start) found.set(rest.shift() as number, number);
    number = line.number;
    if (rest.length === 0) return found;
  }
  for (const offset of rest) found.set(offset, number);
  return found;
}
