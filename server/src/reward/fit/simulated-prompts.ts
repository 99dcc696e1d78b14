/** For the test of intervals, and for the bench that prints the whole table: problems whose optimum is known. */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { bootstrapWeights } from './bootstrap.ts';
import { type FitOptions, fitWeights, type Sign } from './fit.ts';
import { type FitData, type FitRow, fitDataOf } from './fit-data.ts';

class Random {
  readonly #generator;

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed);
  }

  uniform(): number {
    return (uniformInt(this.#generator, 0, 0x3fffffff) + 0.5) / 0x40000000;
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  yes(probability: number): 0 | 1 {
    return this.uniform() < probability ? 1 : 0;
  }
}

/** A population of prompts with ranked completions. */
export interface Setting {
  readonly features: readonly string[];
  /** True or false features: weights jump from kink to kink, and intervals cover more than 95%. */
  readonly isDiscrete: boolean;
  readonly signs?: ReadonlyMap<string, Sign>;
  /** The completions of one prompt: what they have in common makes their pairs hang together. */
  readonly completions: (random: Random) => Omit<FitRow, 'promptId'>[];
}

export const SETTINGS: Readonly<Record<string, Setting>> = {
  'two features': {
    features: ['decides', 'noise'],
    isDiscrete: false,
    completions: (random) => {
      const common = 1 + 0.5 * random.normal();
      return [0, 0, 1, 2].map((rank) => ({
        rank,
        baseReward: 0,
        values: [(1 - rank) * common * 0.5 + 0.7 * random.normal(), random.normal()],
      }));
    },
  },
  'a reward model': {
    features: ['decides', 'helps'],
    isDiscrete: false,
    completions: (random) => {
      const common = 0.3 + 0.5 * random.normal();
      return [0, 1, 1, 2].map((rank) => ({
        rank,
        baseReward: random.normal() + rank * common,
        values: [1 - rank / 2 + 0.7 * random.normal(), 0.5 * random.normal() - 0.2 * rank],
      }));
    },
  },
  'correlated features': {
    features: ['a', 'b', 'c', 'd'],
    isDiscrete: false,
    completions: (random) => {
      const common = 1 + 0.5 * random.normal();
      return [0, 1, 1, 2].map((rank) => {
        const shared = 0.8 * random.normal();
        return {
          rank,
          baseReward: 0.5 * random.normal(),
          values: [0.5, 0.5, 0, 0].map(
            (slope) => (1 - rank) * slope * common + shared + 0.6 * random.normal(),
          ),
        };
      });
    },
  },
  signs: {
    features: ['decides', 'noise', 'harm'],
    isDiscrete: false,
    signs: new Map([
      ['decides', 'positive'],
      ['noise', 'positive'],
      ['harm', 'negative'],
    ]),
    completions: (random) => {
      const common = 0.5 * random.normal();
      return [0, 1, 1, 2].map((rank) => ({
        rank,
        baseReward: 0.5 * random.normal(),
        values: [
          1 - rank / 2 + 0.7 * random.normal() + common * (1 - rank),
          random.normal(),
          0.3 * rank + random.normal(),
        ],
      }));
    },
  },
  'a feature that is seldom there': {
    features: ['decides', 'seldom'],
    isDiscrete: false,
    completions: (random) => {
      const isThere = random.yes(0.3);
      return [0, 1, 2].map((rank) => ({
        rank,
        baseReward: 0.7 * random.normal(),
        values: [1 - rank / 2 + 0.7 * random.normal(), isThere * random.yes(0.2 + 0.3 * rank)],
      }));
    },
  },
  'true or false': {
    features: ['decides', 'harm', 'noise'],
    isDiscrete: true,
    completions: (random) =>
      [0, 1, 2].map((rank) => ({
        rank,
        baseReward: 0,
        values: [random.yes(0.9 - 0.35 * rank), random.yes(0.3 + 0.2 * rank), random.yes(0.5)],
      })),
  },
  'true or false, with a reward model': {
    features: ['decides', 'harm', 'noise'],
    isDiscrete: false,
    completions: (random) =>
      [0, 1, 2].map((rank) => ({
        rank,
        baseReward: random.normal() + 0.5 * rank,
        values: [random.yes(0.9 - 0.35 * rank), random.yes(0.3 + 0.2 * rank), random.yes(0.5)],
      })),
  },
};

const FIT: FitOptions = { l2: 1e-3, margin: 1 };
/** Refits stop within this of the kink that they are held by. */
const NEAR = 1e-3;

function sampled({ features, completions }: Setting, prompts: number, seed: number): FitData {
  const random = new Random(seed);
  return fitDataOf(
    features,
    Array.from({ length: prompts }, (_, prompt) =>
      completions(random).map((row) => ({ ...row, promptId: String(prompt) })),
    ).flat(),
  );
}

export interface Coverage {
  readonly prompts: number;
  /** Intervals that were given, and those of them that hold the population's weight. */
  readonly given: number;
  readonly covering: number;
}

/** How often the intervals of fits on so many prompts hold the weights of the population's own optimum. */
export function coverage(
  setting: Setting,
  counts: readonly number[],
  {
    runs,
    draws,
    endless,
  }: {
    readonly runs: number;
    readonly draws: number;
    /** The population is taken as so many prompts: a hundred times the counts, and its error is a tenth of theirs. */
    readonly endless: number;
  },
): Coverage[] {
  const options = { ...FIT, signs: setting.signs };
  const truth = fitWeights(sampled(setting, endless, 1), options).weights;
  return counts.map((prompts) => {
    let [given, covering] = [0, 0];
    for (let run = 0; run < runs; run++) {
      const data = sampled(setting, prompts, 1000 + run);
      const refit = (promptWeights: Float64Array) => fitWeights(data, { ...options, promptWeights }).weights;
      bootstrapWeights(data, { refit, draws, seed: run }).forEach(({ interval }, feature) => {
        if (!interval) return;
        given++;
        const weight = truth[feature] as number;
        if (interval.low - NEAR <= weight && weight <= interval.high + NEAR) covering++;
      });
    }
    return { prompts, given, covering };
  });
}
