import type { Policy } from '../../policy/model.ts';
import type { Measurement } from './figures.ts';
import type { EvaluatedItem } from './items.ts';
import type { ClassQuality, ClassShare } from './quality.ts';
import { estimateOf, type Figure } from './statistics/figure.ts';

/** How the predicted classes compare with the expected ones, and how often each class occurs. */
export function classQuality(
  policy: Policy,
  items: readonly EvaluatedItem[],
  measurement: Measurement,
): ClassQuality {
  const confusion: Record<string, Record<string, number>> = {};
  let of = 0;
  for (const { expectedClass: expected, predictedClass: predicted } of items) {
    if (expected === undefined) continue;
    of++;
    if (predicted === undefined) continue;
    const row = confusion[expected] ?? {};
    row[predicted] = (row[predicted] ?? 0) + 1;
    confusion[expected] = row;
  }
  const ordered = policy.classOrder.map(({ text }) => text);
  const order = [...ordered, ...[...policy.classes.keys()].filter((name) => !ordered.includes(name))];
  const { value, ...rest } = estimateOf(measurement.figures.get('classes.accuracy') as Figure);
  return { ...rest, of, accuracy: value, order, confusion, distribution: distributionOf(order, measurement) };
}

function distributionOf(order: readonly string[], measurement: Measurement): Record<string, ClassShare> {
  const shares = measurement.classShares();
  return Object.fromEntries(
    order.flatMap((name): [string, ClassShare][] => {
      const share = shares.get(name);
      if (!share) return [];
      const labels = share.labelledRate;
      return [[name, { ...share.rate, ...(labels && { labels }) }]];
    }),
  );
}
