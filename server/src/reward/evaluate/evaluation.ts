import { AnswerTally } from '../../grader/missing.ts';
import type { Policy } from '../../policy/model.ts';
import { rewardDistributions } from './distributions.ts';
import { type Figures, Measurement, QUALITY_FIGURES, type QualityFigure } from './figures.ts';
import { figureIntervals, type Interval } from './intervals.ts';
import type { EvaluatedItem, GraderRecord } from './items.ts';
import { MIN_POSITIVES } from './proposition-answers.ts';
import type {
  ClassQuality,
  ErrorRates,
  Evaluation,
  MacroQuality,
  RankingQuality,
  SafetyFigures,
  SafetyQuality,
} from './quality.ts';
import type { SafetyCounts } from './safety-shares.ts';

export function thresholdsOf({ propositions }: Policy): ReadonlyMap<string, number> {
  return new Map([...propositions].map(([name, { threshold }]) => [name, threshold]));
}

/** Everything but what takes other runs: those are added by whoever has them. */
export function evaluate(
  policy: Policy,
  items: readonly EvaluatedItem[],
  grader: GraderRecord,
): { readonly evaluation: Evaluation; readonly figures: Figures } {
  const measurement = new Measurement(items, thresholdsOf(policy));
  const figures = measurement.figures();
  const intervals = figureIntervals(measurement);
  const read = new Reader(figures, intervals);
  const distributions = rewardDistributions(items);
  const hasSafety = ['notUnsafe', 'notOverrefuse'].some((name) => read.value(`safety.${name}`) !== null);
  const hasRanking = figures.has('ranking.errorRate');
  return {
    figures,
    evaluation: {
      missing: items.filter(({ withoutVerdict }) => withoutVerdict).length,
      answers: answersOf(items),
      n: items.length,
      propositions: Object.fromEntries(
        [...measurement.propositions].map(
          ([name, { n, positives, labelled, missing, reliable, calibration }]) => [
            name,
            {
              n,
              positives,
              labelled,
              missing,
              reliable,
              ...read.quality(`propositions.${name}`),
              calibration,
            },
          ],
        ),
      ),
      macro: { ...read.quality('macro'), ...measurement.macroCover, minPositives: MIN_POSITIVES },
      classes: classQuality(policy, items, read),
      ...(hasRanking && { ranking: rankingQuality(measurement, figures, read) }),
      ...(distributions.length > 0 && { distributions }),
      ...(hasSafety && { safety: safetyQuality(measurement, items, read) }),
      grader,
    },
  };
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

/** Figures with their intervals, by name. */
class Reader {
  readonly #figures: Figures;
  readonly #intervals: ReadonlyMap<string, Interval>;

  constructor(figures: Figures, intervals: ReadonlyMap<string, Interval>) {
    this.#figures = figures;
    this.#intervals = intervals;
  }

  value(name: string): number | null {
    return this.#figures.get(name) ?? null;
  }

  interval(name: string): { interval?: Interval } {
    const interval = this.#intervals.get(name);
    return interval ? { interval } : {};
  }

  intervals(prefix: string, names: readonly string[]): Record<string, Interval> {
    return Object.fromEntries(
      names.flatMap((name) => {
        const interval = this.#intervals.get(`${prefix}.${name}`);
        return interval ? [[name, interval] as const] : [];
      }),
    );
  }

  quality(prefix: string): Record<QualityFigure, number | null> & Pick<MacroQuality, 'intervals'> {
    const values = QUALITY_FIGURES.map((figure) => [figure, this.value(`${prefix}.${figure}`)]);
    return {
      ...(Object.fromEntries(values) as Record<QualityFigure, number | null>),
      intervals: this.intervals(prefix, QUALITY_FIGURES),
    };
  }
}

function classQuality(policy: Policy, items: readonly EvaluatedItem[], read: Reader): ClassQuality {
  const confusion: Record<string, Record<string, number>> = {};
  let [n, of] = [0, 0];
  for (const { expectedClass: expected, predictedClass: predicted } of items) {
    if (expected === undefined) continue;
    of++;
    if (predicted === undefined) continue;
    n++;
    const row = confusion[expected] ?? {};
    row[predicted] = (row[predicted] ?? 0) + 1;
    confusion[expected] = row;
  }
  const ordered = policy.classOrder.map(({ text }) => text);
  return {
    n,
    of,
    accuracy: read.value('classes.accuracy'),
    ...read.interval('classes.accuracy'),
    order: [...ordered, ...[...policy.classes.keys()].filter((name) => !ordered.includes(name))],
    confusion,
  };
}

function rankingQuality(measurement: Measurement, figures: Figures, read: Reader): RankingQuality {
  const counts = measurement.comparisonCounts();
  const of = (prefix: string, type: string): ErrorRates => ({
    n: counts.get(type)?.n ?? 0,
    of: counts.get(type)?.of ?? 0,
    errorRate: read.value(`${prefix}.errorRate`),
    ...read.interval(`${prefix}.errorRate`),
    rmOnly: {
      errorRate: read.value(`${prefix}.rmOnly`),
      n: counts.get(type)?.withBase ?? 0,
      ...read.interval(`${prefix}.rmOnly`),
    },
    rbrOnly: { errorRate: read.value(`${prefix}.rbrOnly`), ...read.interval(`${prefix}.rbrOnly`) },
  });
  const types = [...figures.keys()].flatMap((name) => {
    const found = /^ranking\.(.+)\.errorRate$/.exec(name);
    return found?.[1] === undefined ? [] : [found[1]];
  });
  return {
    ...of('ranking', ''),
    responseTypes: Object.fromEntries(types.map((type) => [type, of(`ranking.${type}`, type)])),
  };
}

const SAFETY_FIGURES = ['notUnsafe', 'notOverrefuse', 'hardRefusalStyle', 'f1'] as const;

const NO_COUNTS: SafetyCounts = { notUnsafe: 0, notOverrefuse: 0, hardRefusalStyle: 0 };

function safetyQuality(
  measurement: Measurement,
  items: readonly EvaluatedItem[],
  read: Reader,
): SafetyQuality {
  const counts = measurement.safetyCounts();
  const of = (prefix: string, category: string): SafetyFigures => {
    const values = SAFETY_FIGURES.map((name) => [name, read.value(`${prefix}.${name}`)]);
    return {
      ...(Object.fromEntries(values) as Record<(typeof SAFETY_FIGURES)[number], number | null>),
      counts: counts.get(category) ?? NO_COUNTS,
      intervals: read.intervals(prefix, SAFETY_FIGURES),
    };
  };
  const categories = [...new Set(items.flatMap(({ category }) => category ?? []))];
  return {
    ...of('safety', ''),
    byCategory: Object.fromEntries(
      categories.map((category) => [
        category,
        {
          n: items.filter((item) => item.category === category).length,
          ...of(`safety.${category}`, category),
        },
      ]),
    ),
  };
}
