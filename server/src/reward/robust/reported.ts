import type { PolicyLogic } from '../../logic/classes.ts';
import type { Policy } from '../../policy/model.ts';
import type { Run } from '../evaluate/compare.ts';
import type { Weights } from '../weights.ts';
import { type GraderErrors, type PropositionErrors, type RatesRead, ratesRead } from './error-rates.ts';
import { proveRobustly, type RobustProof } from './robust-proof.ts';
import { evidenceOf, type RunEvidence } from './run-evidence.ts';

/** What a report says of the order of classes where grades are wrong: plain data. */
export interface ReportedRobust extends Omit<RunEvidence, 'errors'> {
  readonly grader: string;
  readonly confidence: number;
  readonly reads: RatesRead;
  /** In the order of the policy. */
  readonly propositions: readonly (PropositionErrors & { readonly name: string })[];
  /** By response type. */
  readonly types: Readonly<Record<string, RobustProof>>;
}

/** Of all response types that have weights. `reason`: why the run tells nothing of how its grader errs. */
export function robustOfRun(
  policy: Policy,
  logic: PolicyLogic,
  weights: Weights,
  run: Run,
): ReportedRobust | { readonly reason: string } {
  const evidence = evidenceOf(policy, run);
  if ('reason' in evidence) return evidence;
  return reportedRobust(policy, evidence, proveRobustly(policy, logic, weights, evidence.errors));
}

export function reportedRobust(
  policy: Policy,
  { errors, ...rest }: RunEvidence,
  types: ReadonlyMap<string, RobustProof>,
): ReportedRobust {
  return {
    ...rest,
    grader: errors.grader.summary || errors.grader.kind,
    confidence: errors.confidence,
    reads: ratesRead(policy),
    propositions: named(errors),
    types: Object.fromEntries(types),
  };
}

function named({ propositions }: GraderErrors): ReportedRobust['propositions'] {
  return [...propositions].map(([name, errors]) => ({ name, ...errors }));
}
