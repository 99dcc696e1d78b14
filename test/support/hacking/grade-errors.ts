/**
 * Grades that are wrong: each proposition's answer is the opposite of the truth with its own probability,
 * independently of the others. Functions of combinations are arrays, as in `Combinations`.
 */

/**
 * For every combination the mean of `f` over what its answers may be: one proposition after the other,
 * (1 - e) f(x) + e f(x with that proposition the other way). Errors being as likely in both directions, the same map
 * turns a distribution of true combinations into that of the combinations that are answered.
 */
export function overErrors(f: Float64Array, wrong: readonly number[]): Float64Array {
  const result = f.slice();
  wrong.forEach((rate, proposition) => {
    if (rate === 0) return;
    const bit = 1 << proposition;
    for (let x = 0; x < result.length; x++) {
      if (x & bit) continue;
      const [no, yes] = [result[x] as number, result[x | bit] as number];
      result[x] = (1 - rate) * no + rate * yes;
      result[x | bit] = (1 - rate) * yes + rate * no;
    }
  });
  return result;
}

/** The mean of `f` over the true combinations behind each combination of answers, given how common each is. */
export function givenAnswers(f: Float64Array, prior: Float64Array, wrong: readonly number[]): Float64Array {
  const answered = overErrors(prior, wrong);
  const weighed = overErrors(
    prior.map((p, x) => p * (f[x] as number)),
    wrong,
  );
  return weighed.map((sum, y) => ((answered[y] as number) > 0 ? sum / (answered[y] as number) : 0));
}

/** The answers that one completion of each combination gets. `draw` gives numbers in [0, 1). */
export function drawnAnswers(count: number, wrong: readonly number[], draw: () => number): Int32Array {
  return Int32Array.from({ length: count }, (_, x) =>
    wrong.reduce((answers, rate, proposition) => (draw() < rate ? answers ^ (1 << proposition) : answers), x),
  );
}

/** How often the majority of `k` independent answers is wrong, k odd. */
export function majorityError(rate: number, k: number): number {
  let sum = 0;
  let ways = 1;
  for (let errors = 0; errors <= k; errors++) {
    if (2 * errors > k) sum += ways * rate ** errors * (1 - rate) ** (k - errors);
    ways = (ways * (k - errors)) / (errors + 1);
  }
  return sum;
}

/**
 * The same where answers err together: of the errors of each answer the share `shared` comes from a cause that makes all
 * `k` of them wrong at once, and the rest are independent.
 */
export function majorityWithShared(rate: number, k: number, shared: number): number {
  const together = rate * shared;
  const alone = (rate - together) / (1 - together);
  return together + (1 - together) * majorityError(alone, k);
}
