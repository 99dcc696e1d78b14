import type { Distribution, RewardKind } from '../../reward/evaluate/distributions.ts';
import type { Evaluation } from '../../reward/evaluate/quality.ts';
import { figure, table } from './table.ts';

/** What the figures take for granted, and the distributions of rewards as a table; nothing where completions are graded here. */
export function fromFeaturesText(evaluation: Evaluation): string[] {
  const { fromFeatures, distributions = [] } = evaluation;
  if (!fromFeatures) return [];
  return [
    whatItRestsOn(evaluation).join('\n'),
    ...(distributions.length > 0
      ? [
          `rewards less the mean of the ideal completions of their prompt; how many of each label lie in each of equally wide bins\n${distributionTable(distributions)}`,
        ]
      : []),
  ];
}

/** What the figures take for granted, a sentence each. */
export function whatItRestsOn({ fromFeatures }: Evaluation): string[] {
  if (!fromFeatures) return [];
  const { rbrOnly, merged, fittedOnThese } = fromFeatures;
  const together = Object.entries(merged).map(
    ([name, types]) => `${name} is ${types.join(' and ')} together, each rewarded by its own weights.`,
  );
  return [
    rbrOnly === 'fitted-alone'
      ? 'Rules alone: by the weights of --weights-alone, which are taken to be fitted without the reward model.'
      : "Rules alone: the rules' part of the weights, which were fitted together with the reward model; --weights-alone takes weights fitted without it.",
    ...(together.length > 0 ? together : ['Response types are shown one by one; --merge shows some as one.']),
    fittedOnThese
      ? 'Weights were fitted on these very completions: nothing here is held out.'
      : 'The files do not say whether the weights were fitted on some of these prompts: nothing here is called held out.',
  ];
}

const NAMES: Readonly<Record<RewardKind, string>> = { rm: 'reward model', rbr: 'rules', both: 'both' };

function distributionTable(distributions: readonly Distribution[]): string {
  return table([
    [
      'response type',
      'reward',
      'label',
      'n',
      'mean',
      '5%',
      'median',
      '95%',
      'bins from',
      'to',
      'in each bin',
    ],
    ...distributions.map(({ responseType, reward, label, n, mean, quantiles, ownHistogram }) => [
      responseType,
      NAMES[reward],
      label,
      String(n),
      // A mean that is 0 but for rounding is no negative number.
      ...[mean, quantiles[0], quantiles[2], quantiles[4]].map((value) =>
        figure(Math.abs(value) < 1e-9 ? 0 : value),
      ),
      ...(ownHistogram
        ? [figure(ownHistogram.from), figure(ownHistogram.to), ownHistogram.counts.join(' ')]
        : ['', '', '']),
    ]),
  ]);
}
