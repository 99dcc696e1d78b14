import * as l10n from '@vscode/l10n';
import type { Place } from '../../policy/source.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import type { EvaluatedItem, GradedForEvaluation } from './items.ts';
import { type Disagreement, worstItems } from './worst.ts';

/** One of the worst completions, for a report: what was expected, what was graded, and where it stands. */
export interface WorstCompletion {
  readonly id: string;
  /** As a person writes it; `uri` where an editor can open it. */
  readonly file: string;
  readonly uri?: string;
  /** Of the completion's first line, from 1; left out where its file cannot be read again. */
  readonly line?: number;
  readonly responseType?: string;
  /** What the user said last. */
  readonly prompt: string;
  readonly text: string;
  /** See `worstItems`: 0 to 3. */
  readonly disagreement: number;
  readonly expectedClass?: string;
  readonly predictedClass?: string;
  readonly classProbabilities?: EvaluatedItem['classProbabilities'];
  readonly propositions: Disagreement['propositions'];
  readonly comparisons?: Disagreement['comparisons'];
  /** What is wrong with it, in words. */
  readonly reasons: readonly string[];
}

/** Where something stands, for a reader. */
export type PlaceOf = (place: Place) => Promise<Pick<WorstCompletion, 'file' | 'uri' | 'line'>>;

/** `items` and `graded` are of the same completions in the same order. */
export async function listedWorst(
  items: readonly EvaluatedItem[],
  graded: readonly GradedForEvaluation[],
  thresholds: ReadonlyMap<string, number>,
  placeOf: PlaceOf,
): Promise<WorstCompletion[]> {
  const listed: WorstCompletion[] = [];
  for (const found of worstItems(items, thresholds)) {
    const item = items[found.index] as EvaluatedItem;
    const { completion } = graded[found.index] as GradedForEvaluation;
    const { responseType, expectedClass, predictedClass, classProbabilities } = item;
    listed.push({
      id: item.id,
      ...(await placeOf(completion.places.whole)),
      ...(responseType !== undefined && { responseType }),
      prompt: lastTurn(completion),
      text: completion.text,
      disagreement: found.disagreement,
      ...(expectedClass !== undefined && { expectedClass }),
      ...(predictedClass !== undefined && { predictedClass }),
      ...(classProbabilities && { classProbabilities }),
      propositions: found.propositions,
      ...(found.comparisons && { comparisons: found.comparisons }),
      reasons: reasonsOf(item, found),
    });
  }
  return listed;
}

function lastTurn({ conversation }: SampleCompletion): string {
  return conversation.findLast(({ role }) => role === 'user')?.content ?? conversation.at(-1)?.content ?? '';
}

/** More propositions than these are counted. */
const NAMED = 3;

function reasonsOf(
  { expectedClass, predictedClass, classProbabilities = {} }: EvaluatedItem,
  { propositions, isInOtherClass, comparisons }: Disagreement,
): string[] {
  const named = propositions
    .slice(0, NAMED)
    .map(({ name, p, label }) =>
      label
        ? l10n.t('{0} has P {1}, labelled yes', name, p.toFixed(2))
        : l10n.t('{0} has P {1}, labelled no', name, p.toFixed(2)),
    );
  const more = propositions.length - named.length;
  return [
    ...(isInOtherClass
      ? [
          l10n.t(
            'expected {0}, graded {1}',
            withProbability(expectedClass as string, classProbabilities.expected),
            withProbability(predictedClass as string, classProbabilities.predicted),
          ),
        ]
      : []),
    ...named,
    ...(more === 1 ? [l10n.t('1 more proposition is graded otherwise than labelled')] : []),
    ...(more > 1 ? [l10n.t('{0} more propositions are graded otherwise than labelled', more)] : []),
    ...(comparisons && comparisons.wrong > 0
      ? [
          l10n.t(
            'not ranked as people do in {0} of {1} comparisons with an ideal completion',
            comparisons.wrong,
            comparisons.of,
          ),
        ]
      : []),
  ];
}

function withProbability(name: string, p: number | undefined): string {
  return p === undefined ? name : l10n.t('{0} (P {1})', name, p.toFixed(2));
}
