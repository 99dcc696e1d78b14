import type { ProofRecord } from '../weights.ts';
import type { AssumedErrors } from './assumed-errors.ts';
import type { GraderErrors } from './error-rates.ts';

export interface ExpectedProof {
  /** What was asked for, and is proven. */
  readonly margin: number;
  /** The least margin of these weights where all grades are correct; the order is proven of them where it is above 0. */
  readonly crispMargin: number | null;
  /** The order of correct grades was demanded too, since the average alone did not bring it. */
  readonly demandedBoth: boolean;
}

/** A proof on average over wrong grades, as weights carry it: what is proven, and of which errors of which questions. */
export function expectedProofRecord(
  { margin, crispMargin }: ExpectedProof,
  { rates, read }: AssumedErrors,
  { grader, confidence }: GraderErrors,
  wordings: Readonly<Record<string, string>>,
): ProofRecord {
  return {
    kind: 'expected',
    margin,
    crispMargin,
    rates: Object.fromEntries(rates),
    over: read,
    confidence,
    grader: { kind: grader.kind, fingerprint: grader.fingerprint },
    wordings: Object.fromEntries([...rates.keys()].map((name) => [name, wordings[name] ?? ''])),
  };
}
