import type { Slices } from './slices.ts';

/** Rows of a sparse matrix, one after the other: row `i` is at `starts[i]` to `starts[i + 1]`. */
export interface SparseRows {
  readonly starts: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float64Array;
  /** Number of columns. */
  readonly width: number;
}

export interface LogisticProblem {
  readonly rows: SparseRows;
  /** +1 or -1 per row. */
  readonly signs: Float64Array;
  /** Weight of each row in the loss. */
  readonly importance: Float64Array;
}

export interface LogisticSolution {
  readonly weights: Float64Array;
  readonly bias: number;
}

const MAX_ITERATIONS = 200;
/** Relative to the gradient at zero; AUROC and Brier do not move below it. */
const TOLERANCE = 1e-3;
const MEMORY = 8;

/**
 * L2-regularised logistic regression: minimises `|w|^2 / 2 + C sum_i importance_i log(1 + exp(-s_i (w x_i + b)))`
 * by L-BFGS (Nocedal & Wright, algorithm 7.4) with a backtracking line search; the bias is not
 * regularised. Strictly convex in `w`: the answer does not depend on a seed or an order.
 */
export async function fitLogistic(
  problem: LogisticProblem,
  c: number,
  slices: Slices,
): Promise<LogisticSolution> {
  const { rows } = problem;
  const size = rows.width + 1;
  let point = new Float64Array(size);
  let gradient = new Float64Array(size);
  let value = evaluate(problem, c, point, gradient);
  const enough = TOLERANCE * norm(gradient);
  const history: { step: Float64Array; change: Float64Array; curvature: number }[] = [];

  for (let iteration = 0; iteration < MAX_ITERATIONS && norm(gradient) > enough; iteration++) {
    await slices.pause();
    const direction = descentDirection(gradient, history);
    const slope = dot(direction, gradient);
    let length = history.length === 0 ? 1 / Math.max(1, norm(gradient)) : 1;
    let next = point;
    let nextGradient = gradient;
    let nextValue = Number.POSITIVE_INFINITY;
    // Armijo: as much less as a thousandth of what the slope promises.
    for (let halvings = 0; halvings < 30; halvings++) {
      next = point.map((x, index) => x + length * (direction[index] as number));
      nextGradient = new Float64Array(size);
      nextValue = evaluate(problem, c, next, nextGradient);
      if (nextValue <= value + 1e-3 * length * slope) break;
      length /= 2;
    }
    if (nextValue >= value) break;
    const step = next.map((x, index) => x - (point[index] as number));
    const change = nextGradient.map((x, index) => x - (gradient[index] as number));
    const curvature = dot(step, change);
    if (curvature > 0) history.push({ step, change, curvature });
    if (history.length > MEMORY) history.shift();
    point = next;
    gradient = nextGradient;
    value = nextValue;
  }
  return { weights: point.subarray(0, rows.width), bias: point[rows.width] as number };
}

/** The objective at `point` (weights, then bias); writes its gradient. */
function evaluate(
  { rows, signs, importance }: LogisticProblem,
  c: number,
  point: Float64Array,
  gradient: Float64Array,
): number {
  const { starts, columns, values, width } = rows;
  let value = 0;
  for (let column = 0; column < width; column++) {
    const weight = point[column] as number;
    gradient[column] = weight;
    value += (weight * weight) / 2;
  }
  let biasGradient = 0;
  const bias = point[width] as number;
  for (let row = 0; row < signs.length; row++) {
    const start = starts[row] as number;
    const end = starts[row + 1] as number;
    let score = bias;
    for (let at = start; at < end; at++) {
      score += (values[at] as number) * (point[columns[at] as number] as number);
    }
    const sign = signs[row] as number;
    const margin = sign * score;
    const scale = c * (importance[row] as number);
    // Both forms avoid the overflow of exp.
    value += scale * (margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin);
    const pull = (-sign * scale) / (1 + Math.exp(margin));
    biasGradient += pull;
    for (let at = start; at < end; at++) {
      const column = columns[at] as number;
      gradient[column] = (gradient[column] as number) + pull * (values[at] as number);
    }
  }
  gradient[width] = biasGradient;
  return value;
}

/** The two-loop recursion: minus the approximate inverse Hessian times the gradient. */
function descentDirection(
  gradient: Float64Array,
  history: readonly { step: Float64Array; change: Float64Array; curvature: number }[],
): Float64Array {
  const direction = gradient.map((x) => -x);
  const alphas: number[] = [];
  for (const { step, change, curvature } of [...history].reverse()) {
    const alpha = dot(step, direction) / curvature;
    alphas.push(alpha);
    add(direction, change, -alpha);
  }
  const last = history.at(-1);
  if (last) {
    const scale = last.curvature / dot(last.change, last.change);
    for (let index = 0; index < direction.length; index++)
      direction[index] = (direction[index] as number) * scale;
  }
  for (const { step, change, curvature } of history) {
    const beta = dot(change, direction) / curvature;
    add(direction, step, (alphas.pop() as number) - beta);
  }
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] as number) * (b[index] as number);
  return sum;
}

function add(target: Float64Array, source: Float64Array, factor: number): void {
  for (let index = 0; index < target.length; index++) {
    target[index] = (target[index] as number) + factor * (source[index] as number);
  }
}

function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}
