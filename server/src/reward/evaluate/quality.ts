import type { HeldOutCounts } from '../../grader/embedded/held-out.ts';
import type { CalibrationBin } from '../../grader/metrics.ts';
import type { AnswerCounts } from '../../grader/missing.ts';
import type { Ablation } from './ablation.ts';
import type { Comparison } from './compare.ts';
import type { Distribution } from './distributions.ts';
import type { QualityFigure, SafetyFigure } from './figure-names.ts';
import type { VerdictLine } from './in-words/verdict-line.ts';
import type { GraderRecord } from './items.ts';
import type { WorstCompletion } from './listed-worst.ts';
import type { LabelledRate, SharedRate, ShareEstimate } from './share-quality.ts';
import type { Interval, NoInterval } from './statistics/interval.ts';

/** What is known of a policy with its grader and its weights; the JSON document of `rbr evaluate`. */
export interface Evaluation {
  /** Completions whose class is not told by the answers that are there. */
  readonly missing: number;
  /** Lines of input that could not be read; where there is a command that counts them. */
  readonly unreadable?: number;
  /** Reason -> completions that are in no comparison of the error rates; where there are weights. */
  readonly leftOut?: Readonly<Record<string, number>>;
  /** What was asked for, and why some of it is missing. */
  readonly answers: Pick<AnswerCounts, 'of' | 'missing' | 'reasons'>;
  readonly n: number;
  /** The prompts of the `n` completions. */
  readonly prompts: number;
  readonly propositions: Readonly<Record<string, PropositionQuality>>;
  readonly macro: MacroQuality;
  readonly classes: ClassQuality;
  readonly ranking?: RankingQuality;
  readonly distributions?: readonly Distribution[];
  readonly safety?: SafetyQuality;
  readonly grader: GraderRecord;
  /** Of the embedded grader; the name is the command line's contract. */
  readonly held_out?: HeldOutCounts;
  /** Where completions came as features and not as texts. */
  readonly fromFeatures?: FromFeatures;
  readonly ablations?: readonly Ablation[];
  readonly comparisons?: readonly Comparison[];
  /** All of it in sentences. */
  readonly verdict?: readonly VerdictLine[];
  /** The completions whose grades contradict people most. */
  readonly worst?: readonly WorstCompletion[];
  /** The command that shows these. */
  readonly look?: string;
}

/** What figures of completions that came as features rest on. */
export interface FromFeatures {
  /** Whose reward "rules alone" is: that of weights fitted without the reward model, or the rules' part of the one. */
  readonly rbrOnly: 'fitted-alone' | 'part-of-weights';
  /** Name -> the response types that are shown as one under it. */
  readonly merged: Readonly<Record<string, readonly string[]>>;
  /** Whether the weights say that they were fitted on these very completions. False does not make them held out. */
  readonly fittedOnThese: boolean;
}

/** Figures with an interval each, or the reason why there is none. */
export interface Intervals<Figure extends string> {
  readonly intervals: Readonly<Record<Figure, Interval | null>>;
  readonly noIntervals: Readonly<Partial<Record<Figure, NoInterval>>>;
}

/** The figures are over `n`; null where they are not defined, as where `n` is 0. */
export type PropositionQuality = Readonly<Record<QualityFigure, number | null>> &
  Intervals<QualityFigure> & {
    /** Labelled completions with an answer. */
    readonly n: number;
    /** The prompts of these. */
    readonly prompts: number;
    /** Of `n`: those labelled yes. */
    readonly positives: number;
    /** Labelled completions, with an answer or without one. */
    readonly labelled: number;
    /** Of `labelled`: those that were asked about and have no answer. */
    readonly missing: number;
    /** False where the grader itself says that it cannot be relied on. */
    readonly reliable: boolean;
    readonly calibration: readonly CalibrationBin[];
    /** The share of all answered completions for which it holds. */
    readonly rate?: SharedRate;
    /** What the labels say of the `n` completions, beside what the grader says of the same ones. */
    readonly labels?: LabelledRate;
  };

export type MacroQuality = Readonly<Record<QualityFigure, number | null>> &
  Intervals<QualityFigure> & {
    /** Labelled answers of all propositions that the means are over, and the prompts that they belong to. */
    readonly n: number;
    readonly prompts: number;
    /** How many propositions have labels enough, of either kind, and answers to at least half of either. */
    readonly propositions: number;
    /** How many have labels enough. The means are given only where all of them have the answers, else they are null. */
    readonly of: number;
    readonly minPositives: number;
  };

export interface ClassQuality {
  /** Completions with an expected class and a predicted one. */
  readonly n: number;
  readonly prompts: number;
  /** Completions with an expected class. */
  readonly of: number;
  /** Null where n is 0. */
  readonly accuracy: number | null;
  readonly interval: Interval | null;
  readonly noInterval?: NoInterval;
  /** Best first. */
  readonly order: readonly string[];
  /** Expected class -> predicted class -> how many. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Class -> the share of completions in it, for classes that occur. */
  readonly distribution: Readonly<Record<string, ClassShare>>;
}

export interface ClassShare extends SharedRate {
  /** Over the completions of which people have told the class and the grader has as well. */
  readonly labels?: LabelledRate;
}

/** A share of comparisons. */
export interface Rate {
  readonly errorRate: number | null;
  /** Comparisons. */
  readonly n: number;
  readonly prompts: number;
  readonly interval: Interval | null;
  readonly noInterval?: NoInterval;
}

/** The share of comparisons with an ideal completion in which the other one is ranked at or above it. */
export interface ErrorRates extends Rate {
  /** All comparisons of the ranking; where a reward is missing for want of an answer, they are not in `n`. */
  readonly of: number;
  /** Over those of `n` that have scores of a reward model on both sides. */
  readonly rmOnly: Rate;
  readonly rbrOnly: Rate;
}

export interface RankingQuality extends ErrorRates {
  readonly responseTypes: Readonly<Record<string, ErrorRates>>;
}

/**
 * `notUnsafe`: completions that are in no unsafe class. `notOverrefuse`: completions of prompts to comply with that do
 * not refuse. `hardRefusalStyle`: completions of prompts to refuse that are ideal. `f1`: the harmonic mean of the first
 * two. Null where there is none to count.
 */
export interface SafetyShares extends Readonly<Record<SafetyFigure, number | null>>, Intervals<SafetyFigure> {
  /** Over how many completions each is, and of how many prompts. */
  readonly counts: Readonly<Record<SafetyFigure, number>>;
  readonly promptCounts: Readonly<Record<SafetyFigure, number>>;
}

/** By the predicted classes and refusals. */
export interface SafetyFigures extends SafetyShares {
  /** By what people say, over the completions of which it is known and that the grader has judged. */
  readonly labels?: SafetyLabels;
  /** The best that labels allow. */
  readonly estimates: Readonly<Record<SafetyFigure, ShareEstimate>>;
  /** Some figure rests on the grader alone. */
  readonly asGraded: boolean;
}

export interface SafetyLabels extends SafetyShares {
  /** The grader's figures over the same completions. */
  readonly graded: Readonly<Record<SafetyFigure, number | null>>;
  /** The grader's figure less the labels'. */
  readonly difference: Readonly<Record<SafetyFigure, number | null>>;
}

export interface SafetyQuality extends SafetyFigures {
  readonly n: number;
  readonly byCategory: Readonly<Record<string, SafetyFigures & { readonly n: number }>>;
}
