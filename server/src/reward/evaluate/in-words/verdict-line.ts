import type { OrderProof } from '../../prove/prove.ts';

/**
 * A sentence of the verdict of an evaluation.
 *
 * - `missing`: what is not there, before anything is said of what is;
 * - `holds`: what the figures and their intervals show;
 * - `measured`: a figure that is neither good nor bad by itself;
 * - `fails`: what they do not show, or show to be wrong;
 * - `weakest`: the proposition that is graded worst, among those with labels enough;
 * - `too-few`: what cannot be said for want of labels, and how many it takes;
 * - `confused`: the pair of classes that is taken for each other most often;
 * - `next`: what to do next.
 */
export interface VerdictLine {
  readonly kind: 'missing' | 'holds' | 'measured' | 'fails' | 'weakest' | 'too-few' | 'confused' | 'next';
  readonly text: string;
  /** The propositions that it is of. */
  readonly propositions?: readonly string[];
  /** The pair of classes that it is of. */
  readonly classes?: readonly [string, string];
  /** Of `next`. */
  readonly action?: NextAction;
  /** Of `next`, where the door has one: what does it, as it is typed. */
  readonly command?: string;
}

/**
 * - `ask`: get the answers that are missing;
 * - `check`: find what in the input cannot be read;
 * - `inspect`: look at the completions in which a proposition is graded otherwise than labelled;
 * - `label`: label more completions;
 * - `look`: look at the worst completions;
 * - `fit`: fit the weights, with the order of the classes proven;
 * - `keep`: keep the evaluation, so that later ones can be compared with it.
 */
export type NextAction = 'ask' | 'check' | 'inspect' | 'label' | 'look' | 'fit' | 'keep';

/** What is known beside the figures. */
export interface VerdictContext {
  readonly hasWeights: boolean;
  /** Whether there are ranked completions to fit weights on. */
  readonly isRanked: boolean;
  /** Response type -> its pairs of classes, where the order was looked at. */
  readonly proofs?: Readonly<Record<string, readonly OrderProof[]>>;
  /** How many completions are listed as the worst ones. */
  readonly worst: number;
}
