import * as l10n from '@vscode/l10n';
import type { ResponseTypeLogic } from '../../logic/classes.ts';
import { conflictsOf } from '../../logic/conflicts.ts';
import type { Finding } from '../../policy/finding.ts';
import { PROOF_LIMITS_WHILE_TYPING } from '../../reward/prove/crisp-rewards.ts';
import { counterexampleInWords } from '../../reward/prove/in-words.ts';
import { isOpen, type OrderProof, proveType } from '../../reward/prove/prove.ts';
import type { FittedWeights } from '../../reward/weights.ts';
import type { PolicyContext } from '../check.ts';
import { classIn } from '../logic/class-in.ts';

/**
 * A completion of a worse class that can get as much reward as one of a better class, or more: what a model under
 * training would find. Only where there are weights.
 */
export function* orderNotProven(
  context: PolicyContext,
  logic: ResponseTypeLogic,
  fitted: FittedWeights,
): Generator<Finding> {
  // A completion of two classes is out of order with itself; that is an error of its own.
  if (conflictsOf(context.logic, logic).overlaps.length > 0) return;
  const { policy } = context;
  const { responseType } = logic;
  const proofs = proofsOf(context, logic, fitted);
  // What stands against all pairs is said once.
  const [first] = proofs;
  const common = first?.reason !== undefined && proofs.every(({ reason }) => reason === first.reason);
  if (common && policy.classOrder[0]) {
    yield {
      code: 'order-not-proven',
      severity: 'info',
      message: l10n.t(
        'In {0} it is not proven of any two classes which gets more reward: {1}.',
        responseType,
        first.reason,
      ),
      place: policy.classOrder[0].place,
    };
    return;
  }
  for (const proof of proofs) {
    const { better, worse, proven, counterexample, reason } = proof;
    if (proven) continue;
    const name = policy.classOrder.find(({ text }) => text === better);
    if (!name) continue;
    yield {
      code: 'order-not-proven',
      severity: counterexample ? 'warning' : 'info',
      message: counterexample
        ? l10n.t(
            'In {0}, {1}. A model under training would find that; fit with the order proven.',
            responseType,
            counterexampleInWords(better, worse, counterexample),
          )
        : isOpen(proof)
          ? l10n.t(
              'In {0} it is not proven that "{1}" gets more reward than "{2}": {3}. The reports and `rbr prove` search longer.',
              responseType,
              better,
              worse,
              reason ?? '',
            )
          : l10n.t(
              'In {0} it is not proven that "{1}" gets more reward than "{2}": {3}.',
              responseType,
              better,
              worse,
              reason ?? '',
            ),
      place: name.place,
      related: [better, worse].map((each) => ({
        message: l10n.t('The conditions of "{0}".', each),
        place: classIn(policy, each, responseType).formula.place,
      })),
      ...(counterexample && { witness: counterexample.worse }),
    };
  }
}

interface Proofs {
  readonly key: string;
  readonly fitted: FittedWeights;
  readonly proofs: readonly OrderProof[];
}

/** Proven once for a response type whose logic, weights and choices are the same: an edit elsewhere changes none of them. */
const known = new WeakMap<ResponseTypeLogic, Proofs>();

function proofsOf({ policy }: PolicyContext, logic: ResponseTypeLogic, fitted: FittedWeights) {
  const { features, reward, safety, classOrder, constraints } = policy;
  const written = constraints.map((each) => ({ ...each, place: undefined }));
  const key = JSON.stringify(
    [features, reward.combination, reward.costLimit, safety, classOrder.map(({ text }) => text), written],
    (name, value) => (name === 'place' ? undefined : value),
  );
  const before = known.get(logic);
  if (before?.fitted === fitted && before.key === key) return before.proofs;
  const proofs = proveType(policy, logic, fitted, { limits: PROOF_LIMITS_WHILE_TYPING, graded: false });
  known.set(logic, { key, fitted, proofs });
  return proofs;
}
