import type { Witness } from '../../logic/conflicts.ts';

/** Whether every completion of one class gets more reward than any of another one. */
export interface OrderProof {
  readonly better: string;
  readonly worse: string;
  /** True also where one of the classes can never hold. */
  readonly proven: boolean;
  /**
   * The least reward of the better class minus the greatest of the worse: how much advantage the reward model would have
   * to give the worse one to turn them round. Null where it cannot (there is nothing to compare, or a cost decides), and
   * where it is not known, or only as an interval.
   */
  readonly margin: number | null;
  /** Where the search ended before the margin was certain: it is not below the one nor above the other; null is not known. */
  readonly marginBetween?: readonly [low: number | null, high: number | null];
  /** How it was proven or refuted: by decision diagrams alone, or with the search for what passes their limit. */
  readonly decidedBy?: 'diagram' | 'search';
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
