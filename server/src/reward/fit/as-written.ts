import { Differences, dot } from './differences.ts';
import { type HingeProblem, isClosed, isFeasible, type Optimum } from './hinge-problem.ts';

/** More than a fit to a millionth means. */
const DIGITS = 12;

/**
 * The optimum with its weights rounded to twelve digits, as files have them, and the certificate of these weights. The
 * same as it was where they do not bear it: features of 1e10 that nearly cancel need every digit.
 */
export function asWritten(problem: HingeProblem, optimum: Optimum, relativeGap: number): Optimum {
  const { data, pairs, l2, pairWeights, constraints = [] } = problem;
  const weights = optimum.weights.map((weight) => Number(weight.toPrecision(DIGITS)));
  if (!constraints.every((constraint) => isFeasible(constraint, weights))) return optimum;
  const rows = new Differences(data, pairs, []);
  const gains = new Float64Array(pairs.count);
  rows.times(weights, gains);
  const terms = rows.absoluteTimes(weights);
  let loss = 0;
  let size = 0;
  let total = 0;
  for (let pair = 0; pair < pairs.count; pair++) {
    const target = pairs.targets[pair] as number;
    const share = pairWeights?.[pair] ?? 1;
    loss += share * Math.max(0, target - (gains[pair] as number));
    size += share * (Math.abs(target) + (terms[pair] as number));
    total += share;
  }
  const trainLoss = total === 0 ? 0 : loss / total;
  const objective = trainLoss + (l2 / 2) * dot(weights, weights);
  const rounding =
    (total === 0 ? 0 : (size / total) * (data.features.length + 4)) + (pairs.count + 4) * objective;
  const dualityGap =
    Math.max(0, objective - optimum.objective) + optimum.dualityGap + (rounding * Number.EPSILON) / 2;
  const rounded = { weights, objective, trainLoss, dualityGap };
  return isClosed(rounded, relativeGap) ? rounded : optimum;
}
