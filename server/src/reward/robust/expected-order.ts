import type { ClassOrder } from '../prove/class-order.ts';
import { ExpectedProver } from './expected-proof.ts';
import type { ExpectedRewards } from './expected-rewards.ts';

/** The search for the worst combination of a pair of classes came to its limit: neither proven nor refuted. */
export class SearchCutShort extends Error {
  constructor(better: string, worse: string) {
    super(`the search for the expected margin of ${better} over ${worse} came to its limit`);
  }
}

/**
 * The order on average over wrong grades. `stated`: each wrong at its own rate; `upTo`: at any rate from 0 to its own, the
 * worst for each combination. Its `under` throws `SearchCutShort` where the least expected margin of a pair is not found
 * within the limit of the search.
 */
export function expectedOrder(rewards: ExpectedRewards, rates: 'stated' | 'upTo' = 'stated'): ClassOrder {
  return {
    kind: 'expected',
    features: rewards.features,
    has: (name) => rewards.has(name),
    under: (weights) => {
      const prover = new ExpectedProver(rewards, weights);
      return (better, worse) => {
        const closest = prover.closest(better, worse, rates);
        if (closest === 'vacuous') return closest;
        if (!closest.up.exact || !closest.down.exact) throw new SearchCutShort(better, worse);
        return { up: closest.up, down: closest.down };
      };
    },
  };
}
