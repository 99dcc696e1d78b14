import type { Policy } from '../../policy/model.ts';
import { thresholdsOf } from '../../reward/evaluate/evaluation.ts';
import { verdictInWords } from '../../reward/evaluate/in-words/verdict.ts';
import type { EvaluatedItem, GradedForEvaluation } from '../../reward/evaluate/items.ts';
import { listedWorst } from '../../reward/evaluate/listed-worst.ts';
import type { Evaluation } from '../../reward/evaluate/quality.ts';
import type { Report } from '../../reward/report.ts';
import { lineFinder } from '../line-finder.ts';
import { lookCommand, withCommands } from './next-commands.ts';
import type { EvaluateOptions } from './options.ts';

export interface Evaluated {
  readonly samples: readonly string[];
  readonly options: EvaluateOptions;
  readonly policy: Policy;
  readonly items: readonly EvaluatedItem[];
  readonly graded: readonly GradedForEvaluation[];
  readonly hasWeights: boolean;
  readonly proofs: Report['proofs'];
}

/** An evaluation with its verdict in words, the worst completions, and the commands that go on from there. */
export async function withVerdict(
  evaluation: Evaluation,
  { samples, options, policy, items, graded, hasWeights, proofs }: Evaluated,
): Promise<Evaluation> {
  const places = graded.map(({ completion }) => completion.places.whole);
  // Features that were computed elsewhere have no texts beside them that could be shown.
  const worst =
    graded.length === 0 ? [] : await listedWorst(items, graded, thresholdsOf(policy), lineFinder(places));
  const look = lookCommand(samples, options, worst);
  const lines = verdictInWords(evaluation, {
    hasWeights,
    isRanked: items.some(({ rank }) => rank !== undefined),
    ...(proofs && { proofs }),
    worst: worst.length,
  });
  const hasBase = items.some(({ base }) => base !== undefined);
  return {
    ...evaluation,
    verdict: withCommands(lines, samples, options, { look, hasBase }),
    worst,
    ...(look !== undefined && { look }),
  };
}
