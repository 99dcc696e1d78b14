import type { FileReport } from '../diagnostics/diagnostics.ts';
import type { TokenMarks } from './semantic-tokens.ts';

/** What the findings of a file say about its names: which take part in a conflict, which nobody uses. */
export function marksOf(uri: string, report: FileReport | undefined): TokenMarks {
  const findings = report?.findings ?? [];
  const conflicting = findings
    .filter(({ severity, related = [] }) => severity === 'error' && related.length > 0)
    .flatMap(({ place, related = [] }) => [place, ...related.map((each) => each.place)])
    .filter((place) => place.uri === uri)
    .map((place) => place.span);
  const source = report?.sourceOf(uri);
  const unused = findings
    .filter(({ code, place }) => code === 'unused-proposition' && place.uri === uri)
    .map(({ place: { span } }) => source?.text.slice(span.start, span.end) ?? '');
  return { conflicting, unused: new Set(unused) };
}
