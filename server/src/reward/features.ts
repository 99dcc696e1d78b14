import type { Grades } from '../grader/grader.ts';
import type { ResponseTypeLogic } from '../logic/classes.ts';
import type { Policy } from '../policy/model.ts';
import { safetyRoles } from './safety-roles.ts';

export interface Feature {
  /** The class or proposition by its name; `class.<name>` where a proposition has the same name. */
  readonly name: string;
  readonly kind: 'class' | 'proposition' | 'constant';
  /** The class or proposition itself. */
  readonly of: string;
}

export interface FeatureVector {
  readonly features: readonly Feature[];
  /** One a feature; `NaN` where a grade that it needs is missing. */
  readonly values: readonly number[];
  /** The probability that the completion is in an unsafe class; `NaN` where a grade is missing. */
  readonly unsafe: number;
  /** Propositions without an answer that some feature needs. */
  readonly missing: readonly string[];
}

/** The feature that is always 1; a name that no proposition has. */
export const BASELINE = '(baseline)';

/**
 * The features of the linear reward for a response type: the class probabilities, then the propositions.
 * By default those that the classes read, as in Mu et al. 2024, table 3.
 */
export function featuresOf(
  { propositions, features: choice, reward }: Policy,
  logic: ResponseTypeLogic,
): Feature[] {
  const chosen =
    choice.propositions === 'relevant'
      ? logic.propositions
      : choice.propositions === 'none'
        ? []
        : choice.propositions;
  const classes = choice.classes ? logic.classes : [];
  return [
    ...classes.map((of): Feature => ({ name: propositions.has(of) ? `class.${of}` : of, kind: 'class', of })),
    ...chosen.map((of): Feature => ({ name: of, kind: 'proposition', of })),
    // In a sum it would cancel out of every comparison.
    ...(reward.combination === 'product'
      ? [{ name: BASELINE, kind: 'constant', of: BASELINE } satisfies Feature]
      : []),
  ];
}

export function featureVector(policy: Policy, logic: ResponseTypeLogic, grades: Grades): FeatureVector {
  const features = featuresOf(policy, logic);
  const p = (name: string): number => grades[name]?.p ?? Number.NaN;
  const readsClasses = features.some(({ kind }) => kind === 'class') || policy.reward.combination !== 'sum';
  const needed = new Set([
    ...(readsClasses ? logic.propositions : []),
    ...features.flatMap(({ kind, of }) => (kind === 'proposition' ? [of] : [])),
  ]);
  const missing = [...needed].filter((name) => Number.isNaN(p(name)));
  const classes = missing.some((name) => logic.propositions.includes(name))
    ? {}
    : logic.classProbabilities(p, policy.features.classProbability);
  const values = features.map(({ kind, of }) =>
    kind === 'class' ? (classes[of] ?? Number.NaN) : kind === 'constant' ? 1 : p(of),
  );
  const unsafe = safetyRoles(policy)
    .unsafeClasses.filter((name) => logic.classes.includes(name))
    .reduce((sum, name) => sum + (classes[name] ?? Number.NaN), 0);
  return { features, values, unsafe: Math.min(1, unsafe), missing };
}
