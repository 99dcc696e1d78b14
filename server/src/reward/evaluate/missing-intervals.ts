import { noIntervalsInWords } from './no-interval-in-words.ts';
import type { Evaluation } from './quality.ts';

/** Why there is a dash where an interval would stand, each reason once. */
export function missingIntervals({ propositions, macro, classes, ranking, safety }: Evaluation): string[] {
  const rates = ranking ? [ranking, ...Object.values(ranking.responseTypes)] : [];
  return noIntervalsInWords([
    ...[...Object.values(propositions), macro].map(({ noIntervals }) => noIntervals.auroc),
    ...(classes.of > 0 ? [classes.noInterval] : []),
    ...rates.flatMap((each) => [each, each.rmOnly, each.rbrOnly].map(({ noInterval }) => noInterval)),
    ...(safety ? [safety, ...Object.values(safety.byCategory)] : []).flatMap(({ noIntervals }) =>
      Object.values(noIntervals),
    ),
  ]);
}
