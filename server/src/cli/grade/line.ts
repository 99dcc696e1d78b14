import { createHash } from 'node:crypto';
import type { Grade, Grades } from '../../grader/grader.ts';
import { scoreCompletion } from '../../reward/score.ts';
import type { Weights } from '../../reward/weights.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { expectedClassOf, responseTypeOf } from '../../samples/names.ts';
import type { PolicyState } from '../../workspace/workspace.ts';

/** What went wrong with one completion. */
export interface LineError {
  readonly proposition: string;
  readonly message: string;
  /** It may go right the next time: `--resume` grades the completion again. */
  readonly retry?: true;
}

/** One completion as `rbr grade` writes it; the first fields are in the command-line contract. */
export interface GradedLine {
  readonly id: string;
  readonly responseType: string | null;
  readonly propositions: Readonly<Record<string, Omit<Grade, 'note'>>>;
  readonly classes: Readonly<Record<string, number>>;
  readonly predictedClass: string | null;
  readonly expectedClass?: string;
  readonly rbr?: number;
  readonly baseReward?: number;
  readonly total?: number;
  readonly errors?: readonly LineError[];
  /** Of all that was graded: with another text it is another. */
  readonly sample: string;
  /** Who graded, and by which policy and weights. */
  readonly gradedBy: string;
}

export interface LineContext {
  readonly state: PolicyState;
  readonly weights?: Weights;
  readonly gradedBy: string;
}

export function lineOf(
  { state: { policy, logic }, weights, gradedBy }: LineContext,
  completion: SampleCompletion,
  grades: Grades,
): GradedLine {
  const responseType = responseTypeOf(completion, policy);
  const typeLogic = responseType === undefined ? undefined : logic.responseType(responseType);
  const errors = [...errorsOf(grades), ...(typeLogic ? [] : [withoutResponseType(completion)])];
  const score =
    typeLogic &&
    scoreCompletion({ policy, logic: typeLogic, ...(weights && { weights }) }, grades, completion.baseReward);
  return {
    id: completion.id,
    responseType: responseType ?? null,
    propositions: Object.fromEntries(
      // In words, why there is no answer stands under `errors`, once.
      Object.entries(grades).map(([name, { note, ...grade }]) => [
        name,
        { ...grade, ...(grade.p !== null && note !== undefined && { note }) },
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
    sample: sampleHash(completion),
    gradedBy,
  };
}

/** What was not asked on purpose is no error. */
function errorsOf(grades: Grades): LineError[] {
  return Object.entries(grades).flatMap(([proposition, { p, missing, note }]) =>
    p !== null || missing === 'unasked'
      ? []
      : [
          {
            proposition,
            message: note ?? 'no answer',
            ...(missing === 'failed' && { retry: true as const }),
          },
        ],
  );
}

function withoutResponseType({ responseType, category }: SampleCompletion): LineError {
  const written = responseType ?? category;
  return {
    proposition: '',
    message:
      written === undefined
        ? 'no response type: the sample names neither one nor a category'
        : `the policy has no response type for "${written}"`,
  };
}

/** Of all in a completion that its line depends on. */
export function sampleHash(completion: SampleCompletion): string {
  const { id, responseType, category, conversation, text, expectedClass, baseReward, labels } = completion;
  const turns = conversation.map(({ role, content }) => [role, content]);
  const parts = [id, responseType, category, turns, text, expectedClass, baseReward, labels];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
