import { differencesOf } from './compare.ts';
import { Measurement } from './figures.ts';
import { changeOf } from './statistics/difference.ts';
import type { ComparableFigure } from './statistics/figure.ts';
import {
  Chance,
  SIMULATED_THRESHOLDS,
  type Simulated,
  simulatedItems,
  simulatedRuns,
} from './statistics/testing.ts';

/** How often intervals of a figure held its true value. */
export interface Coverage {
  readonly figure: string;
  readonly truth: number;
  /** Of `given`: the intervals that held it. */
  readonly covered: number;
  /** Of `runs`: those in which there was an interval. */
  readonly given: number;
  readonly runs: number;
  readonly meanWidth: number;
}

/** Prompts of the one large draw that gives the true values. */
const LARGE = 10_000;

/** Evaluations of completions that are drawn anew each time, against the figures of a very large draw. */
export function simulatedCoverage(
  simulated: Simulated,
  figures: readonly string[],
  runs: number,
  seed: number,
): Coverage[] {
  const measured = (prompts: number, chance: Chance) =>
    new Measurement(simulatedItems({ ...simulated, prompts }, chance), SIMULATED_THRESHOLDS).figures;
  const large = measured(LARGE, new Chance(seed + 1));
  const chance = new Chance(seed);
  const tally = new Tally(new Map(figures.map((name) => [name, large.get(name)?.value ?? Number.NaN])));
  for (let run = 0; run < runs; run++) {
    const found = measured(simulated.prompts, chance);
    for (const name of figures) tally.add(name, found.get(name)?.ranged.interval ?? null);
  }
  return tally.coverage(runs);
}

function pairOf(simulated: Simulated, chance: Chance, rightNow: number): [Measurement, Measurement] {
  const ids = Array.from({ length: simulated.prompts }, (_, prompt) => `p${prompt}`);
  const [before, now] = simulatedRuns(simulated, chance, rightNow);
  return [
    new Measurement(before, SIMULATED_THRESHOLDS, ids),
    new Measurement(now, SIMULATED_THRESHOLDS, ids),
  ];
}

/** Intervals of the differences of two runs, of which the second one is right `rightNow` of the time. */
export function simulatedDifferences(
  simulated: Simulated,
  rightNow: number,
  figures: readonly string[],
  runs: number,
  seed: number,
): Coverage[] {
  const trueValue = (measurement: Measurement, name: string) =>
    measurement.figures.get(name)?.value ?? Number.NaN;
  const [was, is] = pairOf({ ...simulated, prompts: LARGE }, new Chance(seed + 1), rightNow);
  const chance = new Chance(seed);
  const tally = new Tally(
    new Map(
      figures.map((name) => [
        name,
        rightNow === simulated.right ? 0 : trueValue(is, name) - trueValue(was, name),
      ]),
    ),
  );
  for (let run = 0; run < runs; run++) {
    const [before, after] = pairOf(simulated, chance, rightNow);
    for (const name of figures) {
      const [a, b] = [before, after].map((each) => each.figures.get(name)) as [
        ComparableFigure,
        ComparableFigure,
      ];
      tally.add(name, changeOf(a, b, a.swapsWith(b).differing.length).interval);
    }
  }
  return tally.coverage(runs);
}

export interface FalsePositives {
  /** Figure -> how often its uncorrected p was at most .05. */
  readonly below: ReadonlyMap<string, number>;
  /** In how many comparisons any figure was significant after correction. */
  readonly anySignificant: number;
}

/** Comparisons of two exchangeable runs: every difference is chance. */
export function simulatedFalsePositives(
  simulated: Simulated,
  figures: readonly string[],
  runs: number,
  seed: number,
): FalsePositives {
  const chance = new Chance(seed);
  const below = new Map(figures.map((name) => [name, 0]));
  let anySignificant = 0;
  for (let run = 0; run < runs; run++) {
    const found = differencesOf(...pairOf(simulated, chance, simulated.right), run).figures;
    if (Object.values(found).some(({ adjustedPValue }) => (adjustedPValue ?? 1) <= 0.05)) anySignificant++;
    for (const name of figures)
      if ((found[name]?.pValue ?? 1) <= 0.05) below.set(name, (below.get(name) ?? 0) + 1);
  }
  return { below, anySignificant };
}

class Tally {
  readonly #truth: ReadonlyMap<string, number>;
  readonly #found = new Map<string, { covered: number; given: number; width: number }>();

  constructor(truth: ReadonlyMap<string, number>) {
    this.#truth = truth;
  }

  add(name: string, interval: readonly [low: number, high: number] | null): void {
    const known = this.#found.get(name) ?? { covered: 0, given: 0, width: 0 };
    this.#found.set(name, known);
    if (!interval) return;
    const [low, high] = interval;
    const truth = this.#truth.get(name) as number;
    known.given++;
    known.width += high - low;
    if (low <= truth && truth <= high) known.covered++;
  }

  coverage(runs: number): Coverage[] {
    return [...this.#found].map(([figure, { covered, given, width }]) => ({
      figure,
      truth: this.#truth.get(figure) as number,
      covered,
      given,
      runs,
      meanWidth: given === 0 ? Number.NaN : width / given,
    }));
  }
}
