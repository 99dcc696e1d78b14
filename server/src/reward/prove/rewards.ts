import type { Witness } from '../../logic/conflicts.ts';
import type { ResponseTypeLogic } from '../../logic/response-type.ts';
import { Vocabulary } from '../../logic/vocabulary.ts';
import type { Policy } from '../../policy/model.ts';
import { type Feature, featuresOf } from '../features.ts';

/** A combination of propositions, with what the rules pay for it. */
export interface Extreme {
  /** w · values; what the reward model says is not in it. */
  readonly reward: number;
  /** One a feature, as weights multiply them. */
  readonly values: Float64Array;
  /** Every proposition that the classes read or that is a feature. */
  readonly witness: Witness;
  readonly isUnsafe: boolean;
  /** Found by the search instead of the decision diagram. */
  readonly bySearch?: true;
  /** Where the search ended early: the extreme reward lies between `reward` and this. */
  readonly bound?: number;
}

/** The search ended before it found a combination or showed that there is none. If there are any, their rewards keep to the bound. */
export interface Unseen {
  readonly bound: number;
  readonly reward?: undefined;
  readonly bySearch: true;
}

export interface Asked {
  /** The class that the combination is to be in; any combination where left out. */
  readonly className?: string;
  readonly end: 'least' | 'greatest';
  /** In an unsafe class, or in none; either where left out. */
  readonly isUnsafe?: boolean;
  /** Whether the policy's constraints hold. */
  readonly constrained: boolean;
}

/** Equal for questions about the same combinations: both ends are of one function. */
export function combinationsKey({ className, isUnsafe, constrained }: Asked): string {
  return `${isUnsafe} ${constrained} ${className}`;
}

/** Least and greatest rewards over combinations of propositions, as a proof needs them. */
export interface Rewards {
  /** What weights are for, in their order. */
  readonly features: readonly Feature[];
  has(className: string): boolean;
  /** Whether a combination that the constraints allow is in two classes; undefined where that is not known. */
  readonly overlaps: boolean | undefined;
  /** Undefined where there is no such combination. */
  extreme(asked: Asked, weights: Float64Array): Extreme | Unseen | undefined;
  /**
   * Searches on for a turn where `extreme` has ended early. False where that share of the limit has been used, or nothing
   * is left to be found.
   */
  searchOn?(asked: Asked, weights: Float64Array, share: number): boolean;
}

/** What the rewards of a response type range over. */
export interface RewardSpace {
  readonly policy: Policy;
  readonly logic: ResponseTypeLogic;
  readonly features: readonly Feature[];
  /** All propositions of the policy. */
  readonly vocabulary: Vocabulary;
  /** Those that the classes read or that are features: what witnesses show. */
  readonly read: ReadonlySet<string>;
}

export function rewardSpace(policy: Policy, logic: ResponseTypeLogic): RewardSpace {
  const features = featuresOf(policy, logic);
  // The order that the classes were compiled in suits their diagrams best; what only features read comes after.
  const order = logic.vocabulary.simple.filter((name) => policy.propositions.has(name));
  const rest = [...policy.propositions.keys()].filter((name) => !order.includes(name));
  return {
    policy,
    logic,
    features,
    vocabulary: new Vocabulary(policy, { variables: [...order, ...rest] }),
    read: new Set([
      ...logic.propositions,
      ...features.flatMap(({ kind, of }) => (kind === 'proposition' ? [of] : [])),
    ]),
  };
}

/** Under `product` the rules pay an unsafe completion nothing. */
export function isPaidNothing({ reward }: Policy, { isUnsafe }: Asked): boolean {
  return isUnsafe === true && reward.combination === 'product';
}

/** The combination that an assignment makes, with its reward: `holds` says which propositions and classes do. */
export function extremeOf(
  { policy, features, vocabulary, read }: RewardSpace,
  asked: Asked,
  weights: Float64Array,
  holds: { readonly proposition: (name: string) => boolean; readonly class: (name: string) => boolean },
): Extreme {
  const isZero = isPaidNothing(policy, asked);
  const values = Float64Array.from(features, ({ kind, of }) => {
    if (isZero) return 0;
    return kind === 'constant' || (kind === 'class' ? holds.class(of) : holds.proposition(of)) ? 1 : 0;
  });
  return {
    reward: values.reduce((sum, value, index) => sum + value * (weights[index] as number), 0),
    values,
    witness: Object.fromEntries(
      vocabulary.simple.flatMap((name) => (read.has(name) ? [[name, holds.proposition(name)] as const] : [])),
    ),
    isUnsafe: asked.isUnsafe === true,
  };
}
