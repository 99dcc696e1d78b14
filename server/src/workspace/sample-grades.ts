import * as l10n from '@vscode/l10n';
import type { HonestGrades } from '../grader/embedded/held-out.ts';
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
  /** Everybody who could grade it has learnt from it: its propositions have no answers. */
  readonly isExcluded: boolean;
  /** Of the embedded grader, where it has learnt from the completion: which of the models that have not. */
  readonly fold?: number;
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
  let validating: Promise<Learnt | undefined> | undefined;
  return async (completion) => {
    const known = await models.known(state, completion);
    if (known) {
      const summary = l10n.t('Graded by {0}.', known.judge.grader.summary);
      return { grades: known.grades, kind: 'openai', summary, isExcluded: false };
    }
    learning ??= grading.learnt(state, uri, waitMs);
    const learnt = await learning;
    const early = learnt && (await gradeHonestly(learnt, completion));
    if (early) return embeddedGrades(learnt, early);
    if (waitMs === 0) return undefined;
    // It has been learnt from, and the folds are not done.
    validating ??= grading.validated(state, uri, waitMs);
    const validated = await validating;
    const graded = validated && (await gradeHonestly(validated, completion));
    return graded && embeddedGrades(validated, graded);
  };
}

/** What the editor shows of a grade that was not learnt from what is graded. */
export function embeddedGrades(
  { model }: Learnt,
  { grades, fold, isExcluded }: HonestGrades,
): SampleGrades & { readonly kind: 'embedded' } {
  return {
    grades,
    kind: 'embedded',
    summary: summaryOf(model.completions, fold, isExcluded),
    isExcluded,
    ...(fold !== undefined && { fold }),
  };
}

function summaryOf(completions: number, fold: number | undefined, isExcluded: boolean): string {
  if (isExcluded)
    return l10n.t(
      'Embedded grader, learnt from {0} labelled completions: all of them are of this prompt or have this text, so no answer would be held out.',
      completions,
    );
  return fold === undefined
    ? l10n.t(
        'Embedded grader, learnt from {0} labelled completions (neither this completion nor its prompt is among them). On the wording of other models it falls below its cross-validated quality.',
        completions,
      )
    : l10n.t(
        'Embedded grader, learnt from {0} labelled completions (this completion was held out). On the wording of other models it falls below its cross-validated quality.',
        completions,
      );
}
