import * as l10n from '@vscode/l10n';
import type { PolicyLogic } from '../../logic/classes.ts';
import type { Witness } from '../../logic/conflicts.ts';
import { NodeLimitError } from '../../logic/diagram.ts';
import type { ResponseTypeLogic } from '../../logic/response-type.ts';
import { inList } from '../../policy/lists.ts';
import type { Policy } from '../../policy/model.ts';
import type { FittedWeights, Weights } from '../weights.ts';
import { CrispRewards, type Extreme } from './crisp-rewards.ts';

/** Whether every completion of one class gets more reward than any of another one. */
export interface OrderProof {
  readonly better: string;
  readonly worse: string;
  /** True also where one of the classes can never hold. */
  readonly proven: boolean;
  /**
   * The least reward of the better class minus the greatest of the worse: how much advantage the reward model would have
   * to give the worse one to turn them round. Null where it cannot (there is nothing to compare, or a cost decides), and
   * where nothing is known.
   */
  readonly margin: number | null;
  readonly counterexample?: Counterexample;
  /** Where it is neither proven nor refuted. */
  readonly reason?: string;
  /** One of the classes can never hold. */
  readonly vacuous?: true;
  /**
   * For probabilities between 0 and 1: the order holds for completions that are in their classes with at least this
   * probability each. Missing where nothing is proven of them.
   */
  readonly gradedFrom?: number;
}

export interface Counterexample {
  readonly better: Witness;
  readonly worse: Witness;
  /** Of the better one and of the worse one. */
  readonly rewards: readonly [number, number];
  /** The cost puts the worse one first, whatever the rewards are. */
  readonly byCost?: true;
}

/** Less than this is rounding. */
const LEAST_MARGIN = 1e-9;

/** Response type -> its pairs of classes, best first. Response types without weights are not there. */
export function proveOrder(
  policy: Policy,
  logic: PolicyLogic,
  weights: Weights,
): ReadonlyMap<string, readonly OrderProof[]> {
  return new Map(
    logic.responseTypes.flatMap((responseType) => {
      const compiled = logic.responseType(responseType);
      const fitted = weights.responseTypes[responseType];
      return compiled && fitted ? [[responseType, proveType(policy, compiled, fitted)] as const] : [];
    }),
  );
}

/**
 * Proves or refutes, exactly, over all combinations of propositions that formulas and constraints allow, each
 * proposition true or false. The reward model is left out: the margin says what it could overturn.
 */
export function proveType(policy: Policy, logic: ResponseTypeLogic, fitted: FittedWeights): OrderProof[] {
  const ordered = policy.classOrder
    .map(({ text }) => text)
    .filter((name) => policy.classes.get(name)?.byResponseType.has(logic.responseType));
  const pairs = ordered.flatMap((better, index) =>
    ordered.slice(index + 1).map((worse) => ({ better, worse })),
  );
  const unproven = (reason: string): OrderProof[] =>
    pairs.map((pair) => ({ ...pair, proven: false, margin: null, reason }));
  try {
    const rewards = new CrispRewards(policy, logic);
    const strange = Object.keys(fitted.weights).filter(
      (name) => fitted.weights[name] !== 0 && !rewards.features.some((feature) => feature.name === name),
    );
    if (strange.length > 0)
      return unproven(
        l10n.t('the weights have features that the policy does not have: {0}', inList(strange)),
      );
    const prover = new Prover(policy, rewards, weightsInOrder(rewards, fitted));
    return pairs.map(({ better, worse }) => prover.prove(better, worse));
  } catch (error) {
    if (error instanceof NodeLimitError)
      return unproven(l10n.t('the classes do not fit into a decision diagram'));
    throw error;
  }
}

export function weightsInOrder(
  { features }: Pick<CrispRewards, 'features'>,
  { weights }: Pick<FittedWeights, 'weights'>,
): Float64Array {
  return Float64Array.from(features, ({ name }) => weights[name] ?? 0);
}

/** A class's completions of one kind: all of them, or the safe ones and the unsafe ones apart. */
interface Part {
  readonly tier: number;
  readonly least: Extreme;
  readonly greatest: Extreme;
}

export class Prover {
  readonly #policy: Policy;
  readonly #rewards: CrispRewards;
  readonly #weights: Float64Array;
  readonly #parts = new Map<string, readonly Part[]>();

  constructor(policy: Policy, rewards: CrispRewards, weights: Float64Array) {
    this.#policy = policy;
    this.#rewards = rewards;
    this.#weights = weights;
  }

  prove(better: string, worse: string): OrderProof {
    const pair = { better, worse };
    const missing = [better, worse].find((name) => !this.#rewards.has(name));
    if (missing !== undefined)
      return {
        ...pair,
        proven: false,
        margin: null,
        reason: l10n.t('"{0}" cannot be read in full', missing),
      };
    if (this.#policy.features.classProbability === 'product' && this.#rewards.overlaps)
      return {
        ...pair,
        proven: false,
        margin: null,
        reason: l10n.t('classes overlap, and the product rule shares their probability among them'),
      };
    const closest = this.closest(better, worse);
    if (closest === 'vacuous') return { ...pair, proven: true, margin: null, vacuous: true };
    if (closest === 'by-cost') return { ...pair, proven: true, margin: null, ...this.#graded(better, worse) };
    const { up, down, byCost } = closest;
    const margin = up.reward - down.reward;
    if (!byCost && margin > LEAST_MARGIN)
      return { ...pair, proven: true, margin, ...this.#graded(better, worse) };
    const counterexample = {
      better: up.witness,
      worse: down.witness,
      rewards: [up.reward, down.reward] as const,
      ...(byCost && { byCost }),
    };
    return { ...pair, proven: false, margin: byCost ? null : margin, counterexample };
  }

  /** The completions of two classes that come nearest to being the wrong way round, or that are. */
  closest(
    better: string,
    worse: string,
  ): { readonly up: Extreme; readonly down: Extreme; readonly byCost?: true } | 'vacuous' | 'by-cost' {
    const [ups, downs] = [this.#partsOf(better), this.#partsOf(worse)];
    if (ups.length === 0 || downs.length === 0) return 'vacuous';
    let nearest: { readonly up: Extreme; readonly down: Extreme } | undefined;
    for (const up of ups) {
      for (const down of downs) {
        if (up.tier > down.tier) return { up: up.least, down: down.greatest, byCost: true };
        if (up.tier < down.tier) continue;
        const margin = up.least.reward - down.greatest.reward;
        if (!nearest || margin < nearest.up.reward - nearest.down.reward)
          nearest = { up: up.least, down: down.greatest };
      }
    }
    return nearest ?? 'by-cost';
  }

  #partsOf(className: string): readonly Part[] {
    let parts = this.#parts.get(className);
    if (!parts) {
      const { combination, costLimit } = this.#policy.reward;
      const kinds = combination === 'sum' ? [undefined] : [false, true];
      parts = kinds.flatMap((isUnsafe) => {
        const asked = { className, constrained: true, ...(isUnsafe !== undefined && { isUnsafe }) };
        const least = this.#rewards.extreme({ ...asked, end: 'least' }, this.#weights);
        const greatest = this.#rewards.extreme({ ...asked, end: 'greatest' }, this.#weights);
        const tier = combination === 'cost' && isUnsafe ? Math.max(0, 1 - costLimit) : 0;
        return least && greatest ? [{ tier, least, greatest }] : [];
      });
      this.#parts.set(className, parts);
    }
    return parts;
  }

  /**
   * With exact class probabilities the reward is linear in each proposition's probability, so it is the mean of the
   * rewards of the combinations, drawn independently. A completion that is in a class with probability q or more gets at
   * least q times the least of the class and (1 - q) times the least of all; constraints, which independent draws
   * may break, are left out of these.
   */
  #graded(better: string, worse: string): { gradedFrom?: number } {
    const { features, reward } = this.#policy;
    if (features.classProbability !== 'exact' || reward.combination !== 'sum') return {};
    const of = (end: 'least' | 'greatest', className?: string): number | undefined =>
      this.#rewards.extreme(
        { end, constrained: false, ...(className !== undefined && { className }) },
        this.#weights,
      )?.reward;
    const [up, down, least, greatest] = [
      of('least', better),
      of('greatest', worse),
      of('least'),
      of('greatest'),
    ];
    if (up === undefined || down === undefined || least === undefined || greatest === undefined) return {};
    if (up - down <= LEAST_MARGIN) return {};
    const range = greatest - least;
    return { gradedFrom: range / (range + up - down) };
  }
}
