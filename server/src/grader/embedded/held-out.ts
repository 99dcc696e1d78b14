import type { SampleCompletion } from '../../samples/model.ts';
import type { Grader, Grades } from '../grader.ts';
import type { CrossValidation } from './cross-validate.ts';
import type { LearntFrom } from './learnt-from.ts';

/** A grader that has learnt from all labels, and what it takes to grade what it has learnt from. */
export interface HonestGraders {
  readonly grader: Grader;
  readonly learntFrom: LearntFrom;
  /** Missing as long as the folds are being learnt. */
  readonly crossValidation?: CrossValidation;
}

export interface HonestGrades {
  readonly grades: Grades;
  /** Of a completion that the grader has learnt from: which of the models that have not. */
  readonly fold?: number;
  /** There is no model that has not learnt from it: what it is asked about has no answers. */
  readonly isExcluded: boolean;
}

/**
 * The one way in which an embedded grader's answer becomes a figure, a finding or something to be shown: by the
 * model of all labels only where that has learnt nothing from the completion, its prompt or its text, and otherwise by
 * one that has not. Undefined where that one is still being learnt.
 */
export async function gradeHeldOut(
  { grader, learntFrom, crossValidation }: HonestGraders,
  completion: SampleCompletion,
): Promise<HonestGrades | undefined> {
  if (!learntFrom.relationOf(completion))
    return { grades: await grader.grade(completion), isExcluded: false };
  return crossValidation?.gradesOf(completion);
}

/** How many of the completions asked about had been learnt from, and what became of them. */
export interface HeldOutCounts {
  /** How it was decided. */
  readonly by: 'content';
  /**
   * Completions of which something had been learnt: the completion itself, its prompt or a near-duplicate of that, or
   * its text under another prompt. They were graded by models that had not.
   */
  readonly learnt: number;
  /** Of `learnt`: those that no such model could grade, since no other labels are left. They are in no figure. */
  readonly excluded: number;
}

export function heldOutCounts(graded: readonly Pick<HonestGrades, 'fold' | 'isExcluded'>[]): HeldOutCounts {
  return {
    by: 'content',
    learnt: graded.filter(({ fold }) => fold !== undefined).length,
    excluded: graded.filter(({ isExcluded }) => isExcluded).length,
  };
}
