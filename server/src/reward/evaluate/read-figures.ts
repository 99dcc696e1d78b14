import type { Intervals } from './quality.ts';
import type { Figure } from './statistics/figure.ts';
import type { Interval, NoInterval } from './statistics/interval.ts';

/** Name -> value, of figures that are found by name. */
export function valuesOf<Name extends string>(
  names: readonly Name[],
  figure: (name: Name) => Figure,
): Record<Name, number | null> {
  return byName(names, (name) => figure(name).value);
}

export function intervalsOf<Name extends string>(
  names: readonly Name[],
  figure: (name: Name) => Figure,
): Intervals<Name> {
  const ranges = names.map((name) => [name, figure(name).ranged] as const);
  return {
    intervals: Object.fromEntries(ranges.map(([name, { interval }]) => [name, interval])) as Record<
      Name,
      Interval | null
    >,
    noIntervals: Object.fromEntries(
      ranges.flatMap(([name, { noInterval }]) => (noInterval ? [[name, noInterval]] : [])),
    ) as Partial<Record<Name, NoInterval>>,
  };
}

export function byName<Name extends string, Value>(
  names: readonly Name[],
  of: (name: Name) => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, Value>;
}
