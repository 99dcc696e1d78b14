import {
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Location,
  type Range,
} from 'vscode-languageserver-types';
import type { Finding } from '../policy/finding.ts';
import type { Place, SourceText } from '../policy/source.ts';

/** The text that a place is in; undefined where it is not at hand. */
export type SourceOf = (uri: string) => SourceText | undefined;

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

const NOWHERE: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

export function toLocation(place: Place, sourceOf: SourceOf): Location {
  return { uri: place.uri, range: sourceOf(place.uri)?.range(place.span) ?? NOWHERE };
}

/** URI of the folder that holds a page per finding code, with its closing slash; known once the client has spoken. */
export type Pages = () => string | undefined;

/** `pages`: URI of the folder that holds a page per finding code, with its closing slash. */
export function toDiagnostic(finding: Finding, sourceOf: SourceOf, pages?: string): Diagnostic {
  return {
    range: toLocation(finding.place, sourceOf).range,
    severity: SEVERITIES[finding.severity],
    code: finding.code,
    ...(pages !== undefined && { codeDescription: { href: `${pages}${finding.code}.md` } }),
    source: 'rbr',
    message: finding.message,
    ...(finding.related?.length && {
      relatedInformation: finding.related.map(({ message, place }) => ({
        message,
        location: toLocation(place, sourceOf),
      })),
    }),
    ...(finding.unnecessary && { tags: [DiagnosticTag.Unnecessary] }),
  };
}
