import type { ProofRecord } from '../weights.ts';
import type { AssumedErrors } from './assumed-errors.ts';
import type { GraderErrors } from './error-rates.ts';

export interface ExpectedProof {
  /** What was asked for, and is proven. */
  readonly margin: number;
  /** At the rates that are stated, or at any from 0 up to these. */
  readonly over: AssumedErrors['read'];
  /** The least expected margin of these weights whatever the rates are from 0 up to these. Null: nothing to compare. */
  readonly anyRatesMargin: number | null;
  /** The least margin of these weights where all grades are correct. */
  readonly crispMargin: number | null;
}

/** A proof on average over wrong grades, as weights carry it: what is proven, and of which errors of which questions. */
export function expectedProofRecord(
  proof: ExpectedProof,
  { rates }: AssumedErrors,
  { grader, confidence, wordings = {} }: GraderErrors,
): ProofRecord {
  return {
    kind: 'expected',
    ...proof,
    rates: Object.fromEntries(rates),
    confidence,
    grader: { kind: grader.kind, fingerprint: grader.fingerprint },
    // Of the run, whose rates these are: the policy may ask in other words by now.
    wordings: Object.fromEntries(
      [...rates.keys()].flatMap((name) => (wordings[name] === undefined ? [] : [[name, wordings[name]]])),
    ),
  };
}
