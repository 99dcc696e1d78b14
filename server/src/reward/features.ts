import type { Grades } from '../grader/grader.ts';
import type { ResponseTypeLogic } from '../logic/classes.ts';
import type { Policy } from '../policy/model.ts';

export interface Feature {
  /** The class or proposition by its name; `class.<name>` where a proposition has the same name. */
  readonly name: string;
  readonly kind: 'class' | 'proposition';
  /** The class or proposition itself. */
  readonly of: string;
}

export interface FeatureVector {
  readonly features: readonly Feature[];
  /** One a feature; `NaN` where a grade that it needs is missing. */
  readonly values: readonly number[];
  /** Propositions without an answer that some feature needs. */
  readonly missing: readonly string[];
}

/**
 * The features of the linear reward for a response type: the class probabilities, then the propositions.
 * By default those that the classes read, as in Mu et al. 2024, table 3.
 */
export function featuresOf({ propositions, features: choice }: Policy, logic: ResponseTypeLogic): Feature[] {
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
  ];
}

export function featureVector(policy: Policy, logic: ResponseTypeLogic, grades: Grades): FeatureVector {
  const features = featuresOf(policy, logic);
  const p = (name: string): number => grades[name]?.p ?? Number.NaN;
  const needed = new Set([
    ...(features.some(({ kind }) => kind === 'class') ? logic.propositions : []),
    ...features.flatMap(({ kind, of }) => (kind === 'proposition' ? [of] : [])),
  ]);
  const missing = [...needed].filter((name) => Number.isNaN(p(name)));
  const classes = missing.some((name) => logic.propositions.includes(name))
    ? {}
    : logic.classProbabilities(p, policy.features.classProbability);
  const values = features.map(({ kind, of }) => (kind === 'class' ? (classes[of] ?? Number.NaN) : p(of)));
  return { features, values, missing };
}
