import type { GradersOptions } from '../grade-all.ts';

/** What `rbr evaluate` is told. */
export type EvaluateOptions = GradersOptions & {
  readonly policy: string;
  readonly weights?: string;
  /** Of the paper's layout: weights fitted without the reward model. */
  readonly weightsAlone?: string;
  /** Of the paper's layout: name -> the response types that are shown as one. */
  readonly merge?: ReadonlyMap<string, readonly string[]>;
  readonly rewards?: string;
  /** A file whose orderings stand in place of the policy's. */
  readonly orderings?: string;
  readonly failUnder?: readonly string[];
  readonly allowMissing?: number;
  readonly ablate?: boolean;
  readonly against?: readonly string[];
  readonly save?: string;
  readonly out?: string;
  /** Also say what the figures mean. */
  readonly explain?: boolean;
  readonly format: 'text' | 'json' | 'html';
};
