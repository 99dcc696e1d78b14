import * as l10n from '@vscode/l10n';
import type { Grade } from '../grader.ts';

/** Human labels of one proposition. */
export interface LabelCounts {
  readonly labels: number;
  readonly positives: number;
}

/**
 * Of either answer this many labels are needed before an answer is relied on: below it, cross-validated quality is
 * a matter of chance (docs/embedded-grader.md). Only labels of completions count. A policy's own examples help with the
 * learning, but nothing learnt from them alone can be checked against a completion that a model wrote.
 */
export const LABELS_NEEDED = 10;

export function hasEnoughLabels({ labels, positives }: LabelCounts): boolean {
  return positives >= LABELS_NEEDED && labels - positives >= LABELS_NEEDED;
}

/** The share of positives, with half a label of either kind added: what was not seen yet is rare, not impossible. */
export function baseRate({ labels, positives }: LabelCounts): number {
  return (positives + 0.5) / (labels + 1);
}

/** Whether anything is learnt from labels: only from both answers. A policy's own examples are no labels. */
export function isLearnable({ labels, positives }: LabelCounts): boolean {
  return positives > 0 && labels > positives;
}

/** What was learnt of a proposition, asked about one completion. */
export interface LearntAnswer {
  readonly p: number;
  /** 95 % credible interval of `p`; where there are too few labels to rely on it. */
  readonly interval?: readonly [low: number, high: number];
}

/**
 * The one place where the mode of an embedded grade is decided, for a model that was trained once and for the folds
 * of a cross-validation. `counts`: the labels of the grader that the answer stands for. `learnt`: undefined where
 * nothing could be learnt.
 */
export function gradeUnderGate(counts: LabelCounts, learnt: LearntAnswer | undefined): Grade {
  const { labels, positives } = counts;
  if (!learnt || !isLearnable(counts))
    return {
      ...(labels === 0 ? { p: null, missing: 'unlabelled' } : { p: baseRate(counts) }),
      mode: 'base_rate',
      reliable: false,
      labels,
      positives,
      note: hasEnoughLabels(counts)
        ? l10n.t('not reliable offline: one prompt has all labels of a kind')
        : unreliableNote(counts),
    };
  if (hasEnoughLabels(counts)) return { p: learnt.p, mode: 'embedded' };
  return {
    p: learnt.p,
    mode: 'ranked',
    reliable: false,
    labels,
    positives,
    ...(learnt.interval && { interval: learnt.interval }),
    note: unreliableNote(counts),
  };
}

function unreliableNote({ labels, positives }: LabelCounts): string {
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
