/**
 * The one definition of a policy file: the TypeScript types, the tolerant reader and the published
 * JSON Schema all come from it. A strict superset of the paper's released file.
 */
import Type, { type Static } from 'typebox';

const text = (description: string) => Type.String({ description });

/** A conjunction: proposition name -> the value it must have. */
export const ConditionSchema = Type.Record(Type.String(), Type.Boolean(), {
  description: 'A conjunction: proposition -> true or false. Propositions left out are free.',
});

/** A conjunction, or a list of them of which at least one must hold. */
export const FormulaSchema = Type.Union([ConditionSchema, Type.Array(ConditionSchema)], {
  description: 'All of these conditions; as a list of maps: at least one of the maps.',
});

export const TurnSchema = Type.Object(
  {
    system: Type.Optional(text('What the system message says.')),
    user: Type.Optional(text('What the user says.')),
    assistant: Type.Optional(text('What the assistant says.')),
    role: Type.Optional(text('Who speaks: system, user or assistant. Goes with `content`.')),
    content: Type.Optional(text('What is said. Goes with `role`.')),
  },
  { description: 'One turn of a conversation: `user: …` or `role: user` with `content: …`.' },
);

export const ConversationSchema = Type.Union([Type.String(), Type.Array(TurnSchema)], {
  description: "The user's message, or the turns of a conversation.",
});

const ExampleSchema = Type.Object(
  {
    conversation: Type.Optional(ConversationSchema),
    response: Type.Optional(text('The response that is judged; the last assistant turn when left out.')),
    answer: Type.Union([Type.Literal('yes'), Type.Literal('no'), Type.Boolean()], {
      description: 'The right answer to the question for this response.',
    }),
    why: Type.Optional(text('Why this answer is right.')),
  },
  { description: 'A few-shot example: a response and the right answer.' },
);

const CueSchema = Type.Union(
  [
    Type.String(),
    Type.Object({
      request: Type.Optional(
        text('A phrase or /pattern/ that the last user message must have: a definition, a how-to.'),
      ),
      reply: Type.Optional(text('A phrase or /pattern/ that the completion must have.')),
    }),
  ],
  {
    description:
      'A phrase or /pattern/ in the completion; or `request`, `reply` or both, where the cue depends on what was asked.',
  },
);

const CuesSchema = Type.Object(
  {
    for: Type.Optional(Type.Array(CueSchema, { description: 'Phrases or /patterns/ that speak for "yes".' })),
    against: Type.Optional(
      Type.Array(CueSchema, { description: 'Phrases or /patterns/ that speak for "no".' }),
    ),
  },
  {
    description:
      'Hints for the embedded grader: phrases (matched on whole words, case ignored) and /regular expressions/.',
  },
);

const CountBoundsSchema = {
  min: Type.Optional(Type.Number({ description: 'True only at this many or more.' })),
  max: Type.Optional(Type.Number({ description: 'True only at this many or fewer.' })),
};

const CheckSchema = Type.Object(
  {
    pattern: Type.Optional(text('True where this regular expression matches.')),
    flags: Type.Optional(text('Flags of the pattern, such as "i".')),
    count: Type.Optional(
      Type.Union(
        [
          Type.Literal('characters'),
          Type.Literal('words'),
          Type.Literal('sentences'),
          Type.Literal('matches'),
        ],
        { description: 'Count these and compare with `min` and `max`.' },
      ),
    ),
    language: Type.Optional(text('True where the text is in this language (ISO 639-1 code).')),
    of: Type.Optional(
      Type.Union([Type.Literal('completion'), Type.Literal('prompt')], {
        description: 'What is looked at: the completion (the default) or the last user message.',
      }),
    ),
    ...CountBoundsSchema,
  },
  { description: 'A deterministic check in place of a prompt: no model is asked.' },
);

const judged = (description: string) =>
  Type.Union([Type.Literal('answer'), Type.Literal('thought'), Type.Literal('both'), Type.Literal('text')], {
    description,
  });

const PropositionSchema = Type.Object(
  {
    description: Type.Optional(text('What the proposition says, in one sentence.')),
    prompt: Type.Optional(text('The classification prompt: a yes/no question about the completion.')),
    paraphrases: Type.Optional(
      Type.Array(Type.String(), {
        description:
          'The same question in other words, asked in further calls: the grade is the majority of all answers. Two make it three answers, and three times the cost.',
      }),
    ),
    examples: Type.Optional(Type.Array(ExampleSchema, { description: 'Few-shot examples.' })),
    threshold: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        description: 'At this probability or above the proposition counts as true. 0.5 when left out.',
      }),
    ),
    cues: Type.Optional(CuesSchema),
    check: Type.Optional(CheckSchema),
    judged: Type.Optional(
      judged(
        'What of the completion is judged, where it is another part than `grader.judged` says: the answer, the thought before it, both, or the text as it is.',
      ),
    ),
  },
  { description: 'A binary statement about a completion.' },
);

const ResponseTypeSchema = Type.Object(
  {
    description: Type.Optional(text('How the model should respond.')),
    aliases: Type.Optional(
      Type.Array(Type.String(), { description: 'Other names of this response type in data.' }),
    ),
  },
  { description: 'A response type.' },
);

const CategorySchema = Type.Object(
  {
    description: Type.Optional(text('Which requests belong here.')),
    response_type: Type.Optional(text('The response type that the behaviour policy asks for.')),
    aliases: Type.Optional(Type.Array(Type.String(), { description: 'Other names in data.' })),
  },
  { description: 'A category of requests.' },
);

const AreaSchema = Type.Object(
  {
    description: Type.Optional(text('What the area is about.')),
    categories: Type.Optional(Type.Record(Type.String(), CategorySchema)),
  },
  { description: 'A content area and its categories.' },
);

const ConstraintSchema = Type.Object(
  {
    description: Type.Optional(text('Why this always holds.')),
    if: Type.Optional(ConditionSchema),
    then: Type.Optional(ConditionSchema),
    at_most_one: Type.Optional(Type.Array(Type.String(), { description: 'These exclude each other.' })),
    at_least_one: Type.Optional(Type.Array(Type.String(), { description: 'One of these always holds.' })),
    exactly_one: Type.Optional(
      Type.Array(Type.String(), { description: 'Always one of these holds, never two.' }),
    ),
  },
  { description: 'A fact about propositions that holds for every completion.' },
);

const OrderingSchema = Type.Array(Type.Union([Type.String(), Type.Array(Type.String())]), {
  description: 'Completion labels, best first; a nested list is a tie.',
});

const FeaturesSchema = Type.Object(
  {
    classes: Type.Optional(Type.Boolean({ description: 'Class probabilities as features. Default: true.' })),
    class_probability: Type.Optional(
      Type.Union([Type.Literal('exact'), Type.Literal('product')], {
        description:
          'How a class probability is computed. `exact`: weighted model counting (the default). `product`: the product of the literals, normalised over the classes, as in the paper.',
      }),
    ),
    propositions: Type.Optional(
      Type.Union([Type.Boolean(), Type.Array(Type.String())], {
        description:
          'Which propositions are features: true (those that the classes of the response type read, the default), false, or a list.',
      }),
    ),
  },
  { description: 'Which numbers the linear reward weighs.' },
);

const RewardSchema = Type.Object(
  {
    combination: Type.Optional(
      Type.Union([Type.Literal('sum'), Type.Literal('product'), Type.Literal('cost')], {
        description:
          'How rules and reward model become one reward. `sum`: they are added (the default, as in the paper). `product`: helpfulness, which is their sum, times the probability that the completion is safe. `cost`: the probability that it is unsafe is a cost of its own, with a limit; rewards count among completions within it.',
      }),
    ),
    cost_limit: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        description: 'With `cost`: the probability of being unsafe that is let pass. 0.5 when left out.',
      }),
    ),
    signs: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.Literal('positive'), Type.Literal('negative')]), {
        description: 'Feature -> which side of 0 its weight stays on.',
      }),
    ),
    fixed: Type.Optional(
      Type.Record(Type.String(), Type.Number(), {
        description: 'Feature -> its weight, which is then not fitted.',
      }),
    ),
  },
  { description: 'What the features are combined into, and what is known of their weights.' },
);

const SafetySchema = Type.Object(
  {
    unsafe_classes: Type.Optional(
      Type.Array(Type.String(), {
        description:
          'The classes of unsafe completions. When left out: the last class of the order, as it also is without a `safety` key where rewards are combined by `product` or `cost`.',
      }),
    ),
    refusal: Type.Optional(
      text('The proposition that a completion refuses. When left out: `refuses`, where there is one.'),
    ),
    comply: Type.Optional(
      Type.Array(Type.String(), {
        description:
          'The response types in which refusing is over-refusal. When left out: `comply`, where there is one.',
      }),
    ),
    hard_refuse: Type.Optional(
      Type.Array(Type.String(), {
        description:
          'The response types in which the style of refusals is measured. When left out: `hard_refuse`, where there is one.',
      }),
    ),
  },
  {
    description:
      'What safety is measured by: unsafe completions and over-refusals. When left out, classes called `unsafe`, `disallowed` or `harmful` are unsafe; without any of these, and without `refuses`, there are no safety figures.',
  },
);

const GraderSchema = Type.Object(
  {
    model: Type.Optional(text('The model that answers the questions.')),
    probability: Type.Optional(
      Type.Union([Type.Literal('logprobs'), Type.Literal('votes'), Type.Literal('structured')], {
        description:
          'Where P(yes) comes from. `logprobs`: the probabilities at the token that carries the answer (the default, where the server has them). `votes`: several answers a question. `structured`: several propositions in one call, `votes` times.',
      }),
    ),
    temperature: Type.Optional(Type.Number({ minimum: 0, description: 'Sampling temperature.' })),
    votes: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100, description: 'How many votes where there are votes.' }),
    ),
    order: Type.Optional(
      Type.Union([Type.Literal('conversation-first'), Type.Literal('question-first')], {
        description:
          "What comes first in a prompt without a template of the policy's own, and so is found in the server's cache: the conversation (the default; for long conversations) or the question (for long prompts).",
      }),
    ),
    judged: Type.Optional(
      judged(
        'What of a completion is judged where a model thinks before it answers, as in `<think>…</think>`. `answer`: what it says to the user (the default). `thought`: what it thinks. `both`: the two, told apart. `text`: the text as it is in the data, markers and all.',
      ),
    ),
    context_window: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'Tokens that the model reads at most; prompts that leave no room are reported.',
      }),
    ),
  },
  { description: 'How propositions are graded. Never an address or a key: those are user settings.' },
);

const BehaviorSchema = Type.Object(
  {
    completions: Type.Optional(
      Type.Record(Type.String(), FormulaSchema, {
        description: 'Completion label -> the propositions that such a completion makes true or false.',
      }),
    ),
    traits: Type.Optional(Type.Array(Type.String(), { description: 'Traits to draw from.' })),
  },
  { description: 'Which completions to synthesise for a response type.' },
);

export const PolicySchema = Type.Object(
  {
    extends: Type.Optional(
      Type.Union([Type.String(), Type.Array(Type.String())], {
        description:
          'Policy files that this one adds to or overrides, name by name. Paths are relative to this file.',
      }),
    ),
    description: Type.Optional(text('What this policy is for.')),
    prompt_template: Type.Optional(
      text(
        'The grading prompt around each question: {question}, {response} and {conversation} are filled in.',
      ),
    ),
    content_policy: Type.Optional(
      Type.Record(Type.String(), AreaSchema, { description: 'Content areas -> categories of requests.' }),
    ),
    response_types: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.String(), ResponseTypeSchema]), {
        description: 'The response types: name -> description.',
      }),
    ),
    completion_class_order: Type.Optional(
      Type.Array(Type.String(), { description: 'The completion classes, best first.' }),
    ),
    completion_classes: Type.Optional(
      Type.Record(Type.String(), Type.Record(Type.String(), FormulaSchema), {
        description: 'Completion class -> response type -> the propositions that put a completion there.',
      }),
    ),
    derived_propositions: Type.Optional(
      Type.Record(Type.String(), FormulaSchema, {
        description: 'Names for combinations of propositions.',
      }),
    ),
    simple_propositions: Type.Optional(
      Type.Record(Type.String(), PropositionSchema, {
        description: 'The binary statements about a completion that a grader answers.',
      }),
    ),
    constraints: Type.Optional(
      Type.Array(ConstraintSchema, { description: 'Facts about propositions, used by the checks.' }),
    ),
    orderings: Type.Optional(
      Type.Record(Type.String(), OrderingSchema, {
        description: 'Response type -> completion labels, best first.',
      }),
    ),
    margins: Type.Optional(
      Type.Record(Type.String(), Type.Number(), {
        description: 'Completion label -> the margin that a better completion must keep from it.',
      }),
    ),
    features: Type.Optional(FeaturesSchema),
    reward: Type.Optional(RewardSchema),
    safety: Type.Optional(SafetySchema),
    grader: Type.Optional(GraderSchema),
    behaviors: Type.Optional(
      Type.Record(Type.String(), BehaviorSchema, {
        description: 'Response type -> which completions to synthesise.',
      }),
    ),
    samples: Type.Optional(
      Type.Union([Type.String(), Type.Array(Type.String())], {
        description: 'Globs of the sample files of this policy, relative to this file.',
      }),
    ),
    severities: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Union([
          Type.Literal('error'),
          Type.Literal('warning'),
          Type.Literal('info'),
          Type.Literal('off'),
        ]),
        { description: 'Finding code -> its severity in this policy.' },
      ),
    ),
  },
  { description: 'A Rule Based Rewards policy.' },
);

export type PolicyData = Static<typeof PolicySchema>;
