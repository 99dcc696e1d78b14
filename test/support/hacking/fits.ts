import type { Policy } from '../../../server/src/policy/model.ts';
import { fitWeights } from '../../../server/src/reward/fit/fit.ts';
import type { FitData } from '../../../server/src/reward/fit/fit-data.ts';
import type { HardConstraint } from '../../../server/src/reward/fit/hinge-problem.ts';
import type { Combinations } from './combinations.ts';
import { overErrors } from './grade-errors.ts';

const L2 = 0.001;
const MOST_ROUNDS = 500;

/** The fit of `rbr fit` without a proof. */
export function plainWeights(policy: Policy, data: FitData): Float64Array {
  return fitWeights(data, { l2: L2, margin: 1, signs: policy.reward.signs }).weights;
}

/** The values of the features under errors: their means over what the answers may be. */
export function expectedValues({ values, count }: Combinations, wrong: readonly number[]): Float64Array[] {
  const size = values[0]?.length ?? 0;
  const columns = Array.from({ length: size }, (_, feature) =>
    overErrors(
      Float64Array.from({ length: count }, (_, x) => (values[x] as Float64Array)[feature] as number),
      wrong,
    ),
  );
  return Array.from({ length: count }, (_, x) => Float64Array.from(columns, (column) => column[x] as number));
}

/**
 * The fit subject to every class being paid at least `margin` more than the next one, over all combinations, by
 * enumeration: another way to what `rbr fit --prove` does. Undefined where no weights do.
 */
export function orderedWeights(
  policy: Policy,
  data: FitData,
  combinations: Combinations,
  values: readonly Float64Array[],
  margin: number,
): Float64Array | undefined {
  const constraints: HardConstraint[] = [];
  const { classes } = combinations;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { weights, dualityGap } = fitWeights(data, {
      ...{ l2: L2, margin: 1, signs: policy.reward.signs, constraints },
    });
    if (!Number.isFinite(dualityGap)) return undefined;
    const before = constraints.length;
    const ends = extremes(combinations, values, weights);
    for (let better = 0; better < classes.length; better++) {
      for (let worse = better + 1; worse < classes.length; worse++) {
        const [up, down] = [ends[better]?.least, ends[worse]?.greatest];
        if (up === undefined || down === undefined) continue;
        const normal = (values[up] as Float64Array).map(
          (value, feature) => value - ((values[down] as Float64Array)[feature] as number),
        );
        const lead = normal.reduce((sum, value, feature) => sum + value * (weights[feature] as number), 0);
        if (lead < margin - 1e-9) constraints.push({ normal, least: margin + 1e-7 });
      }
    }
    if (constraints.length === before) return weights;
  }
  return undefined;
}

function extremes(
  { allowed, classOf, classes }: Combinations,
  values: readonly Float64Array[],
  weights: Float64Array,
): { least?: number; greatest?: number }[] {
  const rewardOf = (x: number) =>
    (values[x] as Float64Array).reduce(
      (sum, value, feature) => sum + value * (weights[feature] as number),
      0,
    );
  const ends = classes.map((): { least?: number; greatest?: number } => ({}));
  for (const x of allowed) {
    const end = ends[classOf[x] as number];
    if (!end) continue;
    if (end.least === undefined || rewardOf(x) < rewardOf(end.least)) end.least = x;
    if (end.greatest === undefined || rewardOf(x) > rewardOf(end.greatest)) end.greatest = x;
  }
  return ends;
}
