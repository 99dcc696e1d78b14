import { type CalibrationBin, calibrationOf } from '../../grader/metrics.ts';
import type { EvaluatedItem } from './items.ts';
import type { Scored } from './statistics/one-models-answers.ts';

/** Figures of fewer positives than this say more of chance than of the grader; the macro leaves them out. */
export const MIN_POSITIVES = 5;

/** What a grader has said of the labelled completions of one proposition. */
export interface PropositionAnswers {
  /** Of labelled completions. */
  readonly rows: readonly Scored[];
  /** Labelled completions with an answer; all figures are over these. */
  readonly n: number;
  /** Of `n`: those labelled yes. */
  readonly positives: number;
  /** Labelled completions, with an answer or without one. */
  readonly labelled: number;
  /** Of `labelled`: those that were asked about and have no answer. */
  readonly missing: number;
  /** Whether there are labels enough for the macro: `MIN_POSITIVES` labelled yes, and one labelled no. */
  readonly isLabelledEnough: boolean;
  /** Whether at least half of those labelled yes, and half of those labelled no, have an answer. */
  readonly isAnsweredEnough: boolean;
  /** False where the grader itself says that it cannot be relied on. */
  readonly reliable: boolean;
  readonly calibration: readonly CalibrationBin[];
}

interface Found {
  readonly rows: Scored[];
  /** Labels of completions without an answer. */
  readonly without: boolean[];
  missing: number;
}

/** Of every proposition that is labelled, in the order of the policy. `promptOf`: the prompt of each item, by index. */
export function propositionAnswers(
  items: readonly EvaluatedItem[],
  promptOf: Int32Array,
  names: Iterable<string>,
): Map<string, PropositionAnswers> {
  const found = new Map<string, Found>();
  const of = (name: string): Found => {
    const known = found.get(name) ?? { rows: [], without: [], missing: 0 };
    found.set(name, known);
    return known;
  };
  const unreliable = new Set(items.flatMap((item) => item.unreliable ?? []));
  items.forEach((item, index) => {
    for (const [name, [p, label]] of Object.entries(item.answers)) {
      const { fold: model } = item;
      of(name).rows.push({
        prompt: promptOf[index] as number,
        p,
        label,
        ...(model !== undefined && { model }),
      });
    }
    for (const [name, [why, label]] of Object.entries(item.unanswered ?? {})) {
      if (label === null) continue;
      of(name).without.push(label);
      if (why !== 'unasked') of(name).missing++;
    }
  });
  const labelled = [...names].filter((name) => found.has(name));
  return new Map(labelled.map((name) => [name, answersOf(of(name), !unreliable.has(name))]));
}

function answersOf({ rows, without, missing }: Found, reliable: boolean): PropositionAnswers {
  const n = rows.length;
  const positives = rows.filter(({ label }) => label).length;
  const positivesWithout = without.filter(Boolean).length;
  const [negatives, negativesWithout] = [n - positives, without.length - positivesWithout];
  return {
    rows,
    n,
    positives,
    labelled: n + without.length,
    missing,
    isLabelledEnough: positives + positivesWithout >= MIN_POSITIVES && negatives + negativesWithout > 0,
    isAnsweredEnough:
      positives > 0 && positives >= positivesWithout && negatives > 0 && negatives >= negativesWithout,
    reliable,
    calibration: n === 0 ? [] : calibrationOf(rows),
  };
}
