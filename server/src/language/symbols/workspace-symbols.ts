import { type SymbolInformation, SymbolKind } from 'vscode-languageserver-types';
import { type SymbolKind as NameKind, type Occurrence, occurrencesOf } from '../../policy/occurrences.ts';
import type { Place } from '../../policy/source.ts';
import { baseNameOf } from '../../workspace/file-system.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { toLocation } from '../convert.ts';

/** More than this nobody reads; a longer query finds the rest. */
const MOST = 500;

const KIND_OF: Record<NameKind, SymbolKind> = {
  proposition: SymbolKind.Boolean,
  class: SymbolKind.Class,
  response_type: SymbolKind.Interface,
  label: SymbolKind.EnumMember,
};

/** What the policies define and the completions that are sampled, by name; the closest names first. */
export async function workspaceSymbols(workspace: Workspace, query: string): Promise<SymbolInformation[]> {
  const [policies, samples] = await Promise.all([workspace.policyUris(), workspace.samplesUris()]);
  const found = await Promise.all([
    ...policies.map((uri) => symbolsOfPolicy(workspace, uri)),
    ...samples.map((uri) => symbolsOfSamples(workspace, uri)),
  ]);
  return found
    .flat()
    .flatMap((symbol) => {
      const distance = distanceOf(symbol.name, query);
      return distance === undefined ? [] : [{ symbol, distance }];
    })
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST)
    .map(({ symbol }) => symbol);
}

async function symbolsOfPolicy(workspace: Workspace, uri: string): Promise<SymbolInformation[]> {
  const file = await workspace.policyFile(uri);
  if (!file) return [];
  const definitions = new Map<string, Occurrence>();
  for (const occurrence of occurrencesOf(file)) {
    const { kind, name, role } = occurrence;
    // A label stands in every ordering that it is part of.
    if (role === 'definition' && !definitions.has(`${kind} ${name}`)) {
      definitions.set(`${kind} ${name}`, occurrence);
    }
  }
  return [...definitions.values()].map(({ kind, name, span, whole }) => ({
    name,
    kind: KIND_OF[kind],
    location: toLocation(file.source.place(whole ?? span), () => file.source),
    containerName: baseNameOf(uri),
  }));
}

async function symbolsOfSamples(workspace: Workspace, uri: string): Promise<SymbolInformation[]> {
  const file = await workspace.samplesFile(uri);
  return (file?.completions ?? []).map(({ id, places }) => ({
    name: id,
    kind: SymbolKind.String,
    location: toLocation(places.whole as Place, () => file?.source),
    containerName: baseNameOf(uri),
  }));
}

/** How far a name is from a query: the same, begins so, contains it, has its letters in order; else undefined. */
function distanceOf(name: string, query: string): number | undefined {
  const [given, wanted] = [name.toLowerCase(), query.toLowerCase()];
  const at = given.indexOf(wanted);
  if (at !== -1) return given === wanted ? 0 : at === 0 ? 1 : 2;
  let next = 0;
  for (const letter of given) if (letter === wanted[next]) next++;
  return next === wanted.length ? 3 : undefined;
}
