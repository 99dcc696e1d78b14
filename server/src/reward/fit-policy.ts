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

/** A fit with the names of its features, and how long it took. */
export type NamedFit = Fit & { readonly features: readonly string[]; readonly ms: number };

export interface PolicyFitOptions {
  readonly l2: number;
  /** Where the policy names no margin for a label. */
  readonly margin: number;
  readonly useBaseReward: boolean;
  /** Who graded, for the record. */
  readonly grader: string;
}

export interface FitReport {
  readonly weights: Weights;
  /** Response type -> its fit. */
  readonly fits: Readonly<Record<string, NamedFit>>;
  /** Completions that could not be used, with the reason. */
  readonly leftOut: readonly { readonly id: string; readonly reason: string }[];
}

/** Fits each response type on its ranked completions. */
export function fitPolicy(
  policy: Policy,
  logic: PolicyLogic,
  graded: readonly GradedCompletion[],
  { l2, margin, useBaseReward, grader }: PolicyFitOptions,
): FitReport {
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

  function rowOf(
    completion: SampleCompletion,
    grades: Grades,
  ): { responseType: string; row: FitRow } | string {
    const responseType = responseTypeOf(completion, policy);
    const compiled = responseType === undefined ? undefined : logic.responseType(responseType);
    if (responseType === undefined || !compiled) return 'no response type of the policy';
    const rank = rankingOf(policy, responseType)(completion);
    if (rank === undefined) return 'not ranked: it has no label of the ordering, or no expected class';
    if (useBaseReward && completion.baseReward === undefined)
      return 'no base_reward (--no-base-reward fits without)';
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

  const featureNames = (responseType: string): string[] => {
    const compiled = logic.responseType(responseType);
    return compiled ? featuresOf(policy, compiled).map(({ name }) => name) : [];
  };
  return { ...fitGroups(rowsByType, featureNames, { l2, margin, grader }), leftOut };
}

/** Fits rows that are grouped by response type. */
export function fitGroups(
  rowsByType: ReadonlyMap<string, readonly FitRow[]>,
  featureNames: (responseType: string) => readonly string[],
  { l2, margin, grader }: Pick<PolicyFitOptions, 'l2' | 'margin' | 'grader'>,
): Omit<FitReport, 'leftOut'> {
  const fits: Record<string, NamedFit> = {};
  for (const [responseType, rows] of rowsByType) {
    const features = featureNames(responseType);
    const started = performance.now();
    const fit = fitWeights(rows, features.length, { l2 });
    fits[responseType] = { ...fit, features, ms: Math.round(performance.now() - started) };
  }
  const responseTypes = Object.entries(fits).map(
    ([type, { features, weights, objective, dualityGap, pairs }]) => {
      const named = Object.fromEntries(features.map((name, index) => [name, weights[index] as number]));
      return [type, { weights: named, l2, margin, pairs, objective, dualityGap }];
    },
  );
  return {
    fits,
    weights: {
      fittedOn: {
        fingerprint: fingerprint([...rowsByType]),
        completions: [...rowsByType.values()].reduce((sum, rows) => sum + rows.length, 0),
        grader,
      },
      responseTypes: Object.fromEntries(responseTypes),
    },
  };
}
