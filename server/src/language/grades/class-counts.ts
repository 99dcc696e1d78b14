import type { SampleCompletion } from '../../samples/model.ts';
import { expectedClassOf, responseTypeOf } from '../../samples/names.ts';
import type { PolicyState } from '../../workspace/workspace.ts';

/** Response type -> class -> how many labelled completions are in it. */
export type ClassCounts = ReadonlyMap<string, ReadonlyMap<string, number>>;

const known = new WeakMap<PolicyState, { completions: readonly SampleCompletion[]; counts: ClassCounts }>();

/** By the labels where they decide, else by the class that is expected. Counted once per version. */
export function classCounts(state: PolicyState, completions: readonly SampleCompletion[]): ClassCounts {
  const before = known.get(state);
  if (before?.completions === completions) return before.counts;
  const counts = new Map<string, Map<string, number>>();
  for (const completion of completions) {
    const responseType = responseTypeOf(completion, state.policy);
    const className = responseType === undefined ? undefined : classOf(state, responseType, completion);
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
): string | undefined {
  const hasLabels = Object.keys(completion.labels).length > 0;
  const [only, ...more] = hasLabels
    ? (logic.responseType(responseType)?.classesOf(completion.labels) ?? [])
    : [];
  return only !== undefined && more.length === 0 ? only : expectedClassOf(completion, policy);
}
