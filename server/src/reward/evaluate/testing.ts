import { differencesOf } from './compare.ts';
import { Measurement } from './figures.ts';
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

export interface ComparedCoverage {
  readonly coverage: readonly Coverage[];
  /** Figure -> how often its uncorrected p was at most .05. */
  readonly below: ReadonlyMap<string, number>;
  /** In how many comparisons any figure was significant after correction. */
  readonly anySignificant: number;
  readonly runs: number;
}

/** Comparisons of two runs. Where `rightNow` is left out they are exchangeable, and every difference is chance. */
export function simulatedComparisons(
  simulated: Simulated,
  figures: readonly string[],
  runs: number,
  seed: number,
  rightNow: number = simulated.right,
): ComparedCoverage {
  const pair = (prompts: number, chance: Chance) => {
    const ids = Array.from({ length: prompts }, (_, prompt) => `p${prompt}`);
    const [before, now] = simulatedRuns({ ...simulated, prompts }, chance, rightNow);
    return [
      new Measurement(before, SIMULATED_THRESHOLDS, ids),
      new Measurement(now, SIMULATED_THRESHOLDS, ids),
    ] as const;
  };
  const [was, is] = pair(LARGE, new Chance(seed + 1));
  const truth = (name: string) =>
    rightNow === simulated.right
      ? 0
      : (is.figures.get(name)?.value ?? Number.NaN) - (was.figures.get(name)?.value ?? Number.NaN);
  const chance = new Chance(seed);
  const tally = new Tally(new Map(figures.map((name) => [name, truth(name)])));
  const below = new Map(figures.map((name) => [name, 0]));
  let anySignificant = 0;
  for (let run = 0; run < runs; run++) {
    const found = differencesOf(...pair(simulated.prompts, chance), run).figures;
    if (Object.values(found).some(({ adjustedPValue }) => (adjustedPValue ?? 1) <= 0.05)) anySignificant++;
    for (const name of figures) {
      tally.add(name, found[name]?.interval ?? null);
      if ((found[name]?.pValue ?? 1) <= 0.05) below.set(name, (below.get(name) ?? 0) + 1);
    }
  }
  return { coverage: tally.coverage(runs), below, anySignificant, runs };
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
