import { crossValidate } from '../grader/embedded/cross-validate.ts';
import { createEmbeddedGrader } from '../grader/embedded/grader.ts';
import {
  gradeHeldOut,
  type HeldOutCounts,
  type HonestGrades,
  heldOutCounts,
} from '../grader/embedded/held-out.ts';
import { LearntFrom } from '../grader/embedded/learnt-from.ts';
import { createLabelsGrader } from '../grader/labels.ts';
import { RunStopped } from '../grader/llm/chat/chat.ts';
import type { GradedForEvaluation, GraderRecord } from '../reward/evaluate/items.ts';
import { wantedPropositions } from '../reward/verdict.ts';
import type { Weights } from '../reward/weights.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { responseTypeOf } from '../samples/names.ts';
import type { PromptGroups } from '../samples/prompt-groups.ts';
import type { PolicyState, Workspace } from '../workspace/workspace.ts';
import { endInOrder } from './interrupts.ts';
import { learn, trainingCompletions, type Unread } from './load.ts';
import { openModelRun } from './model/open-model.ts';
import type { ModelOptions } from './model/options.ts';
import { Interrupted, note, UsageError } from './output.ts';

export type GradersOptions =
  | { readonly grader: 'embedded' | 'labels'; readonly train?: readonly string[] }
  | ({ readonly grader: 'openai'; readonly train?: readonly string[] } & ModelOptions);

/**
 * No completion is graded by an embedded grader that has learnt from it, from its prompt or from its text (see
 * `LearntFrom`). `weights`: what the reward reads is then asked for too; without them what it
 * may read. `unread` counts what of the training data could not be read.
 */
export async function gradeAll(
  workspace: Workspace,
  state: PolicyState,
  completions: readonly SampleCompletion[],
  options: GradersOptions,
  { weights, unread }: { readonly weights?: Weights | undefined; readonly unread?: Unread } = {},
): Promise<{ graded: GradedForEvaluation[]; grader: GraderRecord; heldOut?: HeldOutCounts }> {
  const { grader, train } = options;
  const { policy } = state;
  if (grader === 'openai') return gradeByModel(state, weights, completions, options);
  if (grader === 'labels') {
    const labels = createLabelsGrader(policy);
    const graded = await Promise.all(
      completions.map(async (completion) => {
        const grades = await labels.grade(completion);
        return { completion, grades };
      }),
    );
    return {
      graded,
      // Nothing is learnt by who reads off labels.
      heldOut: heldOutCounts([]),
      grader: { kind: 'labels', fingerprint: labels.fingerprint, summary: 'human labels as grades' },
    };
  }
  const own = train ? [] : await trainingCompletions(workspace, state, undefined);
  const pool = train
    ? await trainingCompletions(workspace, state, train, unread)
    : own.length > 0
      ? own
      : completions;
  const learntFrom = new LearntFrom(policy, pool, completions);
  sayNearDuplicates(learntFrom.prompts);
  const isLearnt = completions.some((each) => learntFrom.relationOf(each));
  const crossValidation = isLearnt
    ? await crossValidate(policy, pool, { asked: completions, learntFrom })
    : undefined;
  const full = createEmbeddedGrader(policy, await learn(state, pool));
  const graders = { grader: full, learntFrom, ...(crossValidation && { crossValidation }) };
  const graded = await Promise.all(
    completions.map(async (completion) => {
      const { grades, fold, isExcluded } = (await gradeHeldOut(graders, completion)) as HonestGrades;
      return { completion, grades, isExcluded, ...(fold !== undefined && { fold }) };
    }),
  );
  const heldOut = heldOutCounts(graded);
  return {
    graded,
    heldOut,
    grader: {
      kind: 'embedded',
      fingerprint: full.fingerprint,
      summary: `embedded grader on ${learntFrom.labelled.length} labels: ${howGraded(completions.length, heldOut)}`,
    },
  };
}

function howGraded(n: number, { learnt, excluded }: HeldOutCounts): string {
  return [
    ...(learnt > excluded
      ? [`${learnt - excluded} graded by cross-validation, split by prompt and text`]
      : []),
    ...(n > learnt ? [`${n - learnt} never seen`] : []),
    ...(excluded > 0 ? [`${excluded} not graded: all labels are of their prompt or text`] : []),
  ].join(', ');
}

const SHOWN = 60;

function sayNearDuplicates({ nearDuplicates, example }: PromptGroups): void {
  if (!example) return;
  const [one, other] = example.map((conversation) => {
    const text = (conversation.findLast(({ role }) => role === 'user') ?? conversation.at(-1))?.content ?? '';
    const line = text.replaceAll(/\s+/g, ' ').trim();
    return `"${line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line}"`;
  });
  note(
    `${nearDuplicates} prompts are nearly the same as another one, such as ${one} and ${other}: they are held out together`,
  );
}

/** Asks about every proposition that has a label, and what classes and reward read, since figures are for each. */
async function gradeByModel(
  state: PolicyState,
  weights: Weights | undefined,
  completions: readonly SampleCompletion[],
  options: ModelOptions,
): Promise<{ graded: GradedForEvaluation[]; grader: GraderRecord }> {
  const signal = endInOrder();
  const run = await openModelRun(state, options);
  try {
    const grader = await run.open(signal);
    const graded: GradedForEvaluation[] = [];
    const rest = completions.entries();
    const work = async () => {
      for (const [index, completion] of rest) {
        const responseType = responseTypeOf(completion, state.policy) ?? '';
        const logic = state.logic.responseType(responseType);
        const wanted = wantedPropositions(state.policy, logic, weights);
        const propositions = [...new Set([...wanted, ...Object.keys(completion.labels)])];
        const known = propositions.filter((name) => state.policy.propositions.has(name));
        const grades = await grader.grade(completion, { propositions: known, signal });
        graded[index] = { completion, grades };
      }
    };
    // All that is under way is answered, counted and kept before anything is said of the run.
    const workers = await Promise.allSettled(Array.from({ length: options.concurrency }, work));
    const failed = workers.find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
    const { kind, fingerprint, summary } = grader;
    return { graded, grader: { kind, fingerprint, summary } };
  } catch (error) {
    if (signal.aborted)
      throw new Interrupted('Interrupted. What was answered is remembered: run it again to go on.');
    if (!(error instanceof RunStopped)) throw error;
    throw new UsageError(`${error.message} What was answered is remembered: run it again to go on.`);
  } finally {
    note(run.spent());
    run.close();
  }
}
