import type { Literal } from './literal.ts';

/** One of the literals holds. The first two are watched, so their order changes during search. */
export interface Clause {
  readonly literals: Literal[];
  /** Of a learnt clause: how many decision levels met in it. Few is good (Audemard and Simon 2009). */
  readonly glue: number;
  isDeleted: boolean;
}
