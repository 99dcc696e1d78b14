/** P(X <= k) of a binomial X of `n` trials, each with probability `p`. */
export function binomialAtMost(k: number, n: number, p: number): number {
  if (k >= n || p <= 0) return 1;
  if (k < 0 || p >= 1) return 0;
  // Terms by their logarithms: the first one may be too small for a number, and those that count are not.
  const logOdds = Math.log(p) - Math.log1p(-p);
  let log = n * Math.log1p(-p);
  let sum = Math.exp(log);
  for (let i = 1; i <= k; i++) {
    log += Math.log(n - i + 1) - Math.log(i) + logOdds;
    sum += Math.exp(log);
  }
  return Math.min(1, sum);
}

/**
 * The one-sided upper confidence bound of a probability after `k` events in `n` independent trials, by Clopper and
 * Pearson (1934): the largest p at which so few events are no less likely than `alpha`. 1 without a trial.
 */
export function clopperPearsonUpper(k: number, n: number, alpha: number): number {
  if (n === 0 || k >= n) return 1;
  return largest((p) => binomialAtMost(k, n, p) >= alpha, k / n);
}

/**
 * The one-sided upper confidence bound of the mean of independent, equally distributed values in [0, 1], by Hoeffding
 * and Bentkus as Bates et al. (2021, "Distribution-free, risk-controlling prediction sets", section 3.1) join them: valid
 * at every n, whatever the distribution. Where all values are 0 or 1 the exact bound of Clopper and Pearson is
 * taken, which is never above it. 1 without a value.
 */
export function boundedMeanUpper(values: readonly number[], alpha: number): number {
  const n = values.length;
  if (n === 0) return 1;
  const sum = values.reduce((total, value) => total + value, 0);
  if (values.every((value) => value === 0 || value === 1)) return clopperPearsonUpper(sum, n, alpha);
  const mean = sum / n;
  // A sum that is whole but for rounding is not rounded up to the next one.
  const events = Math.ceil(sum - 1e-9);
  const tail = (p: number): number =>
    Math.min(Math.exp(-n * divergence(Math.min(mean, p), p)), Math.E * binomialAtMost(events, n, p));
  return largest((p) => tail(p) >= alpha, mean);
}

/** Of a Bernoulli variable with mean `a` from one with mean `b`, in nats. */
function divergence(a: number, b: number): number {
  const part = (x: number, y: number): number => (x === 0 ? 0 : x * Math.log(x / y));
  return part(a, b) + part(1 - a, 1 - b);
}

/** The largest number up to 1 of which it holds, to the last bit but a few and rounded up; it holds at `from`. */
function largest(holds: (p: number) => boolean, from: number): number {
  if (holds(1)) return 1;
  let [low, high] = [from, 1];
  for (let step = 0; step < 60 && high - low > 1e-15; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return high;
}
