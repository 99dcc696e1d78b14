import Type from 'typebox';
import { ASKED, askedOf } from './grading/asked.ts';
import { gradeAsked } from './grading/graded.ts';
import { GRADED, gradedItem } from './grading/result.ts';
import { gradedInWords } from './grading/words.ts';
import { oneOf } from './one-of.ts';
import { NOTICE } from './quoted.ts';
import { defineTool } from './tool.ts';

/** What `rbr grade` and the breakdown say of completions. */
export const gradeTool = defineTool({
  name: 'rbr_grade',
  title: 'Grade completions',
  description:
    'Grades completions against a Rule Based Rewards policy: probability of every class, the predicted class and what decided it, P(yes) of every proposition with where it comes from and whether it can be relied on, the reward with its parts, and the fewest answers that would put the completion into another class. Give a samples file with ids, or a policy with `prompt`, `completion` and `responseType`. The embedded grader needs no network; where it has too few labels for a proposition it says so. A model is asked only where the user has set one up, and within their budget.',
  asksModel: true,
  input: Type.Object(ASKED, { additionalProperties: false }),
  output: Type.Object({
    notice: Type.String(),
    grader: oneOf(['embedded', 'openai']),
    completions: Type.Array(GRADED),
    omitted: Type.Integer({ description: 'Completions of the file that are not graded here.' }),
    stopped: Type.Optional(Type.String({ description: 'Why grading ended before its end.' })),
    calls: Type.Optional(
      Type.Integer({ description: 'What a model was asked, all calls of this session together.' }),
    ),
    costUsd: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
  }),
  async run(context, input, signal) {
    const asked = await askedOf(context, input);
    const { kind, graded, spent, stopped } = await gradeAsked(context, asked, signal);
    const weights = await context.workspace.weightsOf(asked.state);
    const completions = graded.map((each) => gradedItem(asked.state, weights, each));
    const omitted = asked.left + asked.completions.length - graded.length;
    const text = [
      NOTICE,
      ...completions.map(gradedInWords),
      ...(weights ? [] : ['The policy has no fitted weights, so there are no rewards (`rbr fit`).']),
      ...(stopped === undefined
        ? []
        : [`Ended early: ${stopped} Limits are the user's to raise; do not try again by yourself.`]),
      ...(omitted > 0 ? [`${omitted} completions of the file are not graded here.`] : []),
    ].join('\n\n');
    const structured = {
      notice: NOTICE,
      grader: kind,
      completions,
      omitted,
      ...(stopped !== undefined && { stopped }),
      ...(spent && { calls: spent.calls, costUsd: spent.costUsd }),
    };
    return { text, structured };
  },
  async plan(context, input) {
    const { models } = context.graders;
    if (!models.isSetUp) return undefined;
    const { state, completions } = await askedOf(context, input);
    const { model, ...plan } = await models.plan(state, completions);
    return { ...plan, grader: model };
  },
});
