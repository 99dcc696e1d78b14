import type { TextEdit } from 'vscode-languageserver-types';
import { isMap, isScalar, type Pair, parseDocument, visit } from 'yaml';
import { SourceText } from '../../policy/source.ts';
import { weightsUriFor } from '../../reward/weights.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { Named } from './named.ts';
import { policiesSharing } from './uses.ts';

/** Fitted weights name features after propositions and classes: they stay those of the renamed ones. */
export async function renamedInWeights(
  workspace: Workspace,
  named: Named,
  newName: string,
): Promise<[uri: string, edits: TextEdit[]][]> {
  const { kind, name, policy } = named;
  if (kind === 'label') return [];
  const policies = await policiesSharing(workspace, named);
  const renamed: [string, TextEdit[]][] = [];
  for (const uri of policies.map((each) => weightsUriFor(each.uri))) {
    const text = await workspace.readText(uri);
    if (text === undefined) continue;
    const source = new SourceText(uri, text);
    const edits = keysIn(text, kind === 'response_type' ? 'responseTypes' : 'weights')
      .map((key) => ({ ...key, becomes: newKey(key.name, kind, name, newName, policy.policy) }))
      .filter((key) => key.becomes !== undefined)
      .map(({ start, end, becomes }) => ({
        range: source.range({ start, end }),
        newText: JSON.stringify(becomes),
      }));
    if (edits.length > 0) renamed.push([uri, edits]);
  }
  return renamed;
}

/** A class that shares its name with a proposition is the feature `class.<name>`. */
function newKey(
  key: string,
  kind: Named['kind'],
  name: string,
  newName: string,
  { propositions, derived }: Named['policy']['policy'],
): string | undefined {
  const isProposition = propositions.has(name) || derived.has(name);
  if (kind === 'class' && key === `class.${name}`) return `class.${newName}`;
  if (key !== name || (kind === 'class' && isProposition)) return undefined;
  return newName;
}

/** The keys of every map under a key of this name. JSON is YAML, and this reader knows places. */
function keysIn(text: string, parent: string): { name: string; start: number; end: number }[] {
  const keys: { name: string; start: number; end: number }[] = [];
  visit(parseDocument(text), {
    Pair(_, { key, value }: Pair) {
      if (!isScalar(key) || key.value !== parent || !isMap(value)) return;
      for (const inner of value.items) {
        const range = isScalar(inner.key) ? inner.key.range : undefined;
        if (isScalar(inner.key) && range)
          keys.push({ name: String(inner.key.value), start: range[0], end: range[1] });
      }
    },
  });
  return keys;
}
