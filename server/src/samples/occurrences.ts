import type { Occurrence } from '../policy/occurrences.ts';
import type { SamplesFile } from './yaml.ts';

const cache = new WeakMap<SamplesFile, readonly Occurrence[]>();

/**
 * The names of a policy that a samples file uses, as they are written there ("Ideal" for `ideal`), in the
 * order of the file. Computed once per parsed file.
 */
export function sampleOccurrencesOf(file: SamplesFile): readonly Occurrence[] {
  let found = cache.get(file);
  if (!found) {
    found = collect(file);
    cache.set(file, found);
  }
  return found;
}

function collect({ completions }: SamplesFile): Occurrence[] {
  // The completions of one prompt share the place of its response type.
  const byStart = new Map<number, Occurrence>();
  for (const { responseType, expectedClass, label, places } of completions) {
    for (const [kind, name, place] of [
      ['response_type', responseType, places.responseType],
      ['class', expectedClass, places.expectedClass],
      ['label', label, places.label],
      ...Object.entries(places.labels).map(([name, place]) => ['proposition', name, place] as const),
    ] as const) {
      if (name === undefined || !place) continue;
      byStart.set(place.span.start, { kind, name, role: 'reference', span: place.span });
    }
  }
  return [...byStart.values()].sort((a, b) => a.span.start - b.span.start);
}
