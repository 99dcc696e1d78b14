import type { Grades } from '../grader/grader.ts';
import type { ResponseTypeLogic } from '../logic/classes.ts';
import { decidingQuestions } from '../logic/deciding.ts';
import type { Policy } from '../policy/model.ts';
import { rewardTerms } from './combination.ts';
import { type Feature, featureVector } from './features.ts';
import type { Weights } from './weights.ts';

export interface Contribution {
  readonly feature: string;
  readonly kind: Feature['kind'];
  /** The class or proposition that the feature is of. */
  readonly of: string;
  readonly weight: number;
  /** What the weight is multiplied with: the feature's value, times P(safe) under `product`. */
  readonly value: number;
  /** weight * value */
  readonly contribution: number;
}

export interface Reward {
  /** What the reward model's score contributes, where there is one. */
  readonly base?: number;
  /** Largest effect first; features that weigh nothing are left out. */
  readonly contributions: readonly Contribution[];
  /** R_rbr = sum of contributions. Mu et al. 2024, equation 1. */
  readonly rbr: number;
  /** R_total = base + R_rbr; R_rbr alone without a base. */
  readonly total: number;
  /** Where it stands before rewards count: 0, or under `cost` how far it passes the limit. */
  readonly tier: number;
  /** Under `cost`: the probability that it is unsafe. */
  readonly cost?: number;
}

export interface Score {
  /** Best class first. Empty where a grade that they need is missing, be it only that it was not asked. */
  readonly classes: readonly { readonly name: string; readonly probability: number }[];
  /** The most probable class, the better one of equals; null where missing grades leave it open. */
  readonly predictedClass: string | null;
  /** Propositions without an answer that the classes or the reward need. */
  readonly missing: readonly string[];
  /** Undefined without weights for the response type, or where a grade is missing. */
  readonly reward?: Reward;
}

/** From grades to class and reward, for one completion of a response type. */
export function scoreCompletion(
  { policy, logic, weights }: { policy: Policy; logic: ResponseTypeLogic; weights?: Weights },
  grades: Grades,
  base?: number,
): Score {
  const p = (name: string): number => grades[name]?.p ?? Number.NaN;
  const unanswered = logic.propositions.filter((name) => Number.isNaN(p(name)));
  const probabilities =
    unanswered.length > 0 ? {} : logic.classProbabilities(p, policy.features.classProbability);
  const classes = logic.classes.flatMap((name) => {
    const probability = probabilities[name];
    return probability === undefined ? [] : [{ name, probability }];
  });
  const best = classes.reduce<(typeof classes)[number] | undefined>(
    (most, each) => (most === undefined || each.probability > most.probability ? each : most),
    undefined,
  );
  const fitted = weights?.responseTypes[logic.responseType];
  const vector = fitted && featureVector(policy, logic, grades);
  const terms = vector && rewardTerms(policy, vector, base ?? 0);
  const contributions = (vector?.features ?? [])
    .map(({ name, kind, of }, index): Contribution => {
      const weight = fitted?.weights[name] ?? 0;
      const value = terms?.values[index] as number;
      return { feature: name, kind, of, weight, value, contribution: weight === 0 ? 0 : weight * value };
    })
    .filter(({ weight }) => weight !== 0)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const rbr = contributions.reduce((sum, { contribution }) => sum + contribution, 0);
  return {
    classes,
    predictedClass: unanswered.length === 0 ? (best?.name ?? null) : decidedWithout(logic, policy, grades),
    missing: [...new Set([...unanswered, ...(vector?.missing ?? [])])],
    // A sum with a missing part is no reward.
    ...(terms &&
      Number.isFinite(rbr + terms.base + terms.tier) && {
        reward: {
          ...(base !== undefined && { base: terms.base }),
          contributions,
          rbr,
          total: terms.base + rbr,
          tier: terms.tier,
          ...(policy.reward.combination === 'cost' && { cost: vector.unsafe }),
        },
      }),
  };
}

/** The class that is the most probable one whatever the missing grades are. */
function decidedWithout(logic: ResponseTypeLogic, policy: Policy, grades: Grades): string | null {
  const answers = new Map(logic.propositions.map((name) => [name, grades[name]?.p ?? null]));
  return decidingQuestions(logic, policy.features.classProbability).step(answers).decided;
}
