import * as l10n from '@vscode/l10n';
import type { Grades } from '../../grader/grader.ts';
import { decision } from '../../review/decision.ts';
import { type Reward, scoreCompletion } from '../../reward/score.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { expectedClassOf, responseTypeOf } from '../../samples/names.ts';
import { rolloutOf } from '../../samples/rollout/rollout.ts';
import { type Graders, sampleGrader } from '../../workspace/sample-grades.ts';
import type { PolicyState, Workspace } from '../../workspace/workspace.ts';
import { toLocation } from '../convert.ts';
import { definitionOf } from '../names/definition.ts';
import type {
  Breakdown,
  BreakdownProposition,
  BreakdownResult,
  BreakdownReward,
  BreakdownRollout,
} from '../protocol.ts';

export interface GradingContext extends Graders {
  readonly workspace: Workspace;
  /** A grade is not waited for any longer than this. */
  readonly waitMs: number;
}

/**
 * Grades and scores one completion of a samples file; in words where that cannot be done. `switched`: what if these
 * propositions had these answers.
 */
export async function gradeForEditor(
  { workspace, waitMs, ...graders }: GradingContext,
  uri: string,
  completion: SampleCompletion,
  switched: Readonly<Record<string, boolean>> = {},
): Promise<BreakdownResult> {
  const state = await workspace.policyOfSamples(uri);
  if (!state) {
    return { reason: l10n.t('No policy for this file: name one with `policy: <file>.rbr.yaml` at its top.') };
  }
  const responseType = responseTypeOf(completion, state.policy);
  const logic = responseType === undefined ? undefined : state.logic.responseType(responseType);
  if (responseType === undefined || !logic) {
    return {
      reason: l10n.t(
        'No response type for this completion: give it `response_type`, or a `category` that has one in the policy.',
      ),
    };
  }
  const graded = await sampleGrader(graders, state, uri, waitMs)(completion);
  if (!graded)
    return {
      reason: l10n.t(
        'The embedded grader is still learning from the labelled samples; ask again in a moment.',
      ),
    };

  const weights = await workspace.weightsOf(state);
  const scored = (grades: Grades) =>
    scoreCompletion(
      { policy: state.policy, logic, ...(weights && { weights }) },
      grades,
      completion.baseReward,
    );
  const grades = withSwitched(graded.grades, switched);
  const score = scored(grades);
  const actual = grades === graded.grades ? undefined : scored(graded.grades);
  const expectedClass = expectedClassOf(completion, state.policy) ?? completion.expectedClass;
  const source = (await workspace.samplesFile(uri))?.source;
  return {
    breakdown: {
      completion: {
        id: completion.id,
        uri,
        location: toLocation(completion.places.whole, () => source),
        conversation: completion.conversation,
        text: completion.text,
        ...rolloutFor(state, completion),
        ...(completion.category !== undefined && { category: completion.category }),
      },
      policyUri: state.uri,
      responseType,
      grader: { kind: graded.kind, summary: graded.summary },
      classes: score.classes.map(({ name, probability }) => ({
        name,
        probability,
        ...locationOf(state, 'class', name),
      })),
      predictedClass: score.predictedClass,
      ...decision(state, logic, score.predictedClass, grades),
      ...(expectedClass !== undefined && { expectedClass }),
      propositions: propositions(state, new Set(logic.propositions), graded.grades, completion, switched),
      ...(actual && {
        asGraded: {
          predictedClass: actual.predictedClass,
          ...(actual.reward && { total: actual.reward.total }),
        },
      }),
      ...(weights?.responseTypes[responseType] && !score.reward && { rewardMissing: score.missing }),
      ...(score.reward && {
        reward: {
          ...rewardOf(state, score.reward),
          contributions: score.reward.contributions.map(({ of, ...each }) => ({
            ...each,
            ...(each.kind !== 'constant' && locationOf(state, each.kind, of)),
          })),
        },
      }),
    },
  };
}

function rewardOf(
  { policy }: PolicyState,
  { base, rbr, total, cost }: Reward,
): Omit<BreakdownReward, 'contributions'> {
  const { combination, costLimit } = policy.reward;
  return {
    ...(base !== undefined && { base }),
    rbr,
    total,
    combination,
    ...(cost !== undefined && { cost: { value: cost, limit: costLimit } }),
  };
}

/** Nothing where the text is the answer as it is. */
function rolloutFor({ policy }: PolicyState, completion: SampleCompletion): { rollout?: BreakdownRollout } {
  const { isPlain, ...rollout } = rolloutOf(completion);
  return isPlain ? {} : { rollout: { ...rollout, judged: policy.grader.judged ?? 'answer' } };
}

/** The same grades where nothing is switched. */
function withSwitched(grades: Grades, switched: Readonly<Record<string, boolean>>): Grades {
  const names = Object.keys(switched).filter((name) => Object.hasOwn(grades, name));
  if (names.length === 0) return grades;
  const answers = names.map((name) => [name, { p: switched[name] ? 1 : 0, mode: 'label' }] as const);
  return { ...grades, ...Object.fromEntries(answers) };
}

function propositions(
  state: PolicyState,
  relevant: ReadonlySet<string>,
  grades: Readonly<Record<string, BreakdownProposition['grade']>>,
  completion: SampleCompletion,
  switched: Readonly<Record<string, boolean>>,
): BreakdownProposition[] {
  const all = [...state.policy.propositions.values()].flatMap(({ name, description, threshold }) => {
    const grade = grades[name.text];
    if (!grade) return [];
    const humanLabel = completion.labels[name.text];
    const switchedTo = Object.hasOwn(switched, name.text) ? switched[name.text] : undefined;
    return [
      {
        name: name.text,
        ...(description !== undefined && { description }),
        grade,
        threshold,
        ...(humanLabel !== undefined && { humanLabel }),
        ...(switchedTo !== undefined && { switchedTo }),
        relevant: relevant.has(name.text),
        ...locationOf(state, 'proposition', name.text),
      },
    ];
  });
  return [...all.filter((each) => each.relevant), ...all.filter((each) => !each.relevant)];
}

function locationOf(
  state: PolicyState,
  kind: 'class' | 'proposition',
  name: string,
): Pick<Breakdown['classes'][number], 'location'> {
  const location = definitionOf(state, kind, name);
  return location ? { location } : {};
}
