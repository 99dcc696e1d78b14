import { drawnPrompts } from '../fit/splits.ts';
import { percentile } from '../percentile.ts';
import { drawing } from '../random.ts';
import type { Figures, Measurement } from './figures.ts';

/** 95%, by bootstrap over prompts. */
export type Interval = readonly [low: number, high: number];

const SAMPLES = 200;
const COMPARED_SAMPLES = 1000;
/** Below this many values of a figure an interval would be made up. */
const LEAST_VALUES = 20;

/** Completions of one prompt hang together, so prompts are drawn, not completions. */
export function figureIntervals(measurement: Measurement, seed = 0): ReadonlyMap<string, Interval> {
  const draw = drawing(seed);
  const values = new Map<string, number[]>();
  for (let sample = 0; sample < SAMPLES; sample++) {
    const counts = drawnPrompts(measurement.promptIds.length, draw);
    for (const [name, value] of measurement.figures(counts)) {
      if (value === null) continue;
      const known = values.get(name);
      if (known) known.push(value);
      else values.set(name, [value]);
    }
  }
  return new Map(
    [...values].flatMap(([name, all]) =>
      all.length < LEAST_VALUES ? [] : [[name, intervalOf(all)] as const],
    ),
  );
}

export interface Difference {
  readonly before: number | null;
  readonly after: number | null;
  readonly difference: number | null;
  readonly interval?: Interval;
  /** Two-sided: how seldom drawn prompts put the difference on the other side of 0. */
  readonly pValue?: number;
}

/** Two runs over the same prompts: drawn together, so that what is common to both cancels out. */
export function figureDifferences(
  before: Measurement,
  after: Measurement,
  seed = 0,
): Map<string, Difference> {
  const draw = drawing(seed);
  const [was, is] = [before.figures(), after.figures()];
  const drawn = new Map<string, number[]>();
  for (let sample = 0; sample < COMPARED_SAMPLES; sample++) {
    const counts = drawnPrompts(before.promptIds.length, draw);
    const [a, b] = [before.figures(counts), after.figures(counts)];
    for (const [name, value] of b) {
      const difference = minus(value, a.get(name));
      if (difference === null) continue;
      const known = drawn.get(name);
      if (known) known.push(difference);
      else drawn.set(name, [difference]);
    }
  }
  return new Map(
    [...new Set([...was.keys(), ...is.keys()])].map((name) => {
      const found = differenceOf(was, is, name);
      const values = drawn.get(name) ?? [];
      if (found.difference === null || values.length < LEAST_VALUES) return [name, found];
      return [name, { ...found, interval: intervalOf(values), pValue: pValueOf(values) }];
    }),
  );
}

function differenceOf(was: Figures, is: Figures, name: string): Difference {
  const [before, after] = [was.get(name) ?? null, is.get(name) ?? null];
  return { before, after, difference: minus(after, before) };
}

function minus(a: number | null, b: number | null | undefined): number | null {
  return a === null || b === null || b === undefined ? null : a - b;
}

function intervalOf(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values).sort();
  return [percentile(sorted, 0.025), percentile(sorted, 0.975)];
}

/** Never 0: a bootstrap of n samples cannot tell less than one in n. */
function pValueOf(differences: readonly number[]): number {
  const [below, above] = [
    differences.filter((value) => value <= 0).length,
    differences.filter((value) => value >= 0).length,
  ];
  return Math.min(1, (2 * (Math.min(below, above) + 1)) / (differences.length + 1));
}
