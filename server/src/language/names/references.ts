import type { Location } from 'vscode-languageserver-types';
import type { Workspace } from '../../workspace/workspace.ts';
import { namedAt } from './named.ts';
import { usesOf } from './uses.ts';

/** Everywhere in the workspace that the name under the cursor is used. */
export async function references(
  workspace: Workspace,
  uri: string,
  offset: number,
  { includeDeclaration }: { includeDeclaration: boolean },
): Promise<Location[]> {
  const named = await namedAt(workspace, uri, offset);
  const uses = named ? await usesOf(workspace, named, { withData: true }) : [];
  return uses
    .filter((use) => includeDeclaration || use.role === 'reference')
    .map(({ source, span }) => ({ uri: source.uri, range: source.range(span) }));
}
