import type { Policy } from '../../policy/model.ts';
import { type GraderErrors, type PropositionErrors, type RatesRead, ratesRead } from './error-rates.ts';
import type { RobustProof } from './robust-proof.ts';
import type { RunEvidence } from './run-evidence.ts';

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
