import type { Policy } from '../../policy/model.ts';
import type { OrderProof } from '../../reward/prove/prove.ts';
import { type MeasuredRates, ratesRead } from '../../reward/robust/error-rates.ts';
import type { RobustProof } from '../../reward/robust/robust-proof.ts';
import type { RunEvidence } from '../../reward/robust/run-evidence.ts';

/** Each pair of classes with what holds of it where grades are wrong. */
export function withGraderError(
  proofs: ReadonlyMap<string, readonly OrderProof[]>,
  robust: ReadonlyMap<string, RobustProof>,
): Record<string, object[]> {
  return Object.fromEntries(
    [...proofs].map(([type, pairs]) => [
      type,
      pairs.map((pair) => ({
        ...pair,
        ...robust
          .get(type)
          ?.pairs.find(({ better, worse }) => better === pair.better && worse === pair.worse),
      })),
    ]),
  );
}

/** What the figures rest on. */
export function graderErrorJson(
  policy: Policy,
  { run, errors, otherWording, wordingKnown, unreliable }: RunEvidence,
  robust: ReadonlyMap<string, RobustProof>,
  expectedProven: boolean,
): object {
  return {
    expectedProven,
    graderError: {
      run,
      grader: errors.grader,
      confidence: errors.confidence,
      reads: ratesRead(policy),
      assumes: 'independent',
      rates: Object.fromEntries(
        [...errors.propositions].map(([name, { answers, probabilities, missing, isCheck }]) => [
          name,
          isCheck
            ? { check: true, falseNegative: 0, falsePositive: 0 }
            : { ...flat(answers), probabilities: flat(probabilities), missing },
        ]),
      ),
      unknown: Object.fromEntries(
        [...robust].flatMap(([type, { unknown }]) => (unknown.length > 0 ? [[type, unknown]] : [])),
      ),
      otherWording,
      wordingKnown,
      unreliable,
    },
  };
}

function flat({ falseNegative, falsePositive }: MeasuredRates): MeasuredRates {
  return { falseNegative, falsePositive };
}
