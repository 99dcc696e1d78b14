import { type Occurrence, occurrencesOf, type SymbolKind } from '../../policy/occurrences.ts';
import { contains, type Span } from '../../policy/source.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { findClass, findResponseType } from '../../samples/names.ts';
import { sampleOccurrencesOf } from '../../samples/occurrences.ts';
import type { PolicyState, Workspace } from '../../workspace/workspace.ts';

/** A name under the cursor, and the policy that gives it its meaning. */
export interface Named {
  readonly kind: SymbolKind;
  readonly name: string;
  readonly span: Span;
  readonly policy: PolicyState;
}

/** The name at an offset of a policy or samples file. */
export async function namedAt(workspace: Workspace, uri: string, offset: number): Promise<Named | undefined> {
  if (workspace.kindOf(uri) === 'policy') {
    const [policy, file] = await Promise.all([workspace.policy(uri), workspace.policyFile(uri)]);
    const found = file && occurrencesOf(file).find(({ span }) => contains(span, offset));
    return policy && found && { kind: found.kind, name: found.name, span: found.span, policy };
  }
  const file = workspace.kindOf(uri) === 'samples' ? await workspace.samplesFile(uri) : undefined;
  const found = file && sampleOccurrencesOf(file).find(({ span }) => contains(span, offset));
  const policy = found && (await workspace.policyOfSamples(uri));
  return policy && { kind: found.kind, name: nameIn(policy, found), span: found.span, policy };
}

/** What the policy calls what data call "Ideal" or "Hard Refuse". */
function nameIn({ policy }: PolicyState, { kind, name }: Occurrence): string {
  if (kind === 'class') return findClass(name, policy) ?? name;
  if (kind === 'response_type') return findResponseType(name, policy) ?? name;
  return name;
}

/** The completion at an offset of a samples file, from its id or text to its last label. */
export async function completionAt(
  workspace: Workspace,
  uri: string,
  offset: number,
): Promise<SampleCompletion | undefined> {
  if (workspace.kindOf(uri) !== 'samples') return undefined;
  const file = await workspace.samplesFile(uri);
  return file?.completions.find(({ places }) => contains(places.whole.span, offset));
}
