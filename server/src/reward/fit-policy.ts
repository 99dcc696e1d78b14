import type { Grades } from '../grader/grader.ts';
import type { PolicyLogic } from '../logic/classes.ts';
import { fingerprint } from '../policy/fingerprint.ts';
import type { Policy } from '../policy/model.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { responseTypeOf } from '../samples/names.ts';
import { featuresOf, featureVector } from './features.ts';
import { type Fit, fitWeights } from './fit.ts';
import type { FitRow } from './pairs.ts';
import { rankingOf } from './ranking.ts';
import type { Weights } from './weights.ts';

export interface GradedCompletion {
  readonly completion: SampleCompletion;
  readonly grades: Grades;
}

export interface PolicyFitOptions {
  readonly l2: number;
  /** Where the policy names no margin for a label. */
  readonly margin: number;
  readonly useBaseReward: boolean;
  /** Who graded, for the record. */
  readonly grader: string;
}

export interface PolicyFit {
  readonly weights: Weights;
  /** Response type -> its fit. */
  readonly fits: Readonly<Record<string, Fit & { readonly features: readonly string[] }>>;
  /** Completions that could not be used, with the reason. */
  readonly leftOut: readonly { readonly id: string; readonly reason: string }[];
}

/** Fits each response type on its ranked completions. */
export function fitPolicy(
  policy: Policy,
  logic: PolicyLogic,
  graded: readonly GradedCompletion[],
  { l2, margin, useBaseReward, grader }: PolicyFitOptions,
): PolicyFit {
  const leftOut: { id: string; reason: string }[] = [];
  const rowsByType = new Map<string, FitRow[]>();
  for (const { completion, grades } of graded) {
    const row = rowOf(completion, grades);
    if (typeof row === 'string') leftOut.push({ id: completion.id, reason: row });
    else {
      const rows = rowsByType.get(row.responseType);
      if (rows) rows.push(row.row);
      else rowsByType.set(row.responseType, [row.row]);
    }
  }

  function rowOf(completion: SampleCompletion, grades: Grades): { responseType: string; row: FitRow } | string {
    const responseType = responseTypeOf(completion, policy);
    const compiled = responseType === undefined ? undefined : logic.responseType(responseType);
    if (responseType === undefined || !compiled) return 'no response type of the policy';
    const rank = rankingOf(policy, responseType)(completion);
    if (rank === undefined) return 'not ranked: it has no label of the ordering, or no expected class';
    if (useBaseReward && completion.baseReward === undefined) return 'no base_reward (--no-base-reward fits without)';
    const { values, missing } = featureVector(policy, compiled, grades);
    if (missing.length > 0) return `no grade for ${missing.join(', ')}`;
    const own = completion.label === undefined ? undefined : policy.margins.get(completion.label);
    return {
      responseType,
      row: {
        promptId: completion.promptId,
        rank,
        margin: own ?? margin,
        baseReward: useBaseReward ? (completion.baseReward as number) : 0,
        values,
      },
    };
  }

  const fits: Record<string, Fit & { features: string[] }> = {};
  for (const [responseType, rows] of rowsByType) {
    const compiled = logic.responseType(responseType);
    if (!compiled) continue;
    const features = featuresOf(policy, compiled).map(({ name }) => name);
    fits[responseType] = { ...fitWeights(rows, features.length, { l2 }), features };
  }
  return {
    leftOut,
    fits,
    weights: {
      fittedOn: {
        fingerprint: fingerprint([...rowsByType].map(([type, rows]) => [type, rows])),
        completions: graded.length - leftOut.length,
        grader,
      },
      responseTypes: Object.fromEntries(
        Object.entries(fits).map(([type, { features, weights, objective, dualityGap, pairs }]) => [
          type,
          {
            weights: Object.fromEntries(features.map((name, index) => [name, weights[index] as number])),
            l2,
            margin,
            pairs,
            objective,
            dualityGap,
          },
        ]),
      ),
    },
  };
}
