/** What a figure of a report means, for whoever points at its name. */
export interface Explained {
  /** As it stands in headings, in the user's language. */
  readonly name: string;
  /** Other headings that it stands under. */
  readonly also?: readonly string[];
  /** In a sentence, without other terms of this list where that can be. */
  readonly meaning: string;
  /** In words. */
  readonly formula?: string;
  /** A page of the documentation with its heading: `evaluation.md#auroc`. */
  readonly page: string;
}

export const EVALUATION_PAGE = 'evaluation.md';
export const REWARD_PAGE = 'reward.md';
