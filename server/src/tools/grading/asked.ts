import Type, { type Static } from 'typebox';
import type { SampleCompletion } from '../../samples/model.ts';
import { responseTypeOf } from '../../samples/names.ts';
import type { PolicyState } from '../../workspace/workspace.ts';
import { oneOf } from '../one-of.ts';
import { inline, listed } from '../quoted.ts';
import { policyOf, subjectOf } from '../subject.ts';
import { type ToolContext, ToolError } from '../tool.ts';

/** More names than these help nobody. */
const LISTED = 30;

/** More at a time are for `rbr grade`. */
export const MOST_COMPLETIONS = 20;

/** Which completions are meant: some of a samples file, or one that is not in any file. */
export const ASKED = {
  file: Type.String({
    minLength: 1,
    maxLength: 4096,
    description:
      'A samples file (*.samples.yaml), or a policy (*.rbr.yaml) for a completion that is given here. Path in the workspace, or URI.',
  }),
  completions: Type.Optional(
    Type.Array(Type.String({ maxLength: 500 }), {
      minItems: 1,
      maxItems: MOST_COMPLETIONS,
      description: `Ids of completions of the samples file. Default: its first ${MOST_COMPLETIONS}.`,
    }),
  ),
  prompt: Type.Optional(
    Type.Array(
      Type.Object(
        {
          role: oneOf(['system', 'user', 'assistant']),
          content: Type.String({ maxLength: 100_000 }),
        },
        { additionalProperties: false },
      ),
      {
        minItems: 1,
        maxItems: 100,
        description: 'The turns before the completion; the last one is usually the user’s.',
      },
    ),
  ),
  completion: Type.Optional(
    Type.String({
      maxLength: 200_000,
      description: 'The text of a completion that is in no file; goes with `prompt`.',
    }),
  ),
  responseType: Type.Optional(
    Type.String({
      maxLength: 500,
      description: 'The response type that the prompt of `completion` calls for.',
    }),
  ),
  category: Type.Optional(
    Type.String({
      maxLength: 500,
      description: 'Instead of `responseType`: a category of the content policy.',
    }),
  ),
  baseReward: Type.Optional(
    Type.Number({ description: 'The score of the reward model for `completion`, where there is one.' }),
  ),
};

const AskedSchema = Type.Object(ASKED);

/** What is to be graded. */
export interface Asked {
  readonly state: PolicyState;
  /** The file that they are in; undefined for one that is in none. */
  readonly samplesUri?: string;
  readonly completions: readonly SampleCompletion[];
  /** Completions of the file that were not asked for. */
  readonly left: number;
}

/** Throws a `ToolError` with the cure where nothing can be graded. */
export async function askedOf(context: ToolContext, input: Static<typeof AskedSchema>): Promise<Asked> {
  const subject = await subjectOf(context, { file: input.file });
  const state = await policyOf(subject);
  if (state.policy.propositions.size === 0)
    throw new ToolError('The policy has no simple_propositions: there is nothing to grade.');
  if (input.completion !== undefined)
    return { state, completions: [given(state, input, input.completion)], left: 0 };
  if (subject.kind !== 'samples')
    throw new ToolError(
      'What is to be graded? Give `prompt` and `completion`, or name a samples file with the ids of `completions`.',
    );
  const all = (await subject.workspace.samplesFile(subject.uri))?.completions ?? [];
  const { completions: ids } = input;
  const unknown = ids?.filter((id) => all.every((each) => each.id !== id)) ?? [];
  if (unknown.length > 0)
    throw new ToolError(
      `No completion ${unknown.map((id) => `"${inline(id)}"`).join(', ')} in ${inline(input.file)}. It has: ${listed(
        all.map(({ id }) => id),
        LISTED,
      )}.`,
    );
  const completions = ids ? all.filter(({ id }) => ids.includes(id)) : all.slice(0, MOST_COMPLETIONS);
  if (completions.length === 0) throw new ToolError(`${inline(input.file)} has no completions.`);
  return { state, samplesUri: subject.uri, completions, left: ids ? 0 : all.length - completions.length };
}

function given(
  state: PolicyState,
  { prompt = [], responseType, category, baseReward }: Static<typeof AskedSchema>,
  text: string,
): SampleCompletion {
  const place = { uri: 'rbr:given', span: { start: 0, end: 0 } };
  const completion: SampleCompletion = {
    id: 'given',
    promptId: 'given',
    conversation: prompt,
    text,
    labels: {},
    places: { whole: place, text: place, labels: {} },
    ...(responseType !== undefined && { responseType }),
    ...(category !== undefined && { category }),
    ...(baseReward !== undefined && { baseReward }),
  };
  if (prompt.length === 0)
    throw new ToolError('A completion answers a prompt: give the turns before it as `prompt`.');
  if (responseTypeOf(completion, state.policy) === undefined) {
    const types = listed([...state.policy.responseTypes.keys()], LISTED, 'the policy has none');
    const categories = listed([...state.policy.categories.keys()], LISTED, '');
    throw new ToolError(
      `Which response type does the prompt call for? Give \`responseType\` (${types})${categories === '' ? '' : ` or \`category\` (${categories})`}.`,
    );
  }
  return completion;
}
