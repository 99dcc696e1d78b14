import type { Conjunction, Constraint, Formula, Literal } from '../policy/model.ts';

/** One condition as it is written, with a place, that takes part in a contradiction. */
export type CoreItem =
  /** A class or a derived proposition requires this. */
  | { readonly kind: 'requires'; readonly owner: string; readonly literal: Literal }
  /** All of these conditions make a derived proposition true. */
  | { readonly kind: 'suffices'; readonly owner: string; readonly conjunction: Conjunction }
  | { readonly kind: 'constraint'; readonly constraint: Constraint };

/** Conditions that cannot hold together, while any of them left out they could. */
export type Core = readonly CoreItem[];

/** A formula that is claimed to hold, and whose it is. */
export interface Claim {
  readonly owner: string;
  readonly formula: Formula;
}
