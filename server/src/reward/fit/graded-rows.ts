import type { Grades } from '../../grader/grader.ts';
import { isReliable } from '../../grader/reliable.ts';
import type { PolicyLogic } from '../../logic/classes.ts';
import type { Policy } from '../../policy/model.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { responseTypeOf } from '../../samples/names.ts';
import { clusterIdsOf } from '../../samples/prompt-groups.ts';
import { rewardTerms } from '../combination.ts';
import { featuresOf, featureVector } from '../features.ts';
import { LeftOut, type LeftOutCount, type LeftOutReason } from '../left-out.ts';
import { neededPropositions } from '../needed.ts';
import { rankingOf } from '../ranking.ts';
import { FitDataBuilder, type FitRow } from './fit-data.ts';
import type { FitInput } from './fit-input.ts';

export interface GradedCompletion {
  readonly completion: SampleCompletion;
  readonly grades: Grades;
}

/** What graded completions are to a fit: ranked, with features, base reward and margin. */
export function gradedInput(
  policy: Policy,
  logic: PolicyLogic,
  graded: readonly GradedCompletion[],
  { useBaseReward, grader }: { readonly useBaseReward: boolean; readonly grader: string },
): FitInput {
  const leftOut = new LeftOut();
  const unreliable = new Set<string>();
  const byType = new Map<string, { builder: FitDataBuilder; ids: string[]; openings: string[] }>();
  const clusters = clusterIdsOf(graded.map(({ completion }) => completion));
  for (const [index, { completion, grades }] of graded.entries()) {
    const row = rowOf(completion, grades, clusters[index]);
    if ('why' in row) {
      leftOut.add(row);
      continue;
    }
    const { builder, ids, openings } = typeInput(row.responseType);
    builder.add(row);
    ids.push(completion.id);
    openings.push(openingOf(completion.text));
  }
  return {
    byType: new Map(
      [...byType].map(([type, { builder, ids, openings }]) => [
        type,
        { data: builder.build(), ids, openings },
      ]),
    ),
    leftOut: leftOut.counts,
    grader,
    ...(unreliable.size > 0 && { unreliable: [...unreliable] }),
  };

  function typeInput(responseType: string) {
    let found = byType.get(responseType);
    if (!found) {
      const compiled = logic.responseType(responseType);
      const names = compiled ? featuresOf(policy, compiled).map(({ name }) => name) : [];
      found = { builder: new FitDataBuilder(names), ids: [], openings: [] };
      byType.set(responseType, found);
    }
    return found;
  }

  function rowOf(
    completion: SampleCompletion,
    grades: Grades,
    cluster: string | undefined,
  ): (FitRow & { responseType: string }) | LeftOutReason {
    const responseType = responseTypeOf(completion, policy);
    const compiled = responseType === undefined ? undefined : logic.responseType(responseType);
    if (responseType === undefined || !compiled) return { why: 'no-response-type' };
    const rank = rankingOf(policy, responseType)(completion);
    if (rank === undefined) return { why: 'no-ranking-label' };
    if (useBaseReward && completion.baseReward === undefined) return { why: 'no-base-reward' };
    const vector = featureVector(policy, compiled, grades);
    if (vector.missing.length > 0) return { why: 'no-grade', names: vector.missing };
    for (const name of neededPropositions(policy, compiled, undefined))
      if (grades[name] && !isReliable(grades[name])) unreliable.add(name);
    const { base, values, tier } = rewardTerms(
      policy,
      vector,
      useBaseReward ? (completion.baseReward as number) : 0,
    );
    const margin = completion.label === undefined ? undefined : policy.margins.get(completion.label);
    return {
      responseType,
      promptId: completion.promptId,
      cluster,
      rank,
      margin,
      baseReward: base,
      values,
      tier,
    };
  }
}

/** Enough to know it by. */
const OPENING = 40;

function openingOf(text: string): string {
  const line = text
    .slice(0, 4 * OPENING)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > OPENING ? `${line.slice(0, OPENING).trimEnd()}…` : line;
}

/** The completions that error rates leave out, as a fit on them would, with scores of the reward model or without. */
export function leftOutOfRanking(
  policy: Policy,
  logic: PolicyLogic,
  graded: readonly GradedCompletion[],
): readonly LeftOutCount[] {
  return gradedInput(policy, logic, graded, { useBaseReward: false, grader: '' }).leftOut;
}
