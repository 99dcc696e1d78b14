import Type from 'typebox';
import { type AnswerCounts, AnswerTally, missingInWords } from '../grader/missing.ts';
import { hasVerdict, wantedPropositions } from '../reward/verdict.ts';
import type { Weights } from '../reward/weights.ts';
import { responseTypeOf } from '../samples/names.ts';
import type { PolicyState } from '../workspace/workspace.ts';
import { ASKED, askedOf } from './grading/asked.ts';
import { type Graded, gradeAsked } from './grading/graded.ts';
import { GRADED, type GradedItem, gradedItem } from './grading/result.ts';
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
    missing: Type.Integer({
      description: 'Of these completions: those without a verdict, since answers are missing.',
    }),
    missingAnswers: Type.Optional(Type.String({ description: 'How many answers are missing, and why.' })),
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
    const { missing, answers } = missingOf(asked.state, weights, graded, completions);
    const missingAnswers = answers.missing === 0 ? undefined : missingInWords(answers);
    const omitted = asked.left + asked.completions.length - graded.length;
    const text = [
      NOTICE,
      ...(missing === 0
        ? []
        : [
            `${missing} of ${completions.length} completions have no verdict${missingAnswers === undefined ? '' : ` (${missingAnswers})`}: that is neither good nor bad, it is not known.`,
          ]),
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
      missing,
      ...(missingAnswers !== undefined && { missingAnswers }),
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

function missingOf(
  { policy, logic }: PolicyState,
  weights: Weights | undefined,
  graded: readonly Graded[],
  items: readonly GradedItem[],
): { missing: number; answers: AnswerCounts } {
  const tally = new AnswerTally();
  const without = graded.filter(({ completion, grades }, index) => {
    const responseType = responseTypeOf(completion, policy);
    const ofType = responseType === undefined ? undefined : logic.responseType(responseType);
    tally.add(grades, wantedPropositions(policy, ofType, weights));
    const predictedClass = items[index]?.predictedClass ?? null;
    return !hasVerdict({ predictedClass, propositions: grades }, ofType);
  });
  return { missing: without.length, answers: tally.counts };
}
