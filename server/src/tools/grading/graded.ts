import type { Grades } from '../../grader/grader.ts';
import type { Spending } from '../../grader/llm/calls/meter.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { gradeHonestly } from '../../workspace/grading.ts';
import { embeddedGrades } from '../../workspace/sample-grades.ts';
import { type ToolContext, ToolError } from '../tool.ts';
import { abortable } from './abortable.ts';
import type { Asked } from './asked.ts';

/** A completion with the grades of one grader. */
export interface Graded {
  readonly completion: SampleCompletion;
  readonly grades: Grades;
  /** Who graded it, in a sentence. */
  readonly summary: string;
  /** Everybody who could grade it has learnt from it: its propositions have no answers. */
  readonly isExcluded: boolean;
}

export interface GradedAll {
  readonly kind: 'embedded' | 'openai';
  readonly graded: readonly Graded[];
  /** Of a model. */
  readonly spent?: Spending;
  /** Why a model's run ended before its end. */
  readonly stopped?: string;
}

/** Grades by the model that the user has set up, within their limits, else by the embedded grader. */
export function gradeAsked(context: ToolContext, asked: Asked, signal: AbortSignal): Promise<GradedAll> {
  return context.graders.models.isSetUp
    ? byModel(context, asked, signal)
    : byEmbedded(context, asked, signal);
}

async function byModel(
  { graders: { models }, progress }: ToolContext,
  { state, completions }: Asked,
  signal: AbortSignal,
): Promise<GradedAll> {
  const graded: Graded[] = [];
  const { model } = await models.plan(state, completions);
  const { spent, stopped } = await models.run(state, completions, {
    signal,
    isAssistants: true,
    onGraded: (completion, grades) => {
      graded.push({ completion, grades, summary: `Graded by ${model}.`, isExcluded: false });
      progress?.(`Asked ${model}`, graded.length, completions.length);
    },
  });
  signal.throwIfAborted();
  if (graded.length === 0) throw new ToolError(stopped ?? 'None of these completions has a response type.');
  return {
    kind: 'openai',
    graded: completions.flatMap((asked) => graded.find(({ completion }) => completion === asked) ?? []),
    spent,
    ...(stopped !== undefined && { stopped }),
  };
}

/** Labelled completions are graded by the folds that never saw them, so the folds are waited for. */
async function byEmbedded(
  { graders: { grading }, progress }: ToolContext,
  { state, samplesUri, completions }: Asked,
  signal: AbortSignal,
): Promise<GradedAll> {
  progress?.('Learning from the labelled samples', 0, completions.length);
  const learnt = await abortable(grading.validated(state, samplesUri), signal);
  if (!learnt) throw new ToolError('The embedded grader could not learn from the labelled samples.');
  const isLearnt = [...state.policy.propositions.values()].every(({ check }) => check);
  if (learnt.model.completions === 0 && !isLearnt)
    throw new ToolError(
      'The embedded grader learns from labelled completions and there are none: name sample files with `propositions` labels under `samples` in the policy, or ask the user to set up a model as grader.',
    );
  const graded: Graded[] = [];
  for (const completion of completions) {
    signal.throwIfAborted();
    const found = await gradeHonestly(learnt, completion);
    if (!found) throw new ToolError('The embedded grader could not learn from the labelled samples.');
    graded.push({ completion, ...embeddedGrades(learnt, found) });
    progress?.('Graded', graded.length, completions.length);
  }
  return { kind: 'embedded', graded };
}
