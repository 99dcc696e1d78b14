import type { Place } from '../policy/source.ts';
import type { SampleCompletion } from './model.ts';

/** Where a label stands; undefined for a name that has no value yet, which is no label. */
export function labelPlace(
  { labels, places }: Pick<SampleCompletion, 'labels' | 'places'>,
  name: string,
): Place | undefined {
  return labels[name] === undefined ? undefined : places.labels[name];
}
