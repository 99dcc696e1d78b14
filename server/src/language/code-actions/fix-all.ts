import { type CodeAction, CodeActionKind } from 'vscode-languageserver-types';
import type { Finding, Fix, TextEdit } from '../../policy/finding.ts';
import type { Span } from '../../policy/source.ts';
import type { FileReport } from '../diagnostics/diagnostics.ts';
import { toEdit } from './workspace-edit.ts';

/** Editors run this kind on saving, where the user wants it. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.rbr`;

export function fixAll({ findings, sourceOf }: FileReport, uri: string): CodeAction[] {
  const edits = certainFixes(findings, uri).flatMap((fix) => fix.edits);
  if (edits.length === 0) return [];
  return [{ title: 'Fix all that have one certain cure', kind: FIX_ALL, edit: toEdit(edits, sourceOf) }];
}

/** The certain fixes within one file. Of fixes that touch the same text the first one is taken; the next round has the others. */
export function certainFixes(findings: readonly Finding[], uri: string): Fix[] {
  const taken: Span[] = [];
  return findings.flatMap(({ fixes = [] }) => {
    const fix = fixes.find((each) => each.certain);
    const isFree = ({ place }: TextEdit) =>
      place.uri === uri &&
      taken.every(({ start, end }) => place.span.end <= start || end <= place.span.start);
    if (!fix?.edits.every(isFree)) return [];
    taken.push(...fix.edits.map((edit) => edit.place.span));
    return [fix];
  });
}
