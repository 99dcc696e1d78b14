import Type, { type Static } from 'typebox';
import { constraintInWords } from '../checks/logic/wording.ts';
import type { PolicyState } from '../workspace/workspace.ts';
import { examplesFor } from './explain/examples.ts';
import { explainNamed } from './explain/named.ts';
import { overview } from './explain/overview.ts';
import { pageOf } from './explain/page.ts';
import { askedOf } from './grading/asked.ts';
import { gradeAsked } from './grading/graded.ts';
import { GRADED, gradedItem } from './grading/result.ts';
import { gradedInWords } from './grading/words.ts';
import { oneOf } from './one-of.ts';
import { PLACE, Places, placeInWords } from './places.ts';
import { inline, NOTICE, quoted } from './quoted.ts';
import { policyOf, SUBJECT, subjectOf } from './subject.ts';
import { defineTool, type ToolContext, ToolError } from './tool.ts';

const Output = Type.Object({
  notice: Type.String(),
  about: oneOf(['finding', 'policy', 'name', 'constraint', 'completion']),
  words: Type.String({ description: 'The explanation.' }),
  kind: Type.Optional(Type.String()),
  place: Type.Optional(Type.Object(PLACE)),
  examples: Type.Optional(
    Type.Array(Type.Object({ id: Type.String(), is: Type.Boolean(), text: Type.String() })),
  ),
  graded: Type.Optional(GRADED),
});
type Explanation = Omit<Static<typeof Output>, 'notice'>;

const Input = Type.Object(
  {
    code: Type.Optional(
      Type.String({
        maxLength: 100,
        description: 'A finding’s code, such as classes-overlap: what it means and how to mend it.',
      }),
    ),
    ...SUBJECT,
    name: Type.Optional(
      Type.String({
        maxLength: 500,
        description:
          'A proposition, class, response type or category of the policy. Without it: what the policy has.',
      }),
    ),
    constraint: Type.Optional(
      Type.Integer({ minimum: 1, description: 'A constraint of the policy by its number, from 1.' }),
    ),
    completion: Type.Optional(
      Type.String({
        maxLength: 500,
        description: 'The id of a completion of the samples file: why it is in its class.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** What hovers and pages say. */
export const explainTool = defineTool({
  name: 'rbr_explain',
  title: 'Explain a finding, a name or a verdict',
  description:
    'Explains, for Rule Based Rewards: a finding’s code (`code`); what a proposition, class, response type or category of a policy means, where it is used and labelled completions that show it (`file` and `name`); a constraint; a policy at a glance (`file` alone); or why a completion of a samples file is in its class (`file` and `completion`). Call it before changing what you do not know.',
  // A verdict is that of whoever grades.
  asksModel: true,
  input: Input,
  output: Output,
  async run(context, input, signal) {
    const explanation = await explain(context, input, signal);
    const { words, examples = [], place } = explanation;
    const text = [
      ...(explanation.about === 'finding' ? [] : [NOTICE]),
      ...(place ? [`${explanation.kind} at ${placeInWords(place)}`] : []),
      words,
      ...examples.map(
        ({ id, is, text: example }) => `${is ? 'It is so' : 'It is not so'} in ${id}:\n${example}`,
      ),
    ].join('\n\n');
    return { text, structured: { notice: NOTICE, ...explanation } };
  },
  async plan(context, { file, completion }) {
    const { models } = context.graders;
    if (!models.isSetUp || file === undefined || completion === undefined) return undefined;
    const { state, completions } = await askedOf(context, { file, completions: [completion] });
    const { model, ...plan } = await models.plan(state, completions);
    return { ...plan, grader: model };
  },
});

async function explain(
  context: ToolContext,
  { code, name, constraint, completion, ...named }: Static<typeof Input>,
  signal: AbortSignal,
): Promise<Explanation> {
  if (code !== undefined) return { about: 'finding', words: await pageOf(context, code) };
  const subject = await subjectOf(context, named);
  if (completion !== undefined) return verdict(context, { ...named, completion }, signal);
  const state = await policyOf(subject);
  const places = new Places(subject.workspace, context.reach);
  if (constraint !== undefined) return explainConstraint(state, constraint, places);
  const completions = await subject.workspace.completionsOf(state);
  if (name === undefined) {
    const weights = await subject.workspace.weightsOf(state);
    return { about: 'policy', words: overview(state.policy, completions, weights !== undefined) };
  }
  const found = explainNamed(state.policy, name);
  return {
    about: 'name',
    kind: `${found.kind} ${inline(found.name)}`,
    place: await places.at(found.place),
    words: found.words.join('\n\n'),
    examples: examplesFor(found, state.policy, completions),
  };
}

async function explainConstraint(state: PolicyState, number: number, places: Places): Promise<Explanation> {
  const { constraints } = state.policy;
  const found = constraints[number - 1];
  if (!found)
    throw new ToolError(`There is no constraint ${number}: the policy has ${constraints.length} of them.`);
  return {
    about: 'constraint',
    kind: `constraint ${number}`,
    place: await places.at(found.place),
    words: `It says of every completion: ${inline(constraintInWords(found))}. The checks leave out what breaks it; it changes no grade.`,
  };
}

async function verdict(
  context: ToolContext,
  { file, text, completion }: { readonly file?: string; readonly text?: string; readonly completion: string },
  signal: AbortSignal,
): Promise<Explanation> {
  if (file === undefined || text !== undefined)
    throw new ToolError(
      'A completion is explained as it is in its samples file: name that as `file`, without `text`.',
    );
  const asked = await askedOf(context, { file, completions: [completion] });
  const { graded } = await gradeAsked(context, asked, signal);
  const [first] = graded;
  if (!first) throw new ToolError('It could not be graded.');
  const item = gradedItem(asked.state, await context.workspace.weightsOf(asked.state), first);
  const turns = first.completion.conversation.map(({ role, content }) => `${role}:\n${quoted(content)}`);
  return {
    about: 'completion',
    words: [...turns, `The completion:\n${quoted(first.completion.text)}`, gradedInWords(item)].join('\n\n'),
    graded: item,
  };
}
