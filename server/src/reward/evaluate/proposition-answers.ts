import { BinaryAnswers, type CalibrationBin } from '../../grader/metrics.ts';
import type { EvaluatedItem } from './items.ts';

/** Figures of fewer positives than this say more of chance than of the grader; the macro leaves them out. */
export const MIN_POSITIVES = 5;

/** What a grader has said of the labelled completions of one proposition. */
export interface PropositionAnswers {
  /** Undefined where no labelled completion has an answer. */
  readonly answers: BinaryAnswers | undefined;
  /** The prompt of each answer. */
  readonly prompts: Int32Array;
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
  readonly labels: boolean[];
  readonly probabilities: number[];
  readonly prompts: number[];
  /** Labels of completions without an answer. */
  readonly without: boolean[];
  missing: number;
}

/** Of every proposition that is labelled, in the order of the policy. `promptOf`: the prompt of each item, by index. */
export function propositionAnswers(
  items: readonly EvaluatedItem[],
  promptOf: Int32Array,
  thresholds: ReadonlyMap<string, number>,
): Map<string, PropositionAnswers> {
  const found = new Map<string, Found>();
  const of = (name: string): Found => {
    const known = found.get(name) ?? { labels: [], probabilities: [], prompts: [], without: [], missing: 0 };
    found.set(name, known);
    return known;
  };
  const unreliable = new Set(items.flatMap((item) => item.unreliable ?? []));
  items.forEach((item, index) => {
    for (const [name, [p, label]] of Object.entries(item.answers)) {
      const { labels, probabilities, prompts } = of(name);
      labels.push(label);
      probabilities.push(p);
      prompts.push(promptOf[index] as number);
    }
    for (const [name, [why, label]] of Object.entries(item.unanswered ?? {})) {
      if (label === null) continue;
      of(name).without.push(label);
      if (why !== 'unasked') of(name).missing++;
    }
  });
  const names = [...thresholds.keys()].filter((name) => found.has(name));
  return new Map(
    names.map((name) => [name, answersOf(of(name), thresholds.get(name), !unreliable.has(name))]),
  );
}

function answersOf(
  { labels, probabilities, prompts, without, missing }: Found,
  threshold: number | undefined,
  reliable: boolean,
): PropositionAnswers {
  const n = labels.length;
  const positives = labels.filter(Boolean).length;
  const positivesWithout = without.filter(Boolean).length;
  const [negatives, negativesWithout] = [n - positives, without.length - positivesWithout];
  const answers = n === 0 ? undefined : new BinaryAnswers(labels, probabilities, threshold);
  return {
    answers,
    prompts: Int32Array.from(prompts),
    n,
    positives,
    labelled: n + without.length,
    missing,
    isLabelledEnough: positives + positivesWithout >= MIN_POSITIVES && negatives + negativesWithout > 0,
    isAnsweredEnough:
      positives > 0 && positives >= positivesWithout && negatives > 0 && negatives >= negativesWithout,
    reliable,
    calibration: answers?.calibration() ?? [],
  };
}
