import type { Policy } from '../policy/model.ts';
import { type Place, SourceText } from '../policy/source.ts';
import { thresholdsOf } from '../reward/evaluate/evaluation.ts';
import { verdictInWords } from '../reward/evaluate/in-words/verdict.ts';
import type { EvaluatedItem, GradedForEvaluation } from '../reward/evaluate/items.ts';
import { listedWorst, type PlaceOf } from '../reward/evaluate/listed-worst.ts';
import type { Evaluation } from '../reward/evaluate/quality.ts';
import type { Report } from '../reward/report.ts';
import { baseNameOf } from './file-system.ts';
import type { Workspace } from './workspace.ts';

export interface EvaluatedInEditor {
  readonly policy: Policy;
  readonly items: readonly EvaluatedItem[];
  readonly graded: readonly GradedForEvaluation[];
  readonly proofs: Report['proofs'];
}

/** An evaluation with its verdict in words and the worst completions, at places that an editor can open. */
export async function withVerdict(
  workspace: Workspace,
  evaluation: Evaluation,
  { policy, items, graded, proofs }: EvaluatedInEditor,
): Promise<Evaluation> {
  const worst = await listedWorst(items, graded, thresholdsOf(policy), placesIn(workspace));
  const verdict = verdictInWords(evaluation, {
    hasWeights: proofs !== undefined,
    isRanked: items.some(({ rank }) => rank !== undefined),
    ...(proofs && { proofs }),
    worst: worst.length,
  });
  return { ...evaluation, verdict, worst };
}

/** Of a few completions, so each file is read again. */
function placesIn(workspace: Workspace): PlaceOf {
  return async ({ uri, span }: Place) => {
    const text = await workspace.readText(uri);
    const file = baseNameOf(uri);
    if (text === undefined) return { file };
    return { file, uri, line: new SourceText(uri, text).positionAt(span.start).line + 1 };
  };
}
