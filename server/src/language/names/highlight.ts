import { type DocumentHighlight, DocumentHighlightKind } from 'vscode-languageserver-types';
import type { Finding } from '../../policy/finding.ts';
import { type Occurrence, occurrencesOf } from '../../policy/occurrences.ts';
import { contains, type SourceText, type Span } from '../../policy/source.ts';
import { sampleOccurrencesOf } from '../../samples/occurrences.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { namedAt } from './named.ts';

/**
 * The name under the cursor wherever the file writes (defines) or reads it; and where the cursor is on a
 * part of a conflict, all that takes part in it.
 */
export async function highlights(
  workspace: Workspace,
  uri: string,
  offset: number,
  findings: readonly Finding[],
): Promise<DocumentHighlight[]> {
  const written = await namesWritten(workspace, uri);
  if (!written) return [];
  const { source, occurrences } = written;
  const conflict = conflictAt(source.uri, offset, findings).map((span) => ({
    range: source.range(span),
    kind: DocumentHighlightKind.Text,
  }));
  const named = await namedAt(workspace, uri, offset);
  const same = occurrences.filter(
    (each) => named && each.kind === named.kind && (each.name === named.name || contains(each.span, offset)),
  );
  const names = same.map(({ span, role }) => ({
    range: source.range(span),
    kind: role === 'definition' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
  return [...conflict, ...names];
}

async function namesWritten(
  workspace: Workspace,
  uri: string,
): Promise<{ source: SourceText; occurrences: readonly Occurrence[] } | undefined> {
  if (workspace.kindOf(uri) === 'policy') {
    const file = await workspace.policyFile(uri);
    return file && { source: file.source, occurrences: occurrencesOf(file) };
  }
  const file = workspace.kindOf(uri) === 'samples' ? await workspace.samplesFile(uri) : undefined;
  return file && { source: file.source, occurrences: sampleOccurrencesOf(file) };
}

/** The places in this file of the first finding that has several and that the offset is part of. */
function conflictAt(uri: string, offset: number, findings: readonly Finding[]): Span[] {
  for (const { place, related = [] } of findings) {
    const places = related.map((each) => each.place).filter((each) => each.uri === uri);
    if (places.length > 1 && places.some(({ span }) => contains(span, offset))) {
      return [place, ...places].map(({ span }) => span);
    }
  }
  return [];
}
