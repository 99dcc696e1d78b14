import Type, { type Static } from 'typebox';
import type { Grade } from '../../grader/grader.ts';
import { isReliable } from '../../grader/reliable.ts';
import { decision } from '../../review/decision.ts';
import { scoreCompletion } from '../../reward/score.ts';
import type { Weights } from '../../reward/weights.ts';
import { expectedClassOf, responseTypeOf } from '../../samples/names.ts';
import { rolloutOf } from '../../samples/rollout/rollout.ts';
import type { PolicyState } from '../../workspace/workspace.ts';
import { inline } from '../quoted.ts';
import type { Graded } from './graded.ts';

const PropositionSchema = Type.Object({
  name: Type.String(),
  p: Type.Union([Type.Number(), Type.Null()], {
    description: 'P(yes); null: there is no answer, which is not a no.',
  }),
  from: Type.String({
    description: 'Where it comes from: check, embedded, ranked, base_rate, logprobs, votes, structured.',
  }),
  reliable: Type.Boolean({
    description: 'False: no answer, or one that the grader itself does not rely on (ranked, base_rate).',
  }),
  interval: Type.Optional(
    Type.Array(Type.Number(), { description: 'Of ranked: the 95 % credible interval of P, low and high.' }),
  ),
  read: Type.Boolean({ description: 'Whether a class of the response type reads it.' }),
  label: Type.Optional(Type.Boolean({ description: 'What a human said.' })),
  missing: Type.Optional(
    Type.String({
      description:
        'Why there is no answer: refused, unreadable, low_coverage, cut, failed, no_prompt, unlabelled, learnt, unasked, unknown.',
    }),
  ),
  note: Type.Optional(Type.String()),
});

/** A completion with its class, and why. */
export const GRADED = Type.Object({
  id: Type.String(),
  responseType: Type.Optional(Type.String()),
  predictedClass: Type.Union([Type.String(), Type.Null()], {
    description: 'Null: answers that decide it are missing. That is no verdict of any kind.',
  }),
  expectedClass: Type.Optional(Type.String()),
  classes: Type.Array(Type.Object({ name: Type.String(), p: Type.Number() })),
  propositions: Type.Array(PropositionSchema),
  decidedBy: Type.Optional(
    Type.Array(Type.String(), { description: 'Answers that make the class hold by themselves.' }),
  ),
  flips: Type.Optional(
    Type.Array(
      Type.Object({ className: Type.String(), changes: Type.Record(Type.String(), Type.Boolean()) }),
      { description: 'The fewest answers that would have to be others for another class.' },
    ),
  ),
  reward: Type.Optional(
    Type.Object({
      base: Type.Optional(Type.Number()),
      rbr: Type.Number(),
      total: Type.Number(),
      contributions: Type.Array(
        Type.Object({
          feature: Type.String(),
          weight: Type.Number(),
          value: Type.Number(),
          contribution: Type.Number(),
        }),
      ),
    }),
  ),
  judged: Type.Optional(
    Type.String({
      description:
        'What of the completion was judged, where it carries more than its answer: answer, thought, both or text.',
    }),
  ),
  cutOff: Type.Optional(
    Type.Boolean({ description: 'The completion ends within its thought: there is no answer to judge.' }),
  ),
  heldOut: Type.Boolean({
    description:
      'Whether it was graded by one that has not learnt from it, its prompt or its text. False: there is none, and so no answer.',
  }),
  grader: Type.String(),
});
export type GradedItem = Static<typeof GRADED>;
export type GradedProposition = Static<typeof PropositionSchema>;

export function gradedItem(
  state: PolicyState,
  weights: Weights | undefined,
  { completion, grades, summary, isExcluded }: Graded,
): GradedItem {
  const { policy, logic } = state;
  const responseType = responseTypeOf(completion, policy);
  const ofType = responseType === undefined ? undefined : logic.responseType(responseType);
  const score =
    ofType &&
    scoreCompletion({ policy, logic: ofType, ...(weights && { weights }) }, grades, completion.baseReward);
  const predictedClass = score?.predictedClass ?? null;
  const expectedClass = expectedClassOf(completion, policy) ?? completion.expectedClass;
  const { decidedBy, flips } = ofType ? decision(state, ofType, predictedClass, grades) : {};
  const read = new Set(ofType?.propositions);
  const rollout = rolloutOf(completion);
  const names = [...policy.propositions.keys()].filter((name) => Object.hasOwn(grades, name));
  return {
    id: inline(completion.id),
    ...(responseType !== undefined && { responseType: inline(responseType) }),
    predictedClass,
    ...(expectedClass !== undefined && { expectedClass: inline(expectedClass) }),
    classes: (score?.classes ?? []).map(({ name, probability }) => ({ name, p: probability })),
    propositions: [...names.filter((name) => read.has(name)), ...names.filter((name) => !read.has(name))].map(
      (name) => proposition(name, grades[name] as Grade, read.has(name), completion.labels[name]),
    ),
    ...(decidedBy && { decidedBy: [...decidedBy] }),
    ...(flips && {
      // By its answers taken for yes or no it may be in another class than by their probabilities.
      flips: flips
        .filter(({ className }) => className !== predictedClass)
        .map(({ className, changes }) => ({ className, changes: { ...changes } })),
    }),
    ...(score?.reward && {
      reward: {
        ...(score.reward.base !== undefined && { base: score.reward.base }),
        rbr: score.reward.rbr,
        total: score.reward.total,
        contributions: score.reward.contributions.map(({ feature, weight, value, contribution }) => ({
          feature,
          weight,
          value,
          contribution,
        })),
      },
    }),
    ...(!rollout.isPlain && { judged: policy.grader.judged ?? 'answer' }),
    ...(rollout.cutOff && { cutOff: true }),
    heldOut: !isExcluded,
    grader: inline(summary),
  };
}

function proposition(
  name: string,
  grade: Grade,
  read: boolean,
  label: boolean | undefined,
): GradedProposition {
  const { p, mode, interval, note } = grade;
  return {
    name,
    p,
    from: mode,
    reliable: p !== null && isReliable(grade),
    ...(interval && { interval: [...interval] }),
    read,
    ...(label !== undefined && { label }),
    ...(p === null && { missing: grade.missing ?? 'unknown' }),
    ...(note !== undefined && { note: inline(note) }),
  };
}
