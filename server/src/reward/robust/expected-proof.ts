import * as l10n from '@vscode/l10n';
import type { Policy } from '../../policy/model.ts';
import type { ExpectedExtreme, ExpectedRewards } from './expected-rewards.ts';

/** The completions of two classes that come nearest, on average over their grades, to being the wrong way round. */
export interface ClosestExpected {
  readonly up: ExpectedExtreme;
  readonly down: ExpectedExtreme;
  /** The least expected reward of the better class less the greatest of the worse one, from below: what is proven. */
  readonly margin: number;
  /** Where the search was cut short: the margin is no higher than this. */
  readonly atMost: number;
}

/** The expected margins of pairs of classes under given weights, every grade erring at its stated rate. */
export class ExpectedProver {
  readonly #rewards: ExpectedRewards;
  readonly #weights: Float64Array;
  readonly #known = new Map<string, ExpectedExtreme | undefined>();

  /** Where `whyNotExpected` has a reason, nothing of this is a proof. */
  constructor(rewards: ExpectedRewards, weights: Float64Array) {
    this.#rewards = rewards;
    this.#weights = weights;
  }

  /** `vacuous`: one of the classes can never hold. */
  closest(better: string, worse: string): ClosestExpected | 'vacuous' {
    const up = this.#extreme(better, 'least');
    const down = this.#extreme(worse, 'greatest');
    if (!up || !down) return 'vacuous';
    return { up, down, margin: up.bound - down.bound, atMost: up.reward - down.reward };
  }

  #extreme(className: string, end: 'least' | 'greatest'): ExpectedExtreme | undefined {
    const key = `${end} ${className}`;
    if (!this.#known.has(key))
      this.#known.set(key, this.#rewards.extreme({ className, end, constrained: true }, this.#weights));
    return this.#known.get(key);
  }
}

/** Why nothing is proven on average of a policy's rewards; undefined where it can be. */
export function whyNotExpected({ reward }: Policy): string | undefined {
  if (reward.combination !== 'cost') return undefined;
  return l10n.t('the cost decides before rewards do, so there is no mean of both to compare');
}
