import { type Occurrence, occurrencesOf, type SymbolKind } from '../../policy/occurrences.ts';
import type { SourceText, Span } from '../../policy/source.ts';
import { jsonlOccurrencesOf } from '../../samples/jsonl-occurrences.ts';
import { findClass, findResponseType, sameName } from '../../samples/names.ts';
import { sampleOccurrencesOf } from '../../samples/occurrences.ts';
import type { PolicyState, Workspace } from '../../workspace/workspace.ts';
import type { Named } from './named.ts';

/** A place where a name is written, in whichever file. */
export interface Use {
  readonly source: SourceText;
  readonly span: Span;
  readonly role: Occurrence['role'];
  /** Data may call a response type by another name, which stays when the type is renamed. */
  readonly isAlias: boolean;
}

/**
 * Every use of a name in the policy files and samples files of the workspace that mean the same thing by
 * it: policies that share a file which defines it, and the samples about them. `withData`: in the JSONL that
 * these policies name, too.
 */
export async function usesOf(
  workspace: Workspace,
  named: Pick<Named, 'kind' | 'name' | 'policy'>,
  { withData = false }: { readonly withData?: boolean } = {},
): Promise<Use[]> {
  const { kind, name } = named;
  const policies = await policiesSharing(workspace, named);
  const uses = new Map<string, Use>();
  const add = (use: Use) => uses.set(`${use.source.uri} ${use.span.start}`, use);
  for (const { files } of policies) {
    for (const file of files) {
      for (const { kind: written, name: text, role, span } of occurrencesOf(file)) {
        if (written === kind && text === name) add({ source: file.source, span, role, isAlias: false });
      }
    }
  }
  for (const uri of await workspace.samplesUris()) {
    const [file, about] = await Promise.all([workspace.samplesFile(uri), workspace.policyOfSamples(uri)]);
    if (!file || !about || !policies.some((each) => each.uri === about.uri)) continue;
    for (const { kind: written, name: text, span } of sampleOccurrencesOf(file)) {
      if (written !== kind || !means(kind, text, name, about)) continue;
      add({ source: file.source, span, role: 'reference', isAlias: !sameName(text, name) });
    }
  }
  for (const policy of withData ? policies : []) {
    for (const source of await workspace.dataOf(policy)) {
      for (const { kind: written, name: text, span } of jsonlOccurrencesOf(source, name)) {
        if (written !== kind || !means(kind, text, name, policy)) continue;
        add({ source, span, role: 'reference', isAlias: !sameName(text, name) });
      }
    }
  }
  return [...uses.values()];
}

/** The policy, and the others of the workspace that read the name's definition from the same file. */
export async function policiesSharing(
  workspace: Workspace,
  { kind, name, policy }: Pick<Named, 'kind' | 'name' | 'policy'>,
): Promise<PolicyState[]> {
  const defines = (file: PolicyState['files'][number]) =>
    occurrencesOf(file).some(
      (each) => each.role === 'definition' && each.kind === kind && each.name === name,
    );
  const homes = new Set(policy.files.filter(defines).map((file) => file.source.uri));
  // A name that nobody defines is shared by whoever shares a file.
  const shared = homes.size > 0 ? homes : new Set(policy.files.map((file) => file.source.uri));
  const all = await Promise.all((await workspace.policyUris()).map((uri) => workspace.policy(uri)));
  const others = all.filter(
    (each): each is PolicyState =>
      each !== undefined && each.uri !== policy.uri && each.files.some((file) => shared.has(file.source.uri)),
  );
  return [policy, ...others];
}

function means(kind: SymbolKind, written: string, name: string, { policy }: PolicyState): boolean {
  if (kind === 'class') return findClass(written, policy) === name;
  if (kind === 'response_type') return findResponseType(written, policy) === name;
  return written === name;
}
