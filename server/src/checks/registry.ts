import type { PolicyCheck } from './check.ts';
import { classConflicts } from './logic/class-conflicts.ts';
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
  classConflicts,
];
