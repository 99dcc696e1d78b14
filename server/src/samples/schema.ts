/** The one definition of a `*.samples.yaml` file: types, reader and published JSON Schema come from it. */
import Type, { type Static } from 'typebox';
import { ConversationSchema } from '../policy/schema.ts';

const text = (description: string) => Type.String({ description });

const CompletionSchema = Type.Object(
  {
    id: Type.Optional(text('A name for this completion, unique within the sample.')),
    text: text('What the model says.'),
    thought: Type.Optional(
      text(
        'What the model thought before, where the data have it apart from the text. Thoughts within the text are found by their markers.',
      ),
    ),
    class: Type.Optional(text('The completion class that is expected.')),
    label: Type.Optional(text("A completion label of the policy's orderings, for ranking.")),
    base_reward: Type.Optional(Type.Number({ description: 'The score of the reward model.' })),
    propositions: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.Boolean(), Type.Null()]), {
        description:
          'Human labels: proposition -> true or false. One that is left out, or has no value yet, was not labelled.',
      }),
    ),
  },
  { description: 'A completion of the prompt.' },
);

const SampleSchema = Type.Object(
  {
    id: Type.Optional(text('A name for this prompt, unique within the file.')),
    category: Type.Optional(text('The category of the content policy: its name, or area.name.')),
    response_type: Type.Optional(text('The response type; may be left out where the category says it.')),
    prompt: ConversationSchema,
    completions: Type.Array(CompletionSchema, { description: 'Completions of this prompt.' }),
  },
  { description: 'A prompt with completions.' },
);

export const SamplesSchema = Type.Object(
  {
    policy: Type.Optional(text('The policy that these samples are about; a path relative to this file.')),
    samples: Type.Array(SampleSchema, { description: 'Prompts, each with its completions.' }),
  },
  { description: 'Labelled completions for a Rule Based Rewards policy.' },
);

export type SamplesData = Static<typeof SamplesSchema>;
