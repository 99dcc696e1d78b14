import type { Location } from 'vscode-languageserver-types';
import { occurrencesOf, type SymbolKind } from '../../policy/occurrences.ts';
import type { PolicyState, Workspace } from '../../workspace/workspace.ts';
import { toLocation } from '../convert.ts';
import { type Named, namedAt } from './named.ts';

/** Where the name under the cursor is defined: everywhere a file of the policy defines it. */
export async function definition(workspace: Workspace, uri: string, offset: number): Promise<Location[]> {
  const named = await namedAt(workspace, uri, offset);
  return named ? definitionsOf(named.policy, named) : [];
}

export function definitionsOf(policy: PolicyState, { kind, name }: Pick<Named, 'kind' | 'name'>): Location[] {
  const places = policy.files.flatMap((file) =>
    occurrencesOf(file)
      .filter((found) => found.role === 'definition' && found.kind === kind && found.name === name)
      .map((found) => file.source.place(found.span)),
  );
  if (places.length === 0 && kind === 'response_type') {
    const undeclared = policy.policy.responseTypes.get(name);
    if (undeclared) places.push(undeclared.place);
  }
  return places.map((place) => toLocation(place, sourceIn(policy)));
}

/** The definition to jump to where only one will do: the one that has the last word. */
export function definitionOf(policy: PolicyState, kind: SymbolKind, name: string): Location | undefined {
  return definitionsOf(policy, { kind, name }).at(-1);
}

export function sourceIn(policy: PolicyState) {
  return (uri: string) => policy.files.find((file) => file.source.uri === uri)?.source;
}
