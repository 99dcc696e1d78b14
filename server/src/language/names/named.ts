import { occurrencesOf, type SymbolKind } from '../../policy/occurrences.ts';
import { contains, type Place, type Span } from '../../policy/source.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { findClass, responseTypeOf } from '../../samples/names.ts';
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
  const completion = await completionAt(workspace, uri, offset);
  const policy = completion && (await workspace.policyOfSamples(uri));
  return policy && namedIn(completion, offset, policy);
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

function namedIn(completion: SampleCompletion, offset: number, policy: PolicyState): Named | undefined {
  const at = (place: Place | undefined): place is Place =>
    place !== undefined && contains(place.span, offset);
  const { places, expectedClass } = completion;
  for (const [name, place] of Object.entries(places.labels)) {
    if (at(place)) return { kind: 'proposition', name, span: place.span, policy };
  }
  if (expectedClass !== undefined && at(places.expectedClass)) {
    return {
      kind: 'class',
      name: findClass(expectedClass, policy.policy) ?? expectedClass,
      span: places.expectedClass.span,
      policy,
    };
  }
  const responseType = responseTypeOf(completion, policy.policy);
  if (responseType !== undefined && at(places.responseType)) {
    return { kind: 'response_type', name: responseType, span: places.responseType.span, policy };
  }
  return undefined;
}
