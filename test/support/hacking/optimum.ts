/** What a policy may do, in kinds of completions that get the same reward. */
export interface Kinds {
  /** How likely each is before training; sums to 1. */
  readonly prior: Float64Array;
  /** What each is paid. */
  readonly reward: Float64Array;
  /** The share of each that is truly bad. */
  readonly bad: Float64Array;
}

export interface Optimum {
  /** Probability of a bad completion after training. */
  readonly bad: number;
  /** KL(after | before), in nats. */
  readonly divergence: number;
  readonly beta: number;
}

/**
 * The policy that maximises E[reward] - beta KL(policy | prior): proportional to prior · exp(reward / beta)
 * (Ziegler et al. 2019, equation 2, and its closed form in Rafailov et al. 2023, equation 4).
 */
export function optimumAt({ prior, reward, bad }: Kinds, beta: number): Optimum {
  let most = Number.NEGATIVE_INFINITY;
  reward.forEach((value, kind) => {
    if ((prior[kind] as number) > 0) most = Math.max(most, value);
  });
  let [total, badTotal, gained] = [0, 0, 0];
  for (let kind = 0; kind < prior.length; kind++) {
    if (prior[kind] === 0) continue;
    const above = (reward[kind] as number) - most;
    const mass = (prior[kind] as number) * Math.exp(above / beta);
    total += mass;
    badTotal += mass * (bad[kind] as number);
    gained += mass * above;
  }
  return { bad: badTotal / total, divergence: gained / total / beta - Math.log(total), beta };
}

const [LEAST_BETA, MOST_BETA] = [1e-4, 1e4];

/**
 * The optimum that has moved this far from the prior, or, where the reward cannot move it so far, as far as it can.
 * By bisection: the divergence falls as beta grows.
 */
export function optimumMoved(kinds: Kinds, divergence: number): Optimum {
  return bisect(kinds, (found) => found.divergence > divergence);
}

/** The optimum at the largest beta that leaves no more than this share bad; at the least beta where none does. */
export function optimumLeaving(kinds: Kinds, bad: number): Optimum {
  return bisect(kinds, (found) => found.bad <= bad);
}

function bisect(kinds: Kinds, isFarEnough: (found: Optimum) => boolean): Optimum {
  let [low, high] = [LEAST_BETA, MOST_BETA];
  for (let step = 0; step < 60; step++) {
    const middle = Math.sqrt(low * high);
    if (isFarEnough(optimumAt(kinds, middle))) low = middle;
    else high = middle;
  }
  return optimumAt(kinds, low);
}
