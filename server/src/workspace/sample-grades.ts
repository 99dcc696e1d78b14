import * as l10n from '@vscode/l10n';
import type { Grades } from '../grader/grader.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { type Grading, gradeHonestly, type Learnt } from './grading.ts';
import type { ModelGrading } from './model-grading.ts';
import type { PolicyState } from './workspace.ts';

/** Who may grade in the editor. */
export interface Graders {
  readonly grading: Grading;
  readonly models: ModelGrading;
}

/** The grades that the editor shows of a completion: all of one grader, never of two. */
export interface SampleGrades {
  readonly grades: Grades;
  readonly kind: 'embedded' | 'openai';
  /** Who graded, in a sentence for people. */
  readonly summary: string;
  /** Whether the grader has surely not learnt from this completion. */
  readonly isUnseen: boolean;
}

/** Undefined where there are no grades yet. */
export type SampleGrader = (completion: SampleCompletion) => Promise<SampleGrades | undefined>;

/**
 * Grades the completions of a policy, or of a samples file that may be none of its own: by the model that the user has set
 * up where it has answered everything, else by the embedded grader, waiting `waitMs` at most for it to learn. No call is
 * made.
 */
export function sampleGrader(
  { grading, models }: Graders,
  state: PolicyState,
  uri: string | undefined,
  waitMs: number,
): SampleGrader {
  // Once for all of them: whether it is still what was learnt from takes reading all of the policy's samples.
  let learning: Promise<Learnt | undefined> | undefined;
  return async (completion) => {
    const known = await models.known(state, completion);
    if (known) {
      const summary = l10n.t('Graded by {0}.', known.judge.grader.summary);
      return { grades: known.grades, kind: 'openai', summary, isUnseen: true };
    }
    learning ??= grading.learnt(state, uri, waitMs);
    const learnt = await learning;
    return (
      learnt && {
        grades: await gradeHonestly(learnt, completion),
        kind: 'embedded',
        summary: embeddedSummary(learnt, completion),
        isUnseen: learnt.crossValidation?.gradesOf(completion) !== undefined,
      }
    );
  };
}

/** Who graded a completion, and whether it is known not to have been learnt from. */
export function embeddedSummary({ model, crossValidation }: Learnt, completion: SampleCompletion): string {
  return crossValidation?.gradesOf(completion)
    ? l10n.t(
        'Embedded grader, learnt from {0} labelled completions (this completion was held out). On the wording of other models it falls below its cross-validated quality.',
        model.completions,
      )
    : l10n.t(
        'Embedded grader, learnt from {0} labelled completions (this completion may be among them). On the wording of other models it falls below its cross-validated quality.',
        model.completions,
      );
}
