import { AnswerTally } from '../../grader/missing.ts';
import type { Policy } from '../../policy/model.ts';
import { classQuality } from './class-quality.ts';
import { rewardDistributions } from './distributions.ts';
import { QUALITY_FIGURES, SAFETY_FIGURES } from './figure-names.ts';
import { Measurement } from './figures.ts';
import type { EvaluatedItem, GraderRecord } from './items.ts';
import { MIN_POSITIVES } from './proposition-answers.ts';
import type { Evaluation, PropositionQuality } from './quality.ts';
import { rankingQuality } from './ranking-quality.ts';
import { intervalsOf, valuesOf } from './read-figures.ts';
import { safetyQuality } from './safety-quality.ts';
import type { ComparableFigure } from './statistics/figure.ts';

export function thresholdsOf({ propositions }: Policy): ReadonlyMap<string, number> {
  return new Map([...propositions].map(([name, { threshold }]) => [name, threshold]));
}

/** Figures by name, as those of `Measurement`; and as `safety.labels.notUnsafe`, `safety.estimates.notUnsafe`. */
export type Figures = ReadonlyMap<string, number | null>;

/** Everything but what takes other runs: those are added by whoever has them. */
export function evaluate(
  policy: Policy,
  items: readonly EvaluatedItem[],
  grader: GraderRecord,
): { readonly evaluation: Evaluation; readonly figures: Figures } {
  const measurement = new Measurement(items, thresholdsOf(policy));
  const distributions = rewardDistributions(items);
  const safety = safetyQuality(measurement.safety);
  const ranking = rankingQuality(measurement);
  return {
    figures: figuresOf(measurement),
    evaluation: {
      missing: items.filter(({ withoutVerdict }) => withoutVerdict).length,
      answers: answersOf(items),
      n: items.length,
      prompts: measurement.promptIds.length,
      propositions: propositionQualities(measurement),
      macro: {
        ...valuesOf(QUALITY_FIGURES, figuresUnder(measurement, 'macro')),
        ...intervalsOf(QUALITY_FIGURES, figuresUnder(measurement, 'macro')),
        n: measurement.figures.get('macro.accuracy')?.n ?? 0,
        prompts: measurement.figures.get('macro.accuracy')?.prompts ?? 0,
        ...measurement.macroCover,
        minPositives: MIN_POSITIVES,
      },
      classes: classQuality(policy, items, measurement),
      ...(ranking && { ranking }),
      ...(distributions.length > 0 && { distributions }),
      ...(safety && { safety }),
      grader,
    },
  };
}

function figuresOf({ figures, safety }: Measurement): Figures {
  const all = safety.get('');
  return new Map([
    ...[...figures].map(([name, { value }]) => [name, value] as const),
    ...SAFETY_FIGURES.flatMap((name) => [
      [`safety.labels.${name}`, all?.labels[name].value ?? null] as const,
      [`safety.estimates.${name}`, all?.estimates[name].value ?? null] as const,
    ]),
  ]);
}

function propositionQualities(measurement: Measurement): Record<string, PropositionQuality> {
  return Object.fromEntries(
    [...measurement.propositions].map(
      ([name, { n, positives, labelled, missing, reliable, calibration }]): [string, PropositionQuality] => {
        const own = figuresUnder(measurement, `propositions.${name}`);
        const rate = measurement.rates.get(name);
        const labels = rate?.labelledRate;
        return [
          name,
          {
            n,
            prompts: own('accuracy').prompts,
            positives,
            labelled,
            missing,
            reliable,
            ...valuesOf(QUALITY_FIGURES, own),
            ...intervalsOf(QUALITY_FIGURES, own),
            calibration,
            ...(rate && { rate: rate.rate }),
            ...(labels && { labels }),
          },
        ];
      },
    ),
  );
}

function figuresUnder({ figures }: Measurement, prefix: string): (name: string) => ComparableFigure {
  return (name) => figures.get(`${prefix}.${name}`) as ComparableFigure;
}

function answersOf(items: readonly EvaluatedItem[]): Evaluation['answers'] {
  const tally = new AnswerTally();
  for (const { asked = 0, unanswered = {} } of items) {
    const reasons = Object.values(unanswered).map(([why]) => why);
    tally.addCounted(
      asked,
      reasons.filter((why) => why !== 'unasked'),
    );
  }
  const { of, missing, reasons } = tally.counts;
  return { of, missing, reasons };
}
