/** Proving the order of large policies: how long it takes, and how many pairs of classes are left open. */
import { nested, scattered } from '../support/large-policies.ts';
import { benchProofs } from '../support/proof-bench.ts';

benchProofs([
  [100, 'nested', nested],
  [100, 'many disjunctions', scattered],
  [300, 'nested', nested],
  [300, 'many disjunctions', scattered],
  [1000, 'nested', nested],
  [1000, 'many disjunctions', scattered],
]);
