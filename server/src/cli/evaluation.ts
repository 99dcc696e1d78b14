import type { BinaryQuality } from '../grader/metrics.ts';
import type { evaluateClasses, RankingQuality } from '../reward/evaluate.ts';
import type { GraderRecord } from './grade-all.ts';

/** Figures of fewer positives than this say more of chance than of the grader; the macro leaves them out. */
export const MIN_POSITIVES = 5;

export interface Evaluation {
  readonly n: number;
  readonly propositions: Readonly<Record<string, PropositionQuality>>;
  readonly macro: MacroQuality;
  readonly classes: ReturnType<typeof evaluateClasses>;
  readonly ranking?: RankingQuality;
  readonly grader: GraderRecord;
}

export interface PropositionQuality extends BinaryQuality {
  readonly n: number;
  readonly positives: number;
  /** False where the grader itself says that it cannot be relied on. */
  readonly reliable: boolean;
}

export type Figure = 'accuracy' | 'balancedAccuracy' | 'f1' | 'auroc' | 'brier' | 'ece';
export const FIGURES: readonly Figure[] = ['accuracy', 'balancedAccuracy', 'f1', 'auroc', 'brier', 'ece'];

export type MacroQuality = Readonly<Record<Figure, number | null>> & {
  /** How many propositions the means are over: those with enough positives and negatives. */
  readonly propositions: number;
  readonly minPositives: number;
};
