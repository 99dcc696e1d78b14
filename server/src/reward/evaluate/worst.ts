import { compareRewards } from '../combination.ts';
import type { EvaluatedItem } from './items.ts';

/** How many completions a report lists. */
export const WORST_SHOWN = 5;

/** How far the grades of a completion are from what people said of it. */
export interface Disagreement {
  /** Of the items. */
  readonly index: number;
  /** The sum of the three parts, 0 to 3. */
  readonly disagreement: number;
  /** Propositions that are graded otherwise than labelled, the most confident first. */
  readonly propositions: readonly { readonly name: string; readonly p: number; readonly label: boolean }[];
  /** Whether the predicted class is another one than the expected one. */
  readonly isInOtherClass: boolean;
  /** Comparisons with ideal completions of the prompt that it takes part in, where it takes part in any. */
  readonly comparisons?: { readonly wrong: number; readonly of: number };
}

/**
 * The completions that a person should look at first: those whose grades contradict people most confidently. A
 * completion counts the sum of three parts, each between 0 and 1:
 *
 * - class: 1 - P(expected class) where another class is predicted, else 0;
 * - propositions: the largest |P(yes) - label| among those graded on the other side of their threshold than labelled,
 *   else 0;
 * - ranking: of the comparisons with ideal completions of its prompt that it takes part in, the share in which the
 *   ideal one is not rewarded more.
 *
 * Those that count 0 are not listed; of equals those first that come first. `thresholds`: of the propositions.
 */
export function worstItems(
  items: readonly EvaluatedItem[],
  thresholds: ReadonlyMap<string, number>,
  most: number = WORST_SHOWN,
): Disagreement[] {
  const comparisons = wrongComparisons(items);
  return items
    .map((item, index) => disagreementOf(item, index, thresholds, comparisons.get(index)))
    .filter(({ disagreement }) => disagreement > 0)
    .sort((a, b) => b.disagreement - a.disagreement || a.index - b.index)
    .slice(0, most);
}

/** Without a probability it is still not the likeliest class, so it has one half at most. */
const NOT_LIKELIEST = 0.5;

function disagreementOf(
  { expectedClass, predictedClass, classProbabilities, answers }: EvaluatedItem,
  index: number,
  thresholds: ReadonlyMap<string, number>,
  comparisons: Disagreement['comparisons'],
): Disagreement {
  const isInOtherClass =
    expectedClass !== undefined && predictedClass !== undefined && expectedClass !== predictedClass;
  const propositions = Object.entries(answers)
    .map(([name, [p, label]]) => ({ name, p, label }))
    .filter(({ name, p, label }) => p >= (thresholds.get(name) ?? 0.5) !== label)
    .sort((a, b) => distance(b) - distance(a));
  const [first] = propositions;
  return {
    index,
    disagreement:
      (isInOtherClass ? 1 - (classProbabilities?.expected ?? NOT_LIKELIEST) : 0) +
      (first ? distance(first) : 0) +
      (comparisons ? comparisons.wrong / comparisons.of : 0),
    propositions,
    isInOtherClass,
    ...(comparisons && { comparisons }),
  };
}

function distance({ p, label }: { readonly p: number; readonly label: boolean }): number {
  return Math.abs(p - (label ? 1 : 0));
}

/** Index -> its comparisons: those that the error rate is of. */
function wrongComparisons(
  items: readonly EvaluatedItem[],
): ReadonlyMap<number, { wrong: number; of: number }> {
  const prompts = new Map<string, number[]>();
  items.forEach(({ responseType, promptId, rank, reward }, index) => {
    if (rank === undefined || !reward) return;
    const key = JSON.stringify([responseType, promptId]);
    const known = prompts.get(key);
    if (known) known.push(index);
    else prompts.set(key, [index]);
  });
  const found = new Map<number, { wrong: number; of: number }>();
  const count = (index: number, isWrong: boolean) => {
    const known = found.get(index) ?? { wrong: 0, of: 0 };
    found.set(index, { wrong: known.wrong + Number(isWrong), of: known.of + 1 });
  };
  for (const group of prompts.values())
    for (const ideal of group)
      for (const other of group) {
        const [a, b] = [items[ideal], items[other]];
        if (!a?.reward || !b?.reward || a.rank !== 0 || b.rank === 0) continue;
        const isWrong = compareRewards(b.reward, a.reward) <= 0;
        count(ideal, isWrong);
        count(other, isWrong);
      }
  return found;
}
