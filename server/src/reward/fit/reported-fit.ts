import type { ReportedFit } from '../report.ts';
import { failureInWords } from './failed-fit.ts';
import type { FitReport, TypeFit } from './fit-types.ts';
import { contradictionsInWords, impossibleInWords, noIntervalInWords } from './in-words.ts';

/** Fits as a report shows them; response types that could not be fitted say why. */
export function reportedFits({ fits, impossible, failed }: FitReport): Record<string, ReportedFit> {
  return Object.fromEntries([
    ...[...fits].map(([type, fit]) => [type, reported(fit)] as const),
    ...[...impossible].map(
      ([type, found]) => [type, { ...NOTHING, remarks: impossibleInWords(found) }] as const,
    ),
    ...[...failed].map(([type, why]) => [type, { ...NOTHING, remarks: failureInWords(why) }] as const),
  ]);
}

const NOTHING: Omit<ReportedFit, 'remarks'> = {
  weights: [],
  pairs: 0,
  completions: 0,
  objective: null,
  trainLoss: 0,
  dualityGap: null,
  l2: 0,
};

function reported(fit: TypeFit): ReportedFit {
  const { features, weights, intervals, heldOut, contradictions } = fit;
  return {
    weights: features.map((feature, index) => {
      const range = intervals?.[index];
      return {
        feature,
        weight: weights[index] as number,
        ...(range?.interval && { interval: [range.interval.low, range.interval.high] as const }),
        ...(range && { prompts: range.prompts }),
        ...(range?.noInterval && { noInterval: noIntervalInWords(range) as string }),
      };
    }),
    pairs: fit.pairs,
    completions: fit.completions,
    objective: fit.objective,
    trainLoss: fit.trainLoss,
    dualityGap: fit.dualityGap,
    l2: fit.l2,
    ...(fit.provenMargin !== undefined && { provenMargin: fit.provenMargin }),
    ...(heldOut && { heldOut }),
    remarks: contradictions ? contradictionsInWords(contradictions) : [],
  };
}
