import { knownBy } from '../grader/labels.ts';
import type { PolicyLogic } from '../logic/classes.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { responseTypeOf } from '../samples/names.ts';

/** A labelled completion that is in another class than before. */
export interface MovedSample {
  readonly completion: SampleCompletion;
  readonly responseType: string;
  /** The classes that it is known to be in; none where that is open or no class takes it. */
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/**
 * The completions whose classes are others. What is not labelled is unknown: a completion counts as moved
 * only where labels and the policy's checks decide a class in one of the policies and another one, or none, in the
 * other.
 */
export function movedSamples(
  before: PolicyLogic,
  after: PolicyLogic,
  completions: readonly SampleCompletion[],
): MovedSample[] {
  const knownBefore = knownBy(before.policy);
  const knownAfter = knownBy(after.policy);
  return completions.flatMap((completion) => {
    if (Object.keys(completion.labels).length === 0) return [];
    const responseType =
      responseTypeOf(completion, after.policy) ?? responseTypeOf(completion, before.policy);
    if (responseType === undefined) return [];
    const from = before.responseType(responseType)?.classesOf(knownBefore(completion)) ?? [];
    const to = after.responseType(responseType)?.classesOf(knownAfter(completion)) ?? [];
    const isSame = from.length === to.length && from.every((name) => to.includes(name));
    return isSame ? [] : [{ completion, responseType, from, to }];
  });
}
