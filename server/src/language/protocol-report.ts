/** The messages about fits and evaluations; as `protocol.ts`, types and names only. */

import type { Report } from '../reward/report.ts';
import { notification, request } from './protocol-names.ts';

export type { CalibrationBin } from '../grader/metrics.ts';
export type { Ablation } from '../reward/evaluate/ablation.ts';
export type { Comparison } from '../reward/evaluate/compare.ts';
export type { Distribution } from '../reward/evaluate/distributions.ts';
export type { NextAction, VerdictLine } from '../reward/evaluate/in-words/verdict-line.ts';
export type { WorstCompletion } from '../reward/evaluate/listed-worst.ts';
export type { EvaluationWords } from '../reward/evaluate/missing-first.ts';
export type {
  ClassQuality,
  ErrorRates,
  Evaluation,
  RankingQuality,
  SafetyFigures,
  SafetyQuality,
} from '../reward/evaluate/quality.ts';
export type { LabelledRate, SharedRate } from '../reward/evaluate/share-quality.ts';
export type { Explained } from '../reward/glossary/explained.ts';
export type { OrderProof } from '../reward/prove/prove.ts';
export type { Report, ReportedFit, ReportedWeight } from '../reward/report.ts';
export type { MeasuredRate } from '../reward/robust/error-rates.ts';
export type { ReportedRobust } from '../reward/robust/reported.ts';
export type { ExpectedOrder, RobustPair, RobustProof } from '../reward/robust/robust-proof.ts';

/** `rbr/fit`: fits the reward of a policy on its labelled samples. */
export interface FitParams {
  readonly uri: string;
  /** Names the run in `rbr/reportProgress`. */
  readonly run: string;
  /** The order of the classes is to be proven with this margin. */
  readonly prove?: number;
}

export const FIT_REQUEST = request<FitParams, ReportResult>('rbr/fit');

/** `rbr/evaluate`: evaluates a policy on its samples. */
export interface EvaluateParams {
  readonly uri: string;
  readonly run: string;
  /** Runs that were kept, to compare with; beside the last one of this policy, which the server remembers. */
  readonly against?: readonly KeptRun[];
}

/** An evaluation as a file. */
export interface KeptRun {
  readonly name: string;
  readonly text: string;
}

export const EVALUATE_REQUEST = request<EvaluateParams, ReportResult>('rbr/evaluate');

export type ReportResult =
  | {
      readonly report: Report;
      /** Of a fit: what to write where, for the client to keep or not. */
      readonly weights?: { readonly uri: string; readonly text: string };
      /** Of an evaluation. */
      readonly kept?: KeptRun;
    }
  /** Why there is none, in words for the user. */
  | { readonly reason: string };

/** `rbr/reportProgress` (server to client). */
export interface ReportProgress {
  readonly run: string;
  readonly done: number;
  readonly total: number;
}

export const REPORT_PROGRESS = notification<ReportProgress>('rbr/reportProgress');

/** The client commands; their only argument, a policy's URI, may be left out. */
export const FIT_COMMAND = 'rbr.fit';
export const EVALUATE_COMMAND = 'rbr.evaluate';
export const COMPARE_RUNS_COMMAND = 'rbr.compareRuns';
