import * as l10n from '@vscode/l10n';
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
  if (labels === 0) return l10n.t('not reliable offline: no labels');
  if (positives < LABELS_NEEDED)
    return positives === 1
      ? l10n.t('not reliable offline: 1 positive, {0} needed', LABELS_NEEDED)
      : l10n.t('not reliable offline: {0} positives, {1} needed', positives, LABELS_NEEDED);
  const negatives = labels - positives;
  return negatives === 1
    ? l10n.t('not reliable offline: 1 negative, {0} needed', LABELS_NEEDED)
    : l10n.t('not reliable offline: {0} negatives, {1} needed', negatives, LABELS_NEEDED);
}
