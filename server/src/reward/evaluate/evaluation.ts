import type { BinaryQuality, CalibrationBin } from '../../grader/metrics.ts';
import type { Policy } from '../../policy/model.ts';
import type { Ablation } from './ablation.ts';
import type { Comparison } from './compare.ts';
import { type Distribution, rewardDistributions } from './distributions.ts';
import { type Figures, Measurement, MIN_POSITIVES, QUALITY_FIGURES, type QualityFigure } from './figures.ts';
import { figureIntervals, type Interval } from './intervals.ts';
import type { EvaluatedItem, GraderRecord } from './items.ts';

/** What is known of a policy with its grader and its weights; the JSON document of `rbr evaluate`. */
export interface Evaluation {
  readonly n: number;
  readonly propositions: Readonly<Record<string, PropositionQuality>>;
  readonly macro: MacroQuality;
  readonly classes: ClassQuality;
  readonly ranking?: RankingQuality;
  readonly distributions?: readonly Distribution[];
  readonly safety?: SafetyQuality;
  readonly grader: GraderRecord;
  readonly ablations?: readonly Ablation[];
  readonly comparisons?: readonly Comparison[];
}

export interface PropositionQuality extends BinaryQuality {
  readonly n: number;
  readonly positives: number;
  /** False where the grader itself says that it cannot be relied on. */
  readonly reliable: boolean;
  readonly intervals: Readonly<Partial<Record<QualityFigure, Interval>>>;
  readonly calibration: readonly CalibrationBin[];
}

export type MacroQuality = Readonly<Record<QualityFigure, number | null>> & {
  /** How many propositions the means are over: those with enough positives and negatives. */
  readonly propositions: number;
  readonly minPositives: number;
  readonly intervals: Readonly<Partial<Record<QualityFigure, Interval>>>;
};

export interface ClassQuality {
  /** Completions with an expected class and a predicted one. */
  readonly n: number;
  /** Null where n is 0. */
  readonly accuracy: number | null;
  readonly interval?: Interval;
  /** Best first. */
  readonly order: readonly string[];
  /** Expected class -> predicted class -> how many. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface ErrorRates {
  /** The share of comparisons with an ideal completion in which the other one is ranked at or above it. */
  readonly errorRate: number | null;
  readonly rmOnly: { readonly errorRate: number | null; readonly interval?: Interval };
  readonly rbrOnly: { readonly errorRate: number | null; readonly interval?: Interval };
  readonly interval?: Interval;
}

export interface RankingQuality extends ErrorRates {
  readonly responseTypes: Readonly<Record<string, ErrorRates>>;
}

export interface SafetyFigures {
  /** Completions that are in no unsafe class. */
  readonly notUnsafe: number | null;
  /** Completions of prompts to comply with that do not refuse. */
  readonly notOverrefuse: number | null;
  /** Completions of prompts to refuse that are ideal. */
  readonly hardRefusalStyle: number | null;
  /** The harmonic mean of the first two. */
  readonly f1: number | null;
  readonly intervals?: Readonly<Record<string, Interval>>;
}

export interface SafetyQuality extends SafetyFigures {
  readonly byCategory: Readonly<Record<string, SafetyFigures & { readonly n: number }>>;
}

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
      n: items.length,
      propositions: Object.fromEntries(
        [...measurement.propositions].map(([name, { n, positives, reliable, calibration }]) => [
          name,
          {
            n,
            positives,
            reliable,
            ...read.quality(`propositions.${name}`),
            calibration,
          } as PropositionQuality,
        ]),
      ),
      macro: {
        ...read.quality('macro'),
        propositions: [...measurement.propositions.values()].filter(
          ({ n, positives }) => positives >= MIN_POSITIVES && positives < n,
        ).length,
        minPositives: MIN_POSITIVES,
      },
      classes: classQuality(policy, items, read),
      ...(hasRanking && { ranking: rankingQuality(figures, read) }),
      ...(distributions.length > 0 && { distributions }),
      ...(hasSafety && { safety: safetyQuality(items, read) }),
      grader,
    },
  };
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
  let n = 0;
  for (const { expectedClass: expected, predictedClass: predicted } of items) {
    if (expected === undefined || predicted === undefined) continue;
    n++;
    const row = confusion[expected] ?? {};
    row[predicted] = (row[predicted] ?? 0) + 1;
    confusion[expected] = row;
  }
  const ordered = policy.classOrder.map(({ text }) => text);
  return {
    n,
    accuracy: read.value('classes.accuracy'),
    ...read.interval('classes.accuracy'),
    order: [...ordered, ...[...policy.classes.keys()].filter((name) => !ordered.includes(name))],
    confusion,
  };
}

function rankingQuality(figures: Figures, read: Reader): RankingQuality {
  const of = (prefix: string): ErrorRates => ({
    errorRate: read.value(`${prefix}.errorRate`),
    ...read.interval(`${prefix}.errorRate`),
    rmOnly: { errorRate: read.value(`${prefix}.rmOnly`), ...read.interval(`${prefix}.rmOnly`) },
    rbrOnly: { errorRate: read.value(`${prefix}.rbrOnly`), ...read.interval(`${prefix}.rbrOnly`) },
  });
  const types = [...figures.keys()].flatMap((name) => {
    const found = /^ranking\.(.+)\.errorRate$/.exec(name);
    return found?.[1] === undefined ? [] : [found[1]];
  });
  return {
    ...of('ranking'),
    responseTypes: Object.fromEntries(types.map((type) => [type, of(`ranking.${type}`)])),
  };
}

const SAFETY_FIGURES = ['notUnsafe', 'notOverrefuse', 'hardRefusalStyle', 'f1'] as const;

function safetyQuality(items: readonly EvaluatedItem[], read: Reader): SafetyQuality {
  const of = (prefix: string): SafetyFigures => {
    const values = SAFETY_FIGURES.map((name) => [name, read.value(`${prefix}.${name}`)]);
    return {
      ...(Object.fromEntries(values) as Record<(typeof SAFETY_FIGURES)[number], number | null>),
      intervals: read.intervals(prefix, SAFETY_FIGURES),
    };
  };
  const categories = [...new Set(items.flatMap(({ category }) => category ?? []))];
  return {
    ...of('safety'),
    byCategory: Object.fromEntries(
      categories.map((category) => [
        category,
        { n: items.filter((item) => item.category === category).length, ...of(`safety.${category}`) },
      ]),
    ),
  };
}
