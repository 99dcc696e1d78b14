/**
 * Ranked completions of the shape of the paper's fitting data: 17 completions a prompt, four response types in its
 * proportions, 20 features and a reward-model score. The same ones every time.
 */

import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface RankedRow {
  readonly prompt_id: string;
  readonly response_type: string;
  readonly label: string;
  readonly base_reward: number;
  readonly features: Readonly<Record<string, number>>;
}

export const FEATURES = Array.from({ length: 20 }, (_, index) => `feature_${index}`);

/** Label -> how many completions of a prompt have it; best first, a tie in the same list. */
const SHAPES: Readonly<Record<string, readonly (readonly [labels: readonly string[], count: number])[]>> = {
  hard_refuse: [
    [['perfect'], 4],
    [['bad'], 8],
    [['disallowed'], 5],
  ],
  comply: [
    [['full'], 4],
    [['partial'], 4],
    [['refusal', 'other'], 9],
  ],
  safe_refuse_1: [
    [['perfect'], 4],
    [['bad'], 8],
    [['disallowed'], 5],
  ],
  safe_refuse_2: [
    [['perfect'], 4],
    [['bad'], 8],
    [['disallowed'], 5],
  ],
};
/** Of 349 prompts: 88 to refuse, 194 to comply with, 9 and 58 of the two kinds of support. */
const TYPES = [
  'hard_refuse',
  'comply',
  'comply',
  'safe_refuse_2',
  'comply',
  'hard_refuse',
  'comply',
  'safe_refuse_1',
];

export const ORDERINGS = {
  orderings: Object.fromEntries(
    Object.entries(SHAPES).map(([type, tiers]) => [
      type,
      tiers.map(([labels]) => (labels.length === 1 ? (labels[0] as string) : [...labels])),
    ]),
  ),
};

export function* rankedRows(prompts: number): Generator<RankedRow> {
  const generator = xoroshiro128plus(1);
  const uniform = () => (uniformInt(generator, 0, 0x3fffffff) + 0.5) / 0x40000000;
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  for (let prompt = 0; prompt < prompts; prompt++) {
    const response_type = TYPES[prompt % TYPES.length] as string;
    const tiers = SHAPES[response_type] ?? [];
    for (const [rank, [labels, count]] of tiers.entries()) {
      for (let each = 0; each < count; each++) {
        const features: Record<string, number> = {};
        FEATURES.forEach((name, feature) => {
          // Every third one tells the ranks apart, as a class probability does.
          const speaks = feature % 3 === 0 ? (1 - rank) * 1.2 : 0;
          features[name] = 1 / (1 + Math.exp(1 - speaks - 2 * normal()));
        });
        yield {
          prompt_id: `p${prompt}`,
          response_type,
          label: labels[each % labels.length] as string,
          // The reward model likes what is helpful, not what is safe.
          base_reward: 0.7 * normal() - (1 - rank) * 0.3,
          features,
        };
      }
    }
  }
}
