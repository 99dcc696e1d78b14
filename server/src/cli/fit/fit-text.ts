import type { WeightUncertainty } from '../../reward/fit/bootstrap.ts';
import { failureInWords } from '../../reward/fit/failed-fit.ts';
import type { FitReport, TypeFit } from '../../reward/fit/fit-types.ts';
import type { HeldOut } from '../../reward/fit/held-out.ts';
import { contradictionsInWords, impossibleInWords, noIntervalInWords } from '../../reward/fit/in-words.ts';
import type { AssumedErrors } from '../../reward/robust/assumed-errors.ts';
import type { ExpectedProof } from '../../reward/robust/proof-record.ts';
import { counted } from '../counted.ts';

/** A fit for a terminal. */
export function fitText({ fits, impossible, failed }: FitReport): string {
  const blocks = [
    ...[...fits].map(([type, fit]) => typeText(type, fit)),
    ...[...impossible].map(([type, found]) =>
      [`${type}: not fitted`, ...impossibleInWords(found)].join('\n  '),
    ),
    ...[...failed].map(([type, why]) => {
      const [first = '', ...more] = failureInWords(why);
      return [`${type}: ${first}`, ...more].join('\n  ');
    }),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function typeText(type: string, fit: TypeFit): string {
  const { features, weights, pairs, trainLoss, objective, dualityGap, intervals, heldOut, chosenL2 } = fit;
  const certificate =
    objective === null || dualityGap === null
      ? 'by AdamW, which certifies nothing'
      : `objective ${decimals(objective, 6)} (within ${dualityGap.toExponential(1)} of the optimum)`;
  // Where the objective is no small number, a small loss beside it is none.
  const meanHinge =
    objective !== null && objective >= 1e-6 && trainLoss < 1e-6 ? (0).toFixed(6) : decimals(trainLoss, 6);
  const width = Math.max(...features.map((name) => name.length));
  const lines = features.map((name, index) => {
    return `  ${name.padEnd(width)} ${signed(weights[index] as number)}${intervalText(intervals?.[index])}`;
  });
  const remarks = [
    ...(fit.provenMargin !== undefined
      ? [`order of the classes proven for correct grades, with margin ${fit.provenMargin}`]
      : []),
    ...(fit.expectedProof ? expectedProofLines(fit.expectedProof, fit.errors) : []),
    ...(chosenL2 ? [`l2 ${chosenL2.l2} by cross-validation over prompts`] : []),
    ...(intervals?.some(({ interval }) => interval)
      ? [
          'intervals are 95%, by prompts drawn anew; n counts the prompts whose ranked pairs differ in the feature',
        ]
      : []),
    ...(heldOut ? heldOutText(heldOut) : []),
    ...(fit.contradictions ? contradictionsInWords(fit.contradictions) : []),
  ];
  return [
    `${type}: ${counted(pairs, 'pair')}, mean hinge ${meanHinge}, ${certificate}`,
    ...lines,
    ...remarks.map((remark) => `  ${remark}`),
  ].join('\n');
}

function intervalText(found: WeightUncertainty | undefined): string {
  if (!found) return '';
  const { interval, prompts } = found;
  if (!interval) return `  ${noIntervalInWords(found)}`;
  const mark = interval.includesZero ? '  not distinguishable from 0' : '';
  return `  [${signed(interval.low)}, ${signed(interval.high)}]  n ${prompts}${mark}`;
}

function heldOutText({
  prompts,
  comparisons,
  loss,
  errorRate,
  rmOnly,
  rbrOnly,
  rbrFittedAlone,
}: HeldOut): string[] {
  return [
    `held out: ${counted(prompts, 'prompt')}, mean hinge ${figure(loss)}`,
    `error rate on them (${comparisons} ${comparisons === 1 ? 'comparison' : 'comparisons'} with an ideal completion): ${figure(errorRate)}`,
    `  reward model alone ${figure(rmOnly.errorRate)}`,
    `  rules alone, with these weights ${figure(rbrOnly.errorRate)}`,
    `  rules alone, with weights fitted without the reward model ${figure(rbrFittedAlone.errorRate)}`,
  ];
}

function signed(value: number): string {
  return decimals(value, 4).padStart(9);
}

/** So many decimals; a number that these would hide or drown is in scientific notation. */
function decimals(value: number, count: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 10 ** -count || size >= 1e7)
    ? value.toExponential(count - 1)
    : (value + 0).toFixed(count);
}

function figure(value: number | null): string {
  return value === null ? '–' : value.toFixed(4);
}

function expectedProofLines(
  { margin, over, anyRatesMargin, crispMargin }: ExpectedProof,
  errors: AssumedErrors | undefined,
): string[] {
  const rates = [...(errors?.rates ?? [])]
    .filter(([, { falseNegative, falsePositive }]) => falseNegative > 0 || falsePositive > 0)
    .map(
      ([name, { falseNegative, falsePositive }]) =>
        `${name} ${percent(falseNegative)} where it is true, ${percent(falsePositive)} where it is false`,
    );
  return [
    `order of the classes proven on average over wrong grades, errors independent, with margin ${margin}`,
    `grades are wrong ${over === 'upTo' ? 'at any rate up to these, upper bounds of what was measured' : 'at these rates, upper bounds of what was measured'}: ${rates.length > 0 ? rates.join('; ') : 'none'}`,
    `whatever the rates are up to these: margin ${figure(anyRatesMargin)}; of correct grades: margin ${figure(crispMargin)}`,
    'these are margins of means: single completions can still be paid the wrong way round',
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
