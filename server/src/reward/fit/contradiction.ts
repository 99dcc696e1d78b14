import type { Relabel } from './relabel.ts';

/**
 * Ranked pairs that no weights put in order with their margins. None of them can be left out: the others can be satisfied.
 * Rows are counted in the order in which they were added to the data.
 */
export interface Contradiction {
  readonly kind: /** Two completions with the same features, ranked differently, and no reward model that tells them apart. */
    | 'twins'
    /** What one pair asks for, the other one rules out. */
    | 'opposites'
    /** More pairs than two. */
    | 'together';
  readonly pairs: readonly ContradictoryPair[];
  /** It takes the signs that are asked for, too. */
  readonly withSigns?: true;
}

export interface ContradictoryPair {
  readonly better: number;
  readonly worse: number;
  /** By how much more the features of the better one must be paid than those of the worse one. */
  readonly asks: number;
  /** What the better one has more of (or less, below 0), the largest differences first. */
  readonly differs: readonly { readonly feature: string; readonly by: number }[];
}

export interface Contradictions {
  readonly found: readonly Contradiction[];
  /** There are more of this kind than are listed. */
  readonly twins: number;
  readonly opposites: number;
  /** Where there are contradictions. */
  readonly relabel?: Relabel;
  /** Too many pairs to be looked through. */
  readonly notLooked?: true;
  /**
   * Whether the other pairs can be satisfied is not known: it takes too much exact arithmetic, or weights so large that
   * the last digits of the data decide.
   */
  readonly undecided?: true;
}

export type NamedContradictions = Contradictions & {
  readonly nameOf: (row: number) => string;
  /** The first words of a completion, where they are known. */
  readonly openingOf?: (row: number) => string | undefined;
};
