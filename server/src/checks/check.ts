import type { PolicyLogic, ResponseTypeLogic } from '../logic/classes.ts';
import type { Finding } from '../policy/finding.ts';
import type { Policy } from '../policy/model.ts';
import type { PolicyFile } from '../policy/parse.ts';
import type { FittedWeights } from '../reward/weights.ts';
import type { SampleCompletion } from '../samples/model.ts';

/** What a check on a policy looks at. */
export interface PolicyContext {
  readonly policy: Policy;
  /** The files it was composed of, the most basic first. */
  readonly files: readonly PolicyFile[];
  readonly logic: PolicyLogic;
}

/** Looks at a policy as a whole. */
export type PolicyCheck = (context: PolicyContext) => Iterable<Finding>;

/** Looks at the classes of one response type; the type under the cursor is looked at first. */
export type ResponseTypeCheck = (context: PolicyContext, logic: ResponseTypeLogic) => Iterable<Finding>;

/** Looks at one response type with its fitted weights. */
export type RewardCheck = (
  context: PolicyContext,
  logic: ResponseTypeLogic,
  fitted: FittedWeights,
) => Iterable<Finding>;

/** Looks at a policy in the light of its labelled completions. What it finds stands in the policy. */
export type DataCheck = (
  context: PolicyContext,
  completions: readonly SampleCompletion[],
) => Iterable<Finding>;
