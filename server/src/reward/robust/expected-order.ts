import type { ClassOrder } from '../prove/class-order.ts';
import { marginAtAnyRates } from './any-rates.ts';
import type { AssumedErrors } from './assumed-errors.ts';
import { ExpectedProver } from './expected-proof.ts';
import type { ExpectedRewards } from './expected-rewards.ts';

/** The search for the worst combination of a pair of classes came to its limit: neither proven nor refuted. */
export class SearchCutShort extends Error {
  constructor(better: string, worse: string) {
    super(`the search for the expected margin of ${better} over ${worse} came to its limit`);
  }
}

/** Less than this is rounding. */
const ROUNDING = 1e-9;

/**
 * The order on average over wrong grades. `stated`: each wrong at its own rate; `upTo`: whatever the rates are from 0 up to
 * these, of correct grades too. Its `under` throws `SearchCutShort` where the least expected margin of a pair is not
 * found within the limits of the search.
 */
export function expectedOrder(rewards: ExpectedRewards, read: AssumedErrors['read'] = 'stated'): ClassOrder {
  return {
    kind: 'expected',
    features: rewards.features,
    has: (name) => rewards.has(name),
    under: (weights) => {
      const prover = new ExpectedProver(rewards, weights);
      return (better, worse) => {
        const closest =
          read === 'stated'
            ? prover.closest(better, worse)
            : (marginAtAnyRates(rewards, weights, better, worse) ?? 'vacuous');
        if (closest === 'vacuous') return closest;
        const { up, down, margin, atMost } = closest;
        if (atMost - margin > ROUNDING) throw new SearchCutShort(better, worse);
        return { found: { up, down }, atLeast: up.reward - down.reward };
      };
    },
  };
}
