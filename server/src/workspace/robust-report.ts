import type { Run } from '../reward/evaluate/compare.ts';
import { type ReportedRobust, reportedRobust } from '../reward/robust/reported.ts';
import { proveTypeRobustly, type RobustProof } from '../reward/robust/robust-proof.ts';
import { evidenceOf } from '../reward/robust/run-evidence.ts';
import type { Weights } from '../reward/weights.ts';
import { nextTurn } from './next-turn.ts';
import type { PolicyState } from './workspace.ts';

/**
 * What the errors of a run do to the order of classes, response type by response type with a turn for others between them.
 * `reason`: why the run tells nothing of it. Undefined where it was cancelled.
 */
export async function robustReport(
  { policy, logic }: PolicyState,
  weights: Weights,
  run: Run,
  { isCancelled }: { readonly isCancelled: () => boolean },
): Promise<ReportedRobust | { readonly reason: string } | undefined> {
  const evidence = evidenceOf(policy, run);
  if ('reason' in evidence) return evidence;
  const types = new Map<string, RobustProof>();
  for (const responseType of logic.responseTypes) {
    const compiled = logic.responseType(responseType);
    const fitted = weights.responseTypes[responseType];
    if (!compiled || !fitted) continue;
    await nextTurn();
    if (isCancelled()) return undefined;
    types.set(responseType, proveTypeRobustly(policy, compiled, fitted, evidence.errors));
  }
  return reportedRobust(policy, evidence, types);
}
