import { createLabelsGrader } from '../grader/labels.ts';
import type { PolicyLogic } from '../logic/classes.ts';
import { scoreCompletion } from '../reward/score.ts';
import type { Weights } from '../reward/weights.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { responseTypeOf } from '../samples/names.ts';

/** Two completions of one prompt whose rewards change places. */
export interface Reordered {
  readonly responseType: string;
  /** The one that was rewarded more, then the one that is now. */
  readonly was: SampleCompletion;
  readonly is: SampleCompletion;
  /** Of both, in that order. */
  readonly before: readonly [number, number];
  readonly after: readonly [number, number];
}

/**
 * The pairs whose order under the reward changes with the policy, the weights staying as they are: as its
 * labels grade each completion. Completions that are not labelled on all that the reward reads are left out.
 */
export async function reorderedPairs(
  before: PolicyLogic,
  after: PolicyLogic,
  weights: Weights,
  completions: readonly SampleCompletion[],
): Promise<Reordered[]> {
  const byPrompt = new Map<string, Rewarded[]>();
  for (const completion of completions) {
    const responseType = responseTypeOf(completion, after.policy);
    if (responseType === undefined) continue;
    const was = await rewardOf(before, responseType, weights, completion);
    const is = await rewardOf(after, responseType, weights, completion);
    if (was === undefined || is === undefined) continue;
    const key = `${responseType} ${completion.promptId}`;
    byPrompt.set(key, [...(byPrompt.get(key) ?? []), { completion, responseType, was, is }]);
  }
  return [...byPrompt.values()].flatMap((all) =>
    all.flatMap((a, index) => all.slice(index + 1).flatMap((b) => reordered(a, b))),
  );
}

interface Rewarded {
  readonly completion: SampleCompletion;
  readonly responseType: string;
  readonly was: number;
  readonly is: number;
}

function reordered(a: Rewarded, b: Rewarded): Reordered[] {
  if (Math.sign(a.was - b.was) * Math.sign(a.is - b.is) >= 0) return [];
  const [upper, lower] = a.was > b.was ? [a, b] : [b, a];
  return [
    {
      responseType: a.responseType,
      was: upper.completion,
      is: lower.completion,
      before: [upper.was, lower.was],
      after: [upper.is, lower.is],
    },
  ];
}

async function rewardOf(
  logic: PolicyLogic,
  responseType: string,
  weights: Weights,
  completion: SampleCompletion,
): Promise<number | undefined> {
  const ofType = logic.responseType(responseType);
  if (!ofType) return undefined;
  const grades = await createLabelsGrader(logic.policy).grade(completion);
  return scoreCompletion({ policy: logic.policy, logic: ofType, weights }, grades, completion.baseReward)
    .reward?.total;
}
