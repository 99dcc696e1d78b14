import { createHash } from 'node:crypto';
import type { Grade, Grades } from '../../grader/grader.ts';
import { judgedPartOf } from '../../grader/judged.ts';
import type { JudgedPart } from '../../policy/model.ts';
import { scoreCompletion } from '../../reward/score.ts';
import type { Weights } from '../../reward/weights.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { expectedClassOf, responseTypeOf } from '../../samples/names.ts';
import { rolloutOf } from '../../samples/rollout/rollout.ts';
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
  /** What of the completion was judged; left out where that is all of its text. */
  readonly judged?: JudgedPart;
  /** What was recognised in the completion and told apart from its answer. */
  readonly rollout?: RolloutLine;
  /**
   * The grader has learnt from it, its prompt or its text: it was graded by one of the same kind that has not. An
   * answer is missing for the reason `learnt` where there is none.
   */
  readonly learnt?: true;
  /** Of all that was graded: with another text it is another. */
  readonly sample: string;
  /** Who graded, and by which policy and weights. */
  readonly gradedBy: string;
}

export interface RolloutLine {
  /** How its thought is marked, such as "<think>"; "field": the data have it apart. Missing where there is none. */
  readonly thought?: string;
  /** Tokens of the end, headers and turns of a chat template; the first few, long ones cut. */
  readonly markers?: readonly string[];
  /** The text ends within the thought. */
  readonly cutOff?: true;
}

const MARKERS_SHOWN = 5;
const MARKER_LENGTH = 40;

export interface LineContext {
  readonly state: PolicyState;
  readonly weights?: Weights;
  readonly gradedBy: string;
  readonly isLearnt?: boolean;
}

export function lineOf(
  { state: { policy, logic }, weights, gradedBy, isLearnt = false }: LineContext,
  completion: SampleCompletion,
  grades: Grades,
): GradedLine {
  const responseType = responseTypeOf(completion, policy);
  const typeLogic = responseType === undefined ? undefined : logic.responseType(responseType);
  const errors = [...errorsOf(grades), ...(typeLogic ? [] : [withoutResponseType(completion)])];
  const score =
    typeLogic &&
    scoreCompletion({ policy, logic: typeLogic, ...(weights && { weights }) }, grades, completion.baseReward);
  const part = policy.grader.judged ?? 'answer';
  const judgedOtherwise = (name: string) => {
    const proposition = policy.propositions.get(name);
    const judged = proposition ? judgedPartOf(policy, proposition) : part;
    return judged === part ? {} : { judged };
  };
  const rollout = rolloutLine(completion);
  return {
    id: completion.id,
    responseType: responseType ?? null,
    propositions: Object.fromEntries(
      // In words, why there is no answer stands under `errors`, once.
      Object.entries(grades).map(([name, { note, ...grade }]) => [
        name,
        { ...grade, ...judgedOtherwise(name), ...(grade.p !== null && note !== undefined && { note }) },
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
    ...((rollout || part !== 'answer') && { judged: part }),
    ...(rollout && { rollout }),
    ...(isLearnt && { learnt: true as const }),
    sample: sampleHash(completion),
    gradedBy,
  };
}

function rolloutLine(completion: SampleCompletion): RolloutLine | undefined {
  const { format, markers, cutOff, isPlain } = rolloutOf(completion);
  if (isPlain) return undefined;
  const shown = markers
    .slice(0, MARKERS_SHOWN)
    .map((each) => (each.length > MARKER_LENGTH ? `${each.slice(0, MARKER_LENGTH - 1)}…` : each));
  return {
    ...(format !== undefined && { thought: format }),
    ...(shown.length > 0 && { markers: shown }),
    ...(cutOff && { cutOff }),
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
  const { id, responseType, category, conversation, text, thought, expectedClass, baseReward, labels } =
    completion;
  const turns = conversation.map(({ role, content }) => [role, content]);
  const parts = [id, responseType, category, turns, text, expectedClass, baseReward, labels, thought];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
