import type { Measurement } from './figures.ts';
import type { ErrorRates, RankingQuality, Rate } from './quality.ts';
import { estimateOf } from './statistics/figure.ts';

/** Undefined where nothing is ranked. */
export function rankingQuality(measurement: Measurement): RankingQuality | undefined {
  if (!measurement.figures.has('ranking.errorRate')) return undefined;
  const counts = measurement.comparisonCounts();
  const rate = (name: string): Rate => {
    const figure = measurement.figures.get(name);
    if (!figure) return { errorRate: null, n: 0, prompts: 0, interval: null, noInterval: 'not-defined' };
    const { value, ...rest } = estimateOf(figure);
    return { errorRate: value, ...rest };
  };
  const rates = (prefix: string, type: string): ErrorRates => ({
    ...rate(`${prefix}.errorRate`),
    of: counts.get(type)?.of ?? 0,
    rmOnly: rate(`${prefix}.rmOnly`),
    rbrOnly: rate(`${prefix}.rbrOnly`),
  });
  const types = [...counts.keys()].filter((type) => type !== '');
  return {
    ...rates('ranking', ''),
    responseTypes: Object.fromEntries(types.map((type) => [type, rates(`ranking.${type}`, type)])),
  };
}
