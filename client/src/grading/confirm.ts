import * as vscode from 'vscode';
import type { EstimateResult } from '../../../server/src/language/protocol-grading.ts';
import { cost, count } from './amounts.ts';
import { readSettings } from './settings.ts';

type Estimate = Exclude<EstimateResult, { reason: string }>;

/** From this share of the limit on, a run is worth a question. */
const COSTLY = 0.1;

/** What a run over several files takes together. */
export function together(estimates: readonly Estimate[]): Estimate | undefined {
  return estimates.reduce<Estimate | undefined>(
    (sum, each) =>
      sum
        ? {
            completions: sum.completions + each.completions,
            isMetered: sum.isMetered || each.isMetered,
            calls: sum.calls + each.calls,
            cached: sum.cached + each.cached,
            tokens: sum.tokens + each.tokens,
            costUsd: sum.costUsd === null || each.costUsd === null ? null : sum.costUsd + each.costUsd,
            grader: each.grader,
          }
        : each,
    undefined,
  );
}

/** The first metered run of a session is always shown, unless the user wants none to be. */
let hasAsked = false;

/** Whether to go on. Asks before what costs, as the user's settings have it. */
export async function confirmCost(estimate: Estimate): Promise<boolean> {
  const { settings, confirm } = readSettings();
  if (!estimate.isMetered || estimate.calls === 0 || confirm === 'never' || settings.kind === 'embedded')
    return true;
  const { usd, calls } = settings.budget;
  const isCheap =
    estimate.costUsd !== null && usd !== undefined
      ? estimate.costUsd < usd * COSTLY
      : estimate.calls < calls * COSTLY && estimate.costUsd !== null;
  if (confirm === 'costly' && hasAsked && isCheap) return true;
  const grade = vscode.l10n.t('Grade');
  const limit =
    usd !== undefined && estimate.costUsd !== null ? cost(usd) : vscode.l10n.t('{0} calls', count(calls));
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('Grade {0} completions with {1}?', estimate.completions, estimate.grader),
    {
      modal: true,
      detail: vscode.l10n.t(
        'At most {0} calls and about {1} tokens: {2}. {3} answers are known already. The run ends at its limit of {4}.',
        count(estimate.calls),
        count(estimate.tokens),
        estimate.costUsd === null
          ? vscode.l10n.t('the price is unknown (rbr.grader.prices)')
          : cost(estimate.costUsd),
        count(estimate.cached),
        limit,
      ),
    },
    grade,
  );
  hasAsked ||= chosen === grade;
  return chosen === grade;
}
