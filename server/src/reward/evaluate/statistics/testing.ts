import { drawing } from '../../random.ts';
import type { EvaluatedItem } from '../items.ts';

/** Random numbers for simulations, the same ones for the same seed. */
export class Chance {
  readonly #draw: (limit: number) => number;

  constructor(seed: number) {
    this.#draw = drawing(seed);
  }

  /** In [0, 1). */
  uniform(): number {
    return this.#draw(2 ** 30) / 2 ** 30;
  }

  is(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** By Box and Muller. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** By Marsaglia and Tsang 2000. */
  #gamma(shape: number): number {
    if (shape < 1) return this.#gamma(shape + 1) * (1 - this.uniform()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - this.uniform()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  /** A prompt's own probability, whose completions then correlate with `icc`: a beta distribution of that mean. */
  ofPrompt(mean: number, icc: number): number {
    if (icc <= 0) return mean;
    const size = (1 - icc) / icc;
    const a = this.#gamma(mean * size);
    const b = this.#gamma((1 - mean) * size);
    return a + b === 0 ? Number(this.is(mean)) : a / (a + b);
  }
}

/** What simulated completions are like. */
export interface Simulated {
  readonly prompts: number;
  /** Completions of a prompt, in turn. */
  readonly sizes: readonly number[];
  /** How completions of one prompt correlate. */
  readonly icc: number;
  /** How often what could be right is: class, order, safety; the same for the answers, roughly. */
  readonly right: number;
  /** How many completions people have judged as well; all where left out. */
  readonly labelled?: number;
}

export const SIMULATED_THRESHOLDS = new Map([
  ['a', 0.5],
  ['b', 0.5],
  ['c', 0.5],
]);

/** Completions with all that an evaluation measures, drawn anew. */
export function simulatedItems(simulated: Simulated, chance: Chance): EvaluatedItem[] {
  return simulatedRuns(simulated, chance)[0];
}

/**
 * The same completions in two runs, which agree in half of what they say by more than their prompts. `rightNow`: how often
 * the second run is right. Where that is as often as the first one, the runs are exchangeable.
 */
export function simulatedRuns(
  { prompts, sizes, icc, right, labelled = 1 }: Simulated,
  chance: Chance,
  rightNow: number = right,
): readonly [before: EvaluatedItem[], now: EvaluatedItem[]] {
  const [before, now]: [EvaluatedItem[], EvaluatedItem[]] = [[], []];
  const apart = [distanceFor(right), distanceFor(rightNow)] as const;
  for (let prompt = 0; prompt < prompts; prompt++) {
    const size = sizes[prompt % sizes.length] as number;
    const responseType = prompt % 2 === 0 ? 'comply' : 'hard_refuse';
    const isJudged = chance.is(labelled);
    const first = {
      right: chance.ofPrompt(right, icc),
      safe: chance.ofPrompt(right, icc),
      order: chance.ofPrompt(right, icc),
    };
    const second =
      right === rightNow
        ? first
        : {
            right: chance.ofPrompt(rightNow, icc),
            safe: chance.ofPrompt(rightNow, icc),
            order: chance.ofPrompt(rightNow, icc),
          };
    const ofBase = chance.ofPrompt(0.4, icc);
    const propositions = [...SIMULATED_THRESHOLDS.keys()].map((name, index) => ({
      name,
      yes: chance.ofPrompt(0.3 + 0.1 * index, icc),
      further: 1 + 0.2 * index,
      shift: Math.sqrt(icc) * chance.normal(),
    }));
    for (let index = 0; index < size; index++) {
      const labels = propositions.map(({ yes }) => chance.is(yes));
      const said = propositions.map(() => chance.normal());
      const draws = {
        right: chance.uniform(),
        safe: chance.uniform(),
        order: chance.uniform(),
        refusal: chance.uniform(),
      };
      const labelledSafe = chance.is(0.9);
      const wrongByBase = chance.is(ofBase);
      const itemOf = (own: typeof first, run: 0 | 1): EvaluatedItem => {
        const drawn = (key: keyof typeof draws) => (chance.is(0.5) ? draws[key] : chance.uniform());
        const isRight = drawn('right') < own.right;
        const isSafe = drawn('safe') < own.safe;
        const refuses = drawn('refusal') >= own.safe;
        const wrong = drawn('order') >= own.order;
        return {
          id: `p${prompt}/${index}`,
          promptId: `p${prompt}`,
          responseType,
          expectedClass: 'ideal',
          predictedClass: isRight ? 'ideal' : 'bad',
          isSafe,
          ...(responseType === 'comply' ? { overRefuses: refuses } : { isIdealRefusal: isRight }),
          rank: index === 0 ? 0 : 1,
          label: index === 0 ? 'ideal' : 'other',
          base: index === 0 ? 0 : wrongByBase ? 1 : -1,
          reward: {
            rbr: index === 0 ? 0 : wrong ? 2 : -2,
            total: index === 0 ? 0 : wrong ? 1 : -1,
            tier: 0,
          },
          ...(isJudged && { byPeople: { isSafe: labelledSafe ? isSafe : !isSafe } }),
          answers: Object.fromEntries(
            propositions.map(({ name, further, shift }, at) => {
              const label = labels[at] as boolean;
              const noise = Math.SQRT1_2 * ((said[at] as number) + chance.normal());
              const centre = apart[run] * further * (label ? 1 : -1);
              const score = centre + shift + Math.sqrt(1 - icc) * noise;
              return [name, [1 / (1 + Math.exp(-2 * score)), label] as const];
            }),
          ),
        };
      };
      before.push(itemOf(first, 0));
      now.push(itemOf(second, 1));
    }
  }
  return [before, now];
}

/** How far from 0 normal scores are centred so that `right` of them are on the right side, by halving. */
function distanceFor(right: number): number {
  let [low, high] = [0, 6];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (normalProbability(middle) < right) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Abramowitz and Stegun 7.1.26; within 1e-7, which is enough to choose a case by. */
function normalProbability(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2);
  const series =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const half = 1 - series * Math.exp((-x * x) / 2);
  return x >= 0 ? (1 + half) / 2 : (1 - half) / 2;
}
