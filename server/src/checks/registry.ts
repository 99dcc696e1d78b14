import type { PolicyCheck } from './check.ts';
import { unusablePattern } from './grading/unusable-pattern.ts';
import { classUnsatisfiable } from './logic/class-unsatisfiable.ts';
import { classesGap } from './logic/classes-gap.ts';
import { classesOverlap } from './logic/classes-overlap.ts';
import { constraintsContradict } from './logic/constraints-contradict.ts';
import { notChecked } from './logic/not-checked.ts';
import { classIncomplete } from './structure/class-incomplete.ts';
import { derivedCycle } from './structure/derived-cycle.ts';
import { duplicateName } from './structure/duplicate-name.ts';
import { incomplete } from './structure/incomplete.ts';
import { unknownName } from './structure/unknown-name.ts';
import { unusedProposition } from './structure/unused-proposition.ts';

/** Every check on a policy. */
export const POLICY_CHECKS: readonly PolicyCheck[] = [
  unknownName,
  derivedCycle,
  duplicateName,
  classIncomplete,
  incomplete,
  unusedProposition,
  constraintsContradict,
  classUnsatisfiable,
  classesOverlap,
  classesGap,
  notChecked,
  unusablePattern,
];
