/** Policies made so that no engine gets through: what a proof says where it gives up, and after how long. */
import { parities } from '../support/large-policies.ts';
import { benchProofs } from '../support/proof-bench.ts';

benchProofs([[1000, 'chains of exclusive or', parities]]);
