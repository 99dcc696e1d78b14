import type { EvaluationWords } from './evaluate/missing-first.ts';
import type { Evaluation } from './evaluate/quality.ts';
import type { Explained } from './glossary/explained.ts';
import type { OrderProof } from './prove/prove.ts';
import type { ReportedRobust } from './robust/reported.ts';

/** What a report shows, in the panel and as a file: whatever of it there is. */
export interface Report {
  readonly title: string;
  readonly evaluation?: Evaluation;
  /** Of the evaluation. */
  readonly words?: EvaluationWords;
  readonly fit?: Readonly<Record<string, ReportedFit>>;
  /** Response type -> its pairs of classes. */
  readonly proofs?: Readonly<Record<string, readonly OrderProof[]>>;
  /** The order of the classes under the errors of the last evaluation's grader, or why these are not known. */
  readonly robust?: ReportedRobust | { readonly reason: string };
  /** What the figures mean. */
  readonly glossary?: readonly Explained[];
  /** What is to be said beside it, a line each. */
  readonly notes?: readonly string[];
}

export interface ReportedFit {
  readonly weights: readonly ReportedWeight[];
  readonly pairs: number;
  readonly completions: number;
  readonly objective: number | null;
  readonly trainLoss: number;
  readonly dualityGap: number | null;
  readonly l2: number;
  readonly provenMargin?: number;
  readonly heldOut?: {
    readonly prompts: number;
    readonly loss: number | null;
    readonly errorRate: number | null;
    readonly rmOnly: { readonly errorRate: number | null };
    readonly rbrOnly: { readonly errorRate: number | null };
    readonly rbrFittedAlone: { readonly errorRate: number | null };
  };
  /** Contradictions, or why there is no fit, in words. */
  readonly remarks: readonly string[];
}

export interface ReportedWeight {
  readonly feature: string;
  readonly weight: number;
  /** 95%, by bootstrap over prompts; missing where there can be none. */
  readonly interval?: readonly [low: number, high: number];
  /** The prompts whose ranked pairs differ in the feature: what the interval rests on. */
  readonly prompts?: number;
  /** Why there is no interval, in words. */
  readonly noInterval?: string;
}
