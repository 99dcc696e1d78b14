import type { ExpectedExtreme, ExpectedRewards } from './expected-rewards.ts';

/**
 * What a proposition's accuracy is worth: how fast the expected margin grows as its error rates fall, in margin per unit of
 * rate. 0.5 means that one percentage point fewer wrong grades is worth 0.005 of margin.
 */
export interface Gain {
  readonly proposition: string;
  /** Where both of its error rates fall alike: the sum of the two below. Below 0 its errors hold the margin up. */
  readonly gain: number;
  readonly falseNegative: number;
  readonly falsePositive: number;
}

/**
 * The negative derivatives of `E R(up) - E R(down)` in the error rates, the largest first. At the pair of completions that
 * decides the margin these are the derivatives of the margin itself, as long as no other pair decides it (envelope
 * theorem). The expected reward is linear in each P(grade says yes), so its derivative is a difference of two values.
 * Propositions that are never wrong, and those without effect, are left out.
 */
export function gains(
  rewards: ExpectedRewards,
  weights: Float64Array,
  up: ExpectedExtreme,
  down: ExpectedExtreme,
): Gain[] {
  const slopes = [up, down].map(({ saysYes }) => rewards.slopesAt(saysYes, weights)) as [
    Float64Array,
    Float64Array,
  ];
  return rewards.graph.propositions
    .map((proposition, level): Gain => {
      const rate = rewards.rates.get(proposition) as { falseNegative: number; falsePositive: number };
      let [falseNegative, falsePositive] = [0, 0];
      for (const [side, extreme, slope] of [
        [1, up, slopes[0]],
        [-1, down, slopes[1]],
      ] as const) {
        const isTrue = extreme.witness[proposition] === true;
        const yes = extreme.saysYes[level] as number;
        // A rate that is not met here, being better than it may be, has no effect.
        if (isTrue && rate.falseNegative > 0 && yes === 1 - rate.falseNegative)
          falseNegative += side * (slope[level] as number);
        if (!isTrue && rate.falsePositive > 0 && yes === rate.falsePositive)
          falsePositive -= side * (slope[level] as number);
      }
      return { proposition, gain: falseNegative + falsePositive, falseNegative, falsePositive };
    })
    .filter((each) => Math.max(Math.abs(each.falseNegative), Math.abs(each.falsePositive)) > NOTHING)
    .sort((a, b) => b.gain - a.gain);
}

/** Less than this is rounding. */
const NOTHING = 1e-12;
