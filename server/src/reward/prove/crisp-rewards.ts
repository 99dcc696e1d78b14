import { NodeLimitError } from '../../logic/diagram.ts';
import type { ResponseTypeLogic } from '../../logic/response-type.ts';
import type { Policy } from '../../policy/model.ts';
import type { Feature } from '../features.ts';
import { DiagramRewards } from './diagram-rewards.ts';
import {
  type Asked,
  combinationsKey,
  type Extreme,
  type RewardSpace,
  type Rewards,
  rewardSpace,
  type Unseen,
} from './rewards.ts';
import { SearchedRewards } from './searched-rewards.ts';

/** How far a proof of a response type may go; the same on every machine, since it is counted and not timed. */
export interface ProofLimits {
  /** Of the decision diagram. */
  readonly nodeLimit: number;
  /** Of the search in what passes that, for all pairs of classes under one set of weights: about a second for five millions. */
  readonly steps: number;
}

/** Larger diagrams are possible, but the search is faster than they are. */
export const PROOF_LIMITS: ProofLimits = { nodeLimit: 50_000, steps: 10_000_000 };

/** While somebody is typing: a tenth of a second. Enough to find a completion of every class, and often all there is. */
export const PROOF_LIMITS_WHILE_TYPING: ProofLimits = { nodeLimit: 50_000, steps: 500_000 };

/**
 * Rewards of combinations of propositions, each true or false, in one response type: over all of them, by a decision
 * diagram, and by a search where they do not fit into one.
 */
export class CrispRewards implements Rewards {
  readonly #space: RewardSpace;
  readonly #diagram: DiagramRewards | undefined;
  readonly #searched: SearchedRewards;
  /** What does not fit. */
  readonly #beyond = new Set<string>();

  constructor(policy: Policy, logic: ResponseTypeLogic, limits: Partial<ProofLimits> = {}) {
    const { nodeLimit, steps } = { ...PROOF_LIMITS, ...limits };
    this.#space = rewardSpace(policy, logic);
    this.#diagram = unlessBeyond(() => new DiagramRewards(this.#space, nodeLimit));
    this.#searched = new SearchedRewards(this.#space, steps);
  }

  get features(): readonly Feature[] {
    return this.#space.features;
  }

  get overlaps(): boolean | undefined {
    return unlessBeyond(() => this.#diagram?.overlaps) ?? this.#searched.overlaps;
  }

  has(className: string): boolean {
    return this.#space.logic.formulas.has(className);
  }

  extreme(asked: Asked, weights: Float64Array): Extreme | Unseen | undefined {
    const key = combinationsKey(asked);
    if (this.#diagram && !this.#beyond.has(key)) {
      const diagram = this.#diagram;
      const found = unlessBeyond(() => ({ extreme: diagram.extreme(asked, weights) }));
      if (found) return found.extreme;
      this.#beyond.add(key);
    }
    return this.#searched.extreme(asked, weights);
  }

  searchOn(asked: Asked, weights: Float64Array, share: number): boolean {
    const isSearched = !this.#diagram || this.#beyond.has(combinationsKey(asked));
    return isSearched && this.#searched.searchOn(asked, weights, share);
  }
}

function unlessBeyond<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof NodeLimitError) return undefined;
    throw error;
  }
}
