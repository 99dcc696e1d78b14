import { createHash } from 'node:crypto';
import { ablations } from '../../reward/evaluate/ablation.ts';
import { rewardDistributions } from '../../reward/evaluate/distributions.ts';
import { FeatureItems } from '../../reward/evaluate/feature-items.ts';
import {
  type EvaluatedItem,
  evaluatedItems,
  type GradedForEvaluation,
  type GraderRecord,
} from '../../reward/evaluate/items.ts';
import type { Evaluation } from '../../reward/evaluate/quality.ts';
import { gradedInput, leftOutOfRanking } from '../../reward/fit/graded-rows.ts';
import type { LeftOutCount } from '../../reward/left-out.ts';
import type { Weights } from '../../reward/weights.ts';
import type { PolicyState, Workspace } from '../../workspace/workspace.ts';
import { readFeatureLines } from '../fit/feature-files.ts';
import { gradeAll } from '../grade-all.ts';
import { allCompletions, openWeights, type Unread, unreadOfTraining } from '../load.ts';
import { UsageError } from '../output.ts';
import { LinesOfPrompts } from './lines-of-prompts.ts';
import { merging } from './merging.ts';
import type { EvaluateOptions } from './options.ts';
import { readRewards } from './rewards.ts';

/** What ablations fit with: the defaults of `rbr fit`. */
const ABLATION = { l2: 0.001, margin: 1, seed: 0 };

/** As many bins as the plots of the paper's notebook have. */
const NOTEBOOK_BINS = 10;

/** What the figures are computed from. */
export interface MeasuredInput {
  readonly items: readonly EvaluatedItem[];
  readonly grader: GraderRecord;
  /** Of the same completions in the same order; empty where features were computed elsewhere. */
  readonly graded: readonly GradedForEvaluation[];
  readonly leftOut: readonly LeftOutCount[];
  /** Completions of which not even a row could be made. */
  readonly withoutRow: number;
  readonly more: Pick<Evaluation, 'held_out' | 'ablations' | 'distributions' | 'fromFeatures'>;
}

interface Asked {
  readonly workspace: Workspace;
  readonly state: PolicyState;
  readonly weights: Weights | undefined;
  readonly unread: Unread;
}

/** Completions that are graded here. */
export async function gradedHere(
  samples: readonly string[],
  options: EvaluateOptions,
  { workspace, state, weights, unread }: Asked,
): Promise<MeasuredInput> {
  for (const [name, written] of [
    ['weightsAlone', '--weights-alone'],
    ['merge', '--merge'],
  ] as const)
    if (options[name] !== undefined) throw new UsageError(`${written} goes with the paper's layout.`);
  const { policy, logic } = state;
  const read = await allCompletions(samples, unread);
  if (read.length === 0) throw new UsageError('No completions to evaluate.');
  const completions = options.rewards === undefined ? read : await readRewards(options.rewards, read, unread);
  const { graded, grader, heldOut } = await gradeAll(workspace, state, completions, options, {
    weights,
    unread: unreadOfTraining(unread, samples, options.train),
  });
  const useBaseReward = completions.some(({ baseReward }) => baseReward !== undefined);
  return {
    items: evaluatedItems(policy, logic, weights, graded),
    grader,
    graded,
    leftOut: weights ? leftOutOfRanking(policy, logic, graded) : [],
    withoutRow: 0,
    more: {
      ...(heldOut && { held_out: heldOut }),
      ...(options.ablate && {
        ablations: ablations(gradedInput(policy, logic, graded, { useBaseReward, grader: grader.kind }), {
          ...ABLATION,
          signs: policy.reward.signs,
          fixed: policy.reward.fixed,
        }),
      }),
    },
  };
}

/** The paper's layout: features that a grader has given elsewhere, with a reward model's scores. */
export async function gradedElsewhere(
  files: readonly string[],
  { rewards, ablate, weightsAlone, merge }: EvaluateOptions,
  { state, weights, unread }: Asked,
): Promise<MeasuredInput> {
  const { policy } = state;
  if (!weights)
    throw new UsageError(
      "The paper's layout is evaluated with weights: fit them (rbr fit --features … --out …), or name them with --weights.",
    );
  if (policy.reward.combination !== 'sum')
    throw new UsageError(
      `The paper's layout does not say how probable it is that a completion is unsafe, which "${policy.reward.combination}" needs.`,
    );
  if (ablate) throw new UsageError('--ablate needs completions that are graded here.');
  const alone = weightsAlone === undefined ? undefined : await openWeights(state, weightsAlone);
  if (weightsAlone !== undefined && !alone)
    throw new UsageError(`${weightsAlone} has no weights that can be read.`);
  const lines = new LinesOfPrompts();
  const withoutRow = await readFeatureLines(files, { useBaseReward: true, rewards, unread }, (row, line) =>
    lines.add(row, line),
  );
  const rows = new FeatureItems(policy, weights, alone);
  const hash = createHash('sha256');
  for (const row of lines.rows()) {
    hash.update(JSON.stringify([row.promptId, row.id, row.features]));
    rows.add(row);
  }
  rows.addWithoutFeatures(withoutRow);
  if (rows.items.length === 0) throw new UsageError('No completions to evaluate.');
  const { items, merged } = merging(policy, rows.items, merge);
  const distributions = rewardDistributions(items, { ownBins: NOTEBOOK_BINS });
  return {
    items,
    grader: {
      kind: 'features',
      fingerprint: hash.digest('hex').slice(0, 16),
      summary: 'features from prop_probs',
    },
    graded: [],
    leftOut: rows.leftOut,
    withoutRow,
    more: {
      ...(distributions.length > 0 && { distributions }),
      fromFeatures: {
        rbrOnly: alone ? 'fitted-alone' : 'part-of-weights',
        merged,
        fittedOnThese: [weights, alone].some((each) => each && lines.isFittedOn(policy, each)),
      },
    },
  };
}
