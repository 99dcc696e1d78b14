import * as l10n from '@vscode/l10n';
import { type CodeAction, CodeActionKind } from 'vscode-languageserver-types';
import { certainFixes } from '../../workspace/proven-fixes.ts';
import type { CodeActionContext } from './context.ts';
import { toEdit } from './workspace-edit.ts';

/** Editors run this kind on saving, where the user wants it. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.rbr`;

/** All fixes of a file that are certain, in one step. */
export async function fixAll(
  { workspace, report: { findings, sourceOf } }: CodeActionContext,
  uri: string,
  kind: string = FIX_ALL,
): Promise<CodeAction[]> {
  const fixes = await certainFixes(workspace, uri, findings);
  // One alone is offered where it stands.
  if (fixes.length < (kind === FIX_ALL ? 1 : 2)) return [];
  const edits = fixes.flatMap((fix) => fix.edits);
  const title = l10n.t('Fix all that have one certain cure ({0})', fixes.length);
  return [{ title, kind, edit: toEdit(edits, sourceOf) }];
}
