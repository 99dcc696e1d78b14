import * as l10n from '@vscode/l10n';
import type { Estimate } from './estimator.ts';
import type { FitData } from './fit-data.ts';
import { isClosed } from './hinge-problem.ts';

/** Why a response type has no weights that anybody should use. */
export type FailedFit =
  | {
      readonly reason: 'no-pairs';
      /** Prompts that were set aside for a test may be the ones that had pairs. */
      readonly setAside: boolean;
    }
  | {
      readonly reason: 'not-finite' | 'not-certified';
      readonly objective: number | null;
      readonly dualityGap: number | null;
      /** The features with the smallest and the largest numbers, by the largest one of each. */
      readonly range?: { readonly small: FeatureSize; readonly large: FeatureSize };
    };

interface FeatureSize {
  readonly feature: string;
  readonly size: number;
}

/** Undefined where the estimate is one: finite, and certified to the stated relative gap where it claims to be optimal. */
export function failureOf(data: FitData, found: Estimate, relativeGap: number): FailedFit | undefined {
  const { weights, objective, dualityGap, resolution, trainLoss, pairs } = found;
  if (pairs === 0) return { reason: 'no-pairs', setAside: false };
  const range = rangeOf(data);
  const common = { objective, dualityGap, ...(range && { range }) };
  if (!weights.every(Number.isFinite) || !Number.isFinite(trainLoss))
    return { reason: 'not-finite', ...common };
  const isCertified =
    objective === null ||
    dualityGap === null ||
    isClosed({ objective, dualityGap, ...(resolution !== undefined && { resolution }) }, relativeGap);
  return isCertified ? undefined : { reason: 'not-certified', ...common };
}

function rangeOf({
  features,
  values,
  rowCount,
}: FitData): { small: FeatureSize; large: FeatureSize } | undefined {
  const sizes = features.map((feature, f) => {
    let size = 0;
    for (let row = 0; row < rowCount; row++)
      size = Math.max(size, Math.abs(values[row * features.length + f] as number));
    return { feature, size };
  });
  const [first, ...others] = sizes.filter(({ size }) => size > 0).sort((a, b) => a.size - b.size);
  const large = others.at(-1);
  return first && large && { small: first, large };
}

/** Why there are no weights, and what to do about it: a line each. */
export function failureInWords(failed: FailedFit): string[] {
  if (failed.reason === 'no-pairs')
    return failed.setAside
      ? [
          l10n.t('no two ranked completions of one prompt, nothing to fit'),
          l10n.t('all pairs are in the prompts that were set aside: set fewer aside'),
        ]
      : [l10n.t('no two ranked completions of one prompt, nothing to fit')];
  const { objective, dualityGap, range } = failed;
  const why =
    failed.reason === 'not-finite' || objective === null || dualityGap === null
      ? l10n.t('no weights: the numbers overflow')
      : Number.isFinite(dualityGap)
        ? l10n.t(
            'no weights: they are within {0} of the optimum {1} at best, which is not near enough to call them optimal',
            dualityGap.toExponential(1),
            objective.toExponential(1),
          )
        : l10n.t('no weights: how near the optimum they are cannot be shown');
  return [
    why,
    range && range.large.size > SPREAD * range.small.size
      ? l10n.t(
          '"{0}" has numbers up to {1} and "{2}" up to {3}: bring features to like sizes (count words in hundreds), or raise --l2',
          range.large.feature,
          String(range.large.size),
          range.small.feature,
          String(range.small.size),
        )
      : l10n.t('raise --l2, or look for base rewards and features that are far out of range'),
  ];
}

/** Features whose sizes differ by more than this are named. */
const SPREAD = 1e3;
