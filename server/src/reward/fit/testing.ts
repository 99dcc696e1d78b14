/** For tests: random rows, the loss by its definition, and the optimum by an independent solver. */
import fc from 'fast-check';
import { solveQP } from 'quadprog';
import type { Sign } from './fit.ts';
import type { FitRow } from './fit-data.ts';
import type { HardConstraint } from './hinge-problem.ts';

export const hundredths = (min: number, max: number) =>
  fc.integer({ min: min * 100, max: max * 100 }).map((value) => value / 100);

export const rowsOf = (features: number) =>
  fc.array(
    fc.record({
      promptId: fc.constantFrom('p', 'q'),
      rank: fc.nat(3),
      margin: hundredths(0, 2),
      baseReward: hundredths(-2, 2),
      values: fc.array(hundredths(-2, 2), { minLength: features, maxLength: features }),
    }),
    { minLength: 2, maxLength: 9 },
  );

/** Every pair of all rows, by the definition of what a pair is. */
function pairsByDefinition(rows: readonly FitRow[]): { better: FitRow; worse: FitRow }[] {
  return rows.flatMap((better) =>
    rows
      .filter((worse) => worse.promptId === better.promptId && better.rank < worse.rank)
      .map((worse) => ({ better, worse })),
  );
}

const marginOf = (better: FitRow, worse: FitRow, margin: number) => {
  const own = [better.margin, worse.margin].filter((each) => each !== undefined);
  return own.length === 0 ? margin : Math.max(...own);
};

export function meanHinge(rows: readonly FitRow[], weights: readonly number[], margin: number): number {
  const reward = ({ baseReward, values }: FitRow) =>
    baseReward + weights.reduce((sum, w, i) => sum + w * (values[i] as number), 0);
  const hinges = pairsByDefinition(rows).map(({ better, worse }) =>
    Math.max(0, marginOf(better, worse, margin) + reward(worse) - reward(better)),
  );
  return hinges.length === 0 ? 0 : hinges.reduce((sum, hinge) => sum + hinge, 0) / hinges.length;
}

/** So little curvature for the hinges as the solver needs, which wants a strictly convex problem. */
const CURVATURE = 1e-9;

/**
 * The least objective, up to some 1e-7, by the dual method of Goldfarb and Idnani on the problem as a quadratic
 * program: variables are the weights and one hinge a pair.
 */
export function solveIndependently(
  rows: readonly FitRow[],
  {
    l2,
    margin,
    names,
    signs = new Map(),
    fixed = new Map(),
    constraints = [],
  }: {
    l2: number;
    margin: number;
    names: readonly string[];
    signs?: ReadonlyMap<string, Sign>;
    fixed?: ReadonlyMap<string, number>;
    constraints?: readonly HardConstraint[];
  },
): number {
  const pairs = pairsByDefinition(rows);
  const size = names.length + pairs.length;
  const unit = (at: number, value = 1) => Array.from({ length: size }, (_, i) => (i === at ? value : 0));
  const conditions: { row: number[]; least: number }[] = [
    ...[...fixed].map(([name, value]) => ({ row: unit(names.indexOf(name)), least: value })),
    ...pairs.map(({ better, worse }, pair) => ({
      row: unit(names.length + pair).map((value, i) =>
        i < names.length ? (better.values[i] as number) - (worse.values[i] as number) : value,
      ),
      least: marginOf(better, worse, margin) + worse.baseReward - better.baseReward,
    })),
    ...pairs.map((_, pair) => ({ row: unit(names.length + pair), least: 0 })),
    ...[...signs].map(([name, sign]) => ({
      row: unit(names.indexOf(name), sign === 'positive' ? 1 : -1),
      least: 0,
    })),
    ...constraints.map(({ normal, least }) => ({
      row: unit(-1).map((_, i) => normal[i] ?? 0),
      least,
    })),
  ];
  // The package counts from 1, and wants its matrices by columns: one column a condition.
  const fromOne = <T>(list: readonly T[]): T[] => [undefined as T, ...list];
  const curvature = Array.from({ length: size }, (_, i) =>
    fromOne(unit(i, i < names.length ? l2 : CURVATURE)),
  );
  const linear = unit(-1).map((_, i) => (i < names.length ? 0 : -1 / pairs.length));
  const matrix = Array.from({ length: size }, (_, i) =>
    fromOne(conditions.map(({ row }) => row[i] as number)),
  );
  const { solution, message } = solveQP(
    fromOne(curvature),
    fromOne(linear),
    fromOne(matrix),
    fromOne(conditions.map(({ least }) => least)),
    fixed.size,
  );
  if (message) throw new Error(`quadprog: ${message}`);
  const weights = (solution as number[]).slice(1, names.length + 1);
  return (
    meanHinge(rows, weights, margin) + (l2 / 2) * weights.reduce((sum, weight) => sum + weight * weight, 0)
  );
}
