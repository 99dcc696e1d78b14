import * as l10n from '@vscode/l10n';
import type { PolicyLogic } from '../../logic/classes.ts';
import type { ResponseTypeLogic } from '../../logic/response-type.ts';
import { inList } from '../../policy/lists.ts';
import type { Policy } from '../../policy/model.ts';
import type { FittedWeights, Weights } from '../weights.ts';
import { CrispRewards, type ProofLimits } from './crisp-rewards.ts';
import type { OrderProof } from './order-proof.ts';
import { Prover } from './prover.ts';
import type { Rewards } from './rewards.ts';

export type { Counterexample, OrderProof } from './order-proof.ts';

export interface ProveOptions {
  readonly limits?: Partial<ProofLimits>;
  /** Whether to say from which class probabilities on the order holds for graded completions; it does unless told otherwise. */
  readonly graded?: boolean;
}

/**
 * Response type -> its pairs of classes, best first. Response types without weights are not there. The limits hold for each
 * response type.
 */
export function proveOrder(
  policy: Policy,
  logic: PolicyLogic,
  weights: Weights,
  options: ProveOptions = {},
): ReadonlyMap<string, readonly OrderProof[]> {
  return toTheEnd(provingOrder(policy, logic, weights, options));
}

/** The same in turns of some tenths of a second at most: in between others may go on, or it may be left. */
export function* provingOrder(
  policy: Policy,
  logic: PolicyLogic,
  weights: Weights,
  options: ProveOptions = {},
): Generator<void, ReadonlyMap<string, readonly OrderProof[]>> {
  const proofs = new Map<string, readonly OrderProof[]>();
  for (const responseType of logic.responseTypes) {
    const compiled = logic.responseType(responseType);
    const fitted = weights.responseTypes[responseType];
    if (compiled && fitted) proofs.set(responseType, yield* provingType(policy, compiled, fitted, options));
  }
  return proofs;
}

/**
 * Proves or refutes, exactly, over all combinations of propositions that formulas and constraints allow, each
 * proposition true or false. The reward model is left out: the margin says what it could overturn. What the limits leave
 * undecided has an interval for its margin.
 */
export function proveType(
  policy: Policy,
  logic: ResponseTypeLogic,
  fitted: FittedWeights,
  options: ProveOptions = {},
): OrderProof[] {
  return toTheEnd(provingType(policy, logic, fitted, options));
}

function* provingType(
  policy: Policy,
  logic: ResponseTypeLogic,
  fitted: FittedWeights,
  { limits = {}, graded = true }: ProveOptions,
): Generator<void, OrderProof[]> {
  const ordered = policy.classOrder
    .map(({ text }) => text)
    .filter((name) => policy.classes.get(name)?.byResponseType.has(logic.responseType));
  const pairs = ordered.flatMap((better, index) =>
    ordered.slice(index + 1).map((worse) => ({ better, worse })),
  );
  const rewards = new CrispRewards(policy, logic, limits);
  const strange = Object.keys(fitted.weights).filter(
    (name) => fitted.weights[name] !== 0 && !rewards.features.some((feature) => feature.name === name),
  );
  if (strange.length > 0) {
    const reason = l10n.t('the weights have features that the policy does not have: {0}', inList(strange));
    return pairs.map((pair) => ({ ...pair, proven: false, margin: null, reason }));
  }
  const prover = new Prover(policy, rewards, weightsInOrder(rewards, fitted));
  const proofs: OrderProof[] = [];
  for (const { better, worse } of pairs) {
    proofs.push(prover.prove(better, worse));
    yield;
  }
  // What is left of the limit goes to the pairs that are open, each a turn at a time; some of it to intervals.
  for (const [isWanted, share] of [
    [isOpen, 1],
    [hasInterval, SHARE_FOR_INTERVALS],
  ] as const) {
    for (let hasMoved = true; hasMoved; ) {
      hasMoved = false;
      for (const [index, { better, worse }] of pairs.entries()) {
        if (!isWanted(proofs[index] as OrderProof)) continue;
        const moved = prover.searchOn(better, worse, share);
        // Where it has not moved, another pair's turns may have decided it.
        proofs[index] = prover.prove(better, worse);
        if (!moved) continue;
        hasMoved = true;
        yield;
      }
    }
  }
  if (!graded) return proofs;
  const withGraded: OrderProof[] = [];
  for (const proof of proofs) {
    const { better, worse, proven, vacuous } = proof;
    const gradedFrom = proven && !vacuous ? prover.gradedFrom(better, worse, SHARE_FOR_INTERVALS) : undefined;
    withGraded.push({ ...proof, ...(gradedFrom !== undefined && { gradedFrom }) });
    yield;
  }
  return withGraded;
}

/** Of the limit: up to there, a margin that is proven or refuted is narrowed to the exact one. */
const SHARE_FOR_INTERVALS = 0.5;

function hasInterval({ marginBetween }: OrderProof): boolean {
  return marginBetween !== undefined;
}

/** Neither proven nor refuted, within the limits. */
export function isOpen({ proven, counterexample, marginBetween }: OrderProof): boolean {
  return !proven && counterexample === undefined && marginBetween !== undefined;
}

function toTheEnd<T>(work: Generator<void, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

export function weightsInOrder(
  { features }: Pick<Rewards, 'features'>,
  { weights }: Pick<FittedWeights, 'weights'>,
): Float64Array {
  return Float64Array.from(features, ({ name }) => weights[name] ?? 0);
}
