import type { Grade } from '../grader.ts';

/** Human labels of one proposition. */
export interface LabelCounts {
  readonly labels: number;
  readonly positives: number;
}

/**
 * Of either answer this many labels are needed: below it, cross-validated quality is chance
 * (docs/embedded-grader.md). Only labels of completions count. A policy's own examples help with the
 * learning, but nothing learnt from them alone can be checked against a completion that a model wrote.
 */
export const LABELS_NEEDED = 10;

export function isReliable({ labels, positives }: LabelCounts): boolean {
  return positives >= LABELS_NEEDED && labels - positives >= LABELS_NEEDED;
}

/** The share of positives, with half a label of either kind added: what was not seen yet is rare, not impossible. */
export function baseRate({ labels, positives }: LabelCounts): number {
  return (positives + 0.5) / (labels + 1);
}

/** The answer where there are too few labels: the base rate, flagged, or none where nothing is labelled. */
export function baseRateGrade(counts: LabelCounts): Grade {
  return {
    p: counts.labels === 0 ? null : baseRate(counts),
    mode: 'base_rate',
    note: unreliableNote(counts),
  };
}

export function unreliableNote({ labels, positives }: LabelCounts): string {
  if (labels === 0) return 'not reliable offline: no labels';
  const negatives = labels - positives;
  const few = positives < LABELS_NEEDED ? count(positives, 'positive') : count(negatives, 'negative');
  return `not reliable offline: ${few}, ${LABELS_NEEDED} needed`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
