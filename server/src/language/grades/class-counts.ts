import { knownBy } from '../../grader/labels.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { expectedClassOf, responseTypeOf } from '../../samples/names.ts';
import type { PolicyState } from '../../workspace/workspace.ts';

/** Response type -> class -> how many labelled completions are in it. */
export type ClassCounts = ReadonlyMap<string, ReadonlyMap<string, number>>;

const known = new WeakMap<PolicyState, { completions: readonly SampleCompletion[]; counts: ClassCounts }>();

/** By the labels and the policy's checks where they decide, else by the class that is expected. Counted once per version. */
export function classCounts(state: PolicyState, completions: readonly SampleCompletion[]): ClassCounts {
  const before = known.get(state);
  if (before?.completions === completions) return before.counts;
  const counts = new Map<string, Map<string, number>>();
  const valuesOf = knownBy(state.policy);
  for (const completion of completions) {
    const responseType = responseTypeOf(completion, state.policy);
    const className =
      responseType === undefined ? undefined : classOf(state, responseType, completion, valuesOf(completion));
    if (responseType === undefined || className === undefined) continue;
    const ofType = counts.get(responseType) ?? new Map<string, number>();
    counts.set(responseType, ofType.set(className, (ofType.get(className) ?? 0) + 1));
  }
  known.set(state, { completions, counts });
  return counts;
}

function classOf(
  { policy, logic }: PolicyState,
  responseType: string,
  completion: SampleCompletion,
  values: Readonly<Record<string, boolean>>,
): string | undefined {
  const hasLabels = Object.keys(completion.labels).length > 0;
  const [only, ...more] = hasLabels ? (logic.responseType(responseType)?.classesOf(values) ?? []) : [];
  return only !== undefined && more.length === 0 ? only : expectedClassOf(completion, policy);
}
