import * as l10n from '@vscode/l10n';
import { inList } from '../policy/lists.ts';
import type { Grade, MissingReason } from './grader.ts';
import { isReliable } from './reliable.ts';

/** What of a grade says whether there is an answer. */
export type Answered = Pick<Grade, 'p' | 'mode' | 'missing' | 'reliable'>;

/** How many answers were asked for, and what became of them. */
export interface AnswerCounts {
  /** Answers asked for; what was left unasked on purpose is not among them. */
  readonly of: number;
  /** Those of `of` that are not there. */
  readonly missing: number;
  /** Why they are not there, the most frequent reason first. */
  readonly reasons: Readonly<Partial<Record<MissingReason, number>>>;
  /** Answers of which the grader itself says that they are not to be relied on: base rates, and from few labels. */
  readonly unreliable: number;
  /** Those of `unreliable` that are the share of positives among the labels and say nothing of their completion. */
  readonly baseRates: number;
}

/** Why a proposition has no answer; undefined where it has one, or was left unasked on purpose. */
export function missingReason(grade: Answered | undefined): MissingReason | undefined {
  if (!grade) return 'unknown';
  if (grade.p !== null || grade.missing === 'unasked') return undefined;
  return grade.missing ?? 'unknown';
}

/** Counts answers, completion by completion; the one tally of them that every command and panel goes by. */
export class AnswerTally {
  #of = 0;
  #unreliable = 0;
  #baseRates = 0;
  readonly #reasons = new Map<MissingReason, number>();

  /** `wanted`: the propositions that were asked for, with a grade or without one. */
  add(grades: Readonly<Record<string, Answered>>, wanted: Iterable<string>): void {
    for (const name of wanted) {
      const grade = grades[name];
      if (grade?.p === null && grade.missing === 'unasked') continue;
      const reason = missingReason(grade);
      this.addCounted(1, reason === undefined ? [] : [reason]);
      if (grade && grade.p !== null && !isReliable(grade)) {
        this.#unreliable++;
        if (grade.mode === 'base_rate') this.#baseRates++;
      }
    }
  }

  /** Answers that were counted before: how many were asked for, and why those of them that are missing are. */
  addCounted(of: number, reasons: Iterable<MissingReason>): void {
    this.#of += of;
    for (const reason of reasons) this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
  }

  get counts(): AnswerCounts {
    const reasons = [...this.#reasons].sort(([, a], [, b]) => b - a);
    return {
      of: this.#of,
      missing: reasons.reduce((sum, [, count]) => sum + count, 0),
      reasons: Object.fromEntries(reasons),
      unreliable: this.#unreliable,
      baseRates: this.#baseRates,
    };
  }
}

/** "10 unreadable, 4 refused" */
export function reasonsInWords(reasons: AnswerCounts['reasons']): string {
  return inList(
    (Object.entries(reasons) as [MissingReason, number][]).map(([reason, count]) =>
      reasonInWords(reason, count),
    ),
  );
}

/** "14 answers missing: 10 unreadable, 4 refused" */
export function missingInWords({ missing, reasons }: Pick<AnswerCounts, 'missing' | 'reasons'>): string {
  const why = reasonsInWords(reasons);
  return missing === 1
    ? l10n.t('1 answer missing: {0}', why)
    : l10n.t('{0} answers missing: {1}', missing, why);
}

function reasonInWords(reason: MissingReason, count: number): string {
  switch (reason) {
    case 'refused':
      return l10n.t('{0} refused', count);
    case 'unreadable':
      return l10n.t('{0} unreadable', count);
    case 'low_coverage':
      return l10n.t('{0} with low coverage', count);
    case 'cut':
      return l10n.t('{0} cut off', count);
    case 'failed':
      return l10n.t('{0} failed', count);
    case 'nothing_to_judge':
      return l10n.t('{0} without an answer to judge', count);
    case 'no_prompt':
      return l10n.t('{0} without a prompt', count);
    case 'unlabelled':
      return l10n.t('{0} not labelled', count);
    case 'learnt':
      return l10n.t('{0} that could not be held out', count);
    case 'unasked':
    case 'unknown':
      return l10n.t('{0} not asked yet', count);
  }
}
