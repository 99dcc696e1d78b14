import * as l10n from '@vscode/l10n';
import type { Fix } from '../policy/finding.ts';
import type { Place } from '../policy/source.ts';
import type { SamplesFile } from './yaml.ts';

/** The label at a place, the other way round: one change each. `places` are those of the labels' names. */
export function otherLabels({ source }: SamplesFile, places: readonly Place[]): Fix[] {
  return places.flatMap((place): Fix[] => {
    const written = /^\s*:\s*(?<value>true|false)\b/.exec(source.text.slice(place.span.end));
    const value = written?.groups?.value;
    if (!written || value === undefined) return [];
    const name = source.text.slice(place.span.start, place.span.end);
    const end = place.span.end + written[0].length;
    const other = value === 'true' ? 'false' : 'true';
    return [
      {
        title: value === 'true' ? l10n.t('Label "{0}" false', name) : l10n.t('Label "{0}" true', name),
        edits: [{ place: source.place({ start: end - value.length, end }), newText: other }],
      },
    ];
  });
}
