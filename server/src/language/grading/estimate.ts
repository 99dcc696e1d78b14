import * as l10n from '@vscode/l10n';
import type { GradingContext } from '../grades/graded.ts';
import type { EstimateResult, GradeScope } from '../protocol-grading.ts';
import { scopeOf } from './scope.ts';

/** Answers `rbr/estimate`: what a run over a scope would take at most. */
export async function estimate(
  { workspace, models }: GradingContext,
  asked: GradeScope,
): Promise<EstimateResult> {
  const scope = await scopeOf(workspace, asked);
  if ('reason' in scope) return scope;
  const { state, completions } = scope;
  if (!models.isSetUp) {
    const nothing = { isMetered: false, calls: 0, cached: 0, tokens: 0, costUsd: 0 };
    return { completions: completions.length, ...nothing, grader: l10n.t('the embedded grader') };
  }
  try {
    const { model, ...plan } = await models.plan(state, completions);
    return { ...plan, isMetered: true, grader: model };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
