import type { DataCheck, PolicyCheck, ResponseTypeCheck, RewardCheck } from './check.ts';
import { bestClassUnseen } from './data/best-class-unseen.ts';
import { propositionOneSided } from './data/proposition-one-sided.ts';
import { propositionsAlwaysAgree } from './data/propositions-always-agree.ts';
import { checkIncomplete } from './grading/check-incomplete.ts';
import { markerNotJudged } from './grading/marker-not-judged.ts';
import { unusablePattern } from './grading/unusable-pattern.ts';
import { classUnsatisfiable } from './logic/class-unsatisfiable.ts';
import { classesGap } from './logic/classes-gap.ts';
import { classesOverlap } from './logic/classes-overlap.ts';
import { constraintsContradict } from './logic/constraints-contradict.ts';
import { derivedEquivalent } from './logic/derived-equivalent.ts';
import { constraintsNotChecked, notChecked } from './logic/not-checked.ts';
import { redundantCondition, redundantInDerived } from './logic/redundant-condition.ts';
import { redundantConstraint } from './logic/redundant-constraint.ts';
import { examplesContradict } from './prompts/examples-contradict.ts';
import { misplacedExample } from './prompts/misplaced-example.ts';
import { placeholders } from './prompts/placeholders.ts';
import { promptTooLong } from './prompts/prompt-too-long.ts';
import { unreadableAnswer } from './prompts/unreadable-answer.ts';
import { orderNotProven } from './reward/order-not-proven.ts';
import { staleErrorRates } from './reward/stale-error-rates.ts';
import { classIncomplete } from './structure/class-incomplete.ts';
import { derivedCycle } from './structure/derived-cycle.ts';
import { duplicateName } from './structure/duplicate-name.ts';
import { incomplete } from './structure/incomplete.ts';
import { unknownCode } from './structure/unknown-code.ts';
import { unknownName } from './structure/unknown-name.ts';
import { unusedProposition } from './structure/unused-proposition.ts';

/** Checks of a policy as a whole. */
export const POLICY_CHECKS: readonly PolicyCheck[] = [
  unknownName,
  unknownCode,
  derivedCycle,
  duplicateName,
  classIncomplete,
  incomplete,
  unusedProposition,
  placeholders,
  unreadableAnswer,
  examplesContradict,
  misplacedExample,
  promptTooLong,
  checkIncomplete,
  unusablePattern,
  markerNotJudged,
  constraintsContradict,
  constraintsNotChecked,
  redundantInDerived,
  redundantConstraint,
  derivedEquivalent,
];

/** Checks of one response type. */
export const RESPONSE_TYPE_CHECKS: readonly ResponseTypeCheck[] = [
  classUnsatisfiable,
  classesOverlap,
  classesGap,
  redundantCondition,
  notChecked,
];

/** Checks of one response type with its weights. */
export const REWARD_CHECKS: readonly RewardCheck[] = [orderNotProven, staleErrorRates];

/** Checks of a policy against its labelled completions. */
export const DATA_CHECKS: readonly DataCheck[] = [
  bestClassUnseen,
  propositionOneSided,
  propositionsAlwaysAgree,
];
