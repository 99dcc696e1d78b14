import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { createEmbeddedGrader } from '../grader/embedded/grader.ts';
import type { Grader } from '../grader/grader.ts';
import { createLabelsGrader } from '../grader/labels.ts';
import { scoreCompletion } from '../reward/score.ts';
import type { Weights } from '../reward/weights.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { expectedClassOf, responseTypeOf } from '../samples/names.ts';
import type { PolicyState, Workspace } from '../workspace/workspace.ts';
import { completionsOf, learn, openPolicy, openWeights, trainingCompletions } from './load.ts';
import { EXIT, note, UsageError } from './output.ts';

export interface GradeOptions {
  readonly policy: string;
  readonly grader: 'embedded' | 'labels';
  readonly train?: readonly string[];
  readonly weights?: string;
  readonly propositions?: readonly string[];
  readonly out?: string;
}

/** `rbr grade`: one JSON line per completion, as it comes; nothing is held but the one at hand. */
export async function grade(samples: readonly string[], options: GradeOptions): Promise<number> {
  const { workspace, state } = await openPolicy(options.policy);
  const weights = await openWeights(state, options.weights);
  const unknown = options.propositions?.find((name) => !state.policy.propositions.has(name));
  if (unknown !== undefined) throw new UsageError(`The policy has no proposition "${unknown}".`);
  const grader = await openGrader(workspace, state, options);
  const out = options.out === undefined ? process.stdout : createWriteStream(options.out);
  let graded = 0;
  for await (const completion of completionsOf(samples)) {
    const line = await gradeLine(state, grader, weights, completion, options.propositions);
    // A slow reader slows the grading instead of filling memory.
    if (!out.write(`${JSON.stringify(line)}\n`)) await once(out as Writable, 'drain');
    graded++;
  }
  if (options.out !== undefined) {
    out.end();
    await once(out, 'finish');
  }
  note(`${graded} completions graded`);
  if (graded === 0) throw new UsageError('No completion could be read: there was nothing to grade.');
  return EXIT.fine;
}

async function openGrader(
  workspace: Workspace,
  state: PolicyState,
  { grader, train }: Pick<GradeOptions, 'grader' | 'train'>,
): Promise<Grader> {
  if (grader === 'labels') return createLabelsGrader(state.policy);
  const completions = await trainingCompletions(workspace, state, train);
  if (completions.length === 0) {
    throw new UsageError(
      'The embedded grader learns from labelled samples: name some with --train, or under `samples` in the policy.',
    );
  }
  return createEmbeddedGrader(state.policy, await learn(state, completions));
}

async function gradeLine(
  { policy, logic }: PolicyState,
  grader: Grader,
  weights: Weights | undefined,
  completion: SampleCompletion,
  only: readonly string[] | undefined,
): Promise<object> {
  const grades = await grader.grade(completion, only ? { propositions: only } : {});
  const responseType = responseTypeOf(completion, policy);
  const typeLogic = responseType === undefined ? undefined : logic.responseType(responseType);
  const errors = Object.entries(grades).flatMap(([proposition, { p, note: why }]) =>
    p === null ? [{ proposition, message: why ?? 'no answer' }] : [],
  );
  if (!typeLogic) {
    const written = completion.responseType ?? completion.category;
    errors.push({
      proposition: '',
      message:
        written === undefined
          ? 'no response type: the sample names neither one nor a category'
          : `the policy has no response type for "${written}"`,
    });
  }
  const score =
    typeLogic &&
    scoreCompletion({ policy, logic: typeLogic, ...(weights && { weights }) }, grades, completion.baseReward);
  return {
    id: completion.id,
    responseType: responseType ?? null,
    propositions: Object.fromEntries(
      Object.entries(grades).map(([name, { p, mode, coverage }]) => [
        name,
        { p, mode, ...(coverage !== undefined && { coverage }) },
      ]),
    ),
    classes: Object.fromEntries((score?.classes ?? []).map(({ name, probability }) => [name, probability])),
    predictedClass: score?.predictedClass ?? null,
    ...(completion.expectedClass !== undefined && {
      expectedClass: expectedClassOf(completion, policy) ?? completion.expectedClass,
    }),
    ...(score?.reward && { rbr: score.reward.rbr }),
    ...(completion.baseReward !== undefined && { baseReward: completion.baseReward }),
    ...(score?.reward && { total: score.reward.total }),
    ...(errors.length > 0 && { errors }),
  };
}
