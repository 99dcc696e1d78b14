/**
 * The beta distribution with shape `a`, `b` > 0: the probability of a value up to `x` in [0, 1], which is the
 * regularised incomplete beta function. By its continued fraction (NIST DLMF 8.17.22, evaluated as Lentz 1976), which
 * converges fast below the mean; above it by the symmetry I_x(a, b) = 1 − I_{1−x}(b, a).
 */
export function betaProbability(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaProbability(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return (front * continuedFraction(x, a, b)) / a;
}

/** The value below which the beta distribution has probability `p`, within 1e-12. */
export function betaQuantile(p: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  // Halving cannot fail, and 60 halvings are quick enough for what is asked here.
  for (let step = 0; step < 60 && high - low > 1e-13; step++) {
    const middle = (low + high) / 2;
    if (betaProbability(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The quantile of Student's t with `df` > 0 degrees of freedom, from t² / (df + t²) ~ Beta(1/2, df/2). */
export function studentQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  if (p < 0.5) return -studentQuantile(1 - p, df);
  // The small side of the beta distribution, whose relative precision the square root keeps.
  const rest = betaQuantile(2 * (1 - p), df / 2, 0.5);
  return Math.sqrt((df * (1 - rest)) / rest);
}

function continuedFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return result;
}

/** Lanczos's approximation with g = 7 and nine terms (Godfrey 2001); relative error below 1e-14 for x > 0. */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  const base = shifted + 7.5;
  const sum = LANCZOS.reduce((total, term, index) => total + term / (shifted + index + 1), LANCZOS_FIRST);
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(sum);
}

const LANCZOS_FIRST = 0.99999999999980993;
const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/**
 * The probability of a standard normal value below `x`, as Student's t with degrees of freedom enough that the difference
 * is below a ten-thousandth of the smaller side.
 */
export function normalBelow(x: number): number {
  const smaller = 0.5 * betaProbability(NEARLY_NORMAL / (NEARLY_NORMAL + x * x), NEARLY_NORMAL / 2, 0.5);
  return x < 0 ? smaller : 1 - smaller;
}

const NEARLY_NORMAL = 1e6;
