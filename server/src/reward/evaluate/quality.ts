import type { CalibrationBin } from '../../grader/metrics.ts';
import type { AnswerCounts } from '../../grader/missing.ts';
import type { Ablation } from './ablation.ts';
import type { Comparison } from './compare.ts';
import type { Distribution } from './distributions.ts';
import type { QualityFigure } from './figures.ts';
import type { Interval } from './intervals.ts';
import type { GraderRecord } from './items.ts';
import type { SafetyCounts } from './safety-shares.ts';

/** What is known of a policy with its grader and its weights; the JSON document of `rbr evaluate`. */
export interface Evaluation {
  /** Completions whose class is not told by the answers that are there. */
  readonly missing: number;
  /** Lines of input that could not be read; where there is a command that counts them. */
  readonly unreadable?: number;
  /** What was asked for, and why some of it is missing. */
  readonly answers: Pick<AnswerCounts, 'of' | 'missing' | 'reasons'>;
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

/** The figures are over `n`; null where they are not defined, as where `n` is 0. */
export type PropositionQuality = Readonly<Record<QualityFigure, number | null>> & {
  /** Labelled completions with an answer. */
  readonly n: number;
  /** Of `n`: those labelled yes. */
  readonly positives: number;
  /** Labelled completions, with an answer or without one. */
  readonly labelled: number;
  /** Of `labelled`: those that were asked about and have no answer. */
  readonly missing: number;
  /** False where the grader itself says that it cannot be relied on. */
  readonly reliable: boolean;
  readonly intervals: Readonly<Partial<Record<QualityFigure, Interval>>>;
  readonly calibration: readonly CalibrationBin[];
};

export type MacroQuality = Readonly<Record<QualityFigure, number | null>> & {
  /** How many propositions have labels enough, of either kind, and answers to at least half of either. */
  readonly propositions: number;
  /** How many have labels enough. The means are given only where all of them have the answers, else they are null. */
  readonly of: number;
  readonly minPositives: number;
  readonly intervals: Readonly<Partial<Record<QualityFigure, Interval>>>;
};

export interface ClassQuality {
  /** Completions with an expected class and a predicted one. */
  readonly n: number;
  /** Completions with an expected class. */
  readonly of: number;
  /** Null where n is 0. */
  readonly accuracy: number | null;
  readonly interval?: Interval;
  /** Best first. */
  readonly order: readonly string[];
  /** Expected class -> predicted class -> how many. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface ErrorRates {
  /** Comparisons with a reward on both sides; the rates are over these. */
  readonly n: number;
  /** All comparisons of the ranking; where a reward is missing for want of an answer, they are not in `n`. */
  readonly of: number;
  /** The share of comparisons with an ideal completion in which the other one is ranked at or above it. */
  readonly errorRate: number | null;
  /** Over those of `n` that have scores of a reward model on both sides. */
  readonly rmOnly: {
    readonly errorRate: number | null;
    readonly n: number;
    readonly interval?: Interval;
  };
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
  /** Over how many completions each is. */
  readonly counts: SafetyCounts;
  readonly intervals?: Readonly<Record<string, Interval>>;
}

export interface SafetyQuality extends SafetyFigures {
  readonly byCategory: Readonly<Record<string, SafetyFigures & { readonly n: number }>>;
}
