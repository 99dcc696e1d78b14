import { BinaryAnswers, type BinaryQuality, type CalibrationBin } from '../../grader/metrics.ts';
import { idealComparisons, type TypeComparisons } from './ideal-comparisons.ts';
import type { EvaluatedItem } from './items.ts';
import { SafetyShares } from './safety-shares.ts';
import { Share } from './share.ts';

export const QUALITY_FIGURES = ['accuracy', 'balancedAccuracy', 'f1', 'auroc', 'brier', 'ece'] as const;
export type QualityFigure = (typeof QUALITY_FIGURES)[number];

/** Figures of fewer positives than this say more of chance than of the grader; the macro leaves them out. */
export const MIN_POSITIVES = 5;

/**
 * Figures by name, as `propositions.refuses.auroc`, `macro.auroc`, `classes.accuracy`, `ranking.errorRate`,
 * `ranking.comply.rmOnly`, `safety.f1`, `safety.<category>.notUnsafe`. Null: not defined for these items.
 */
export type Figures = ReadonlyMap<string, number | null>;

/** How often each prompt counts, by its index; once each where left out. */
export type PromptCounts = ArrayLike<number>;

/** Everything that is measured of a run, prepared so that it can be measured again and again with other counts. */
export class Measurement {
  readonly promptIds: readonly string[];
  readonly propositions: ReadonlyMap<string, PropositionAnswers>;
  readonly #items: readonly EvaluatedItem[];
  readonly #promptOf: Int32Array;
  readonly #comparisons: readonly TypeComparisons[];

  /** `promptIds`: those to count by, for runs that are compared; those of the items where left out. */
  constructor(
    items: readonly EvaluatedItem[],
    thresholds: ReadonlyMap<string, number>,
    promptIds: readonly string[] = [...new Set(items.map(({ promptId }) => promptId))],
  ) {
    const index = new Map(promptIds.map((id, at) => [id, at]));
    this.promptIds = promptIds;
    this.#items = items;
    this.#promptOf = Int32Array.from(items, ({ promptId }) => index.get(promptId) as number);
    this.propositions = propositionAnswers(items, this.#promptOf, thresholds);
    this.#comparisons = idealComparisons(items, this.#promptOf);
  }

  figures(counts?: PromptCounts): Figures {
    const figures = new Map<string, number | null>();
    this.#measurePropositions(figures, counts);
    this.#measureClasses(figures, counts);
    this.#measureRanking(figures, counts);
    this.#measureSafety(figures, counts);
    return figures;
  }

  #measurePropositions(figures: Map<string, number | null>, counts: PromptCounts | undefined): void {
    const counted: BinaryQuality[] = [];
    for (const [name, { answers, prompts, positives, n }] of this.propositions) {
      const quality = answers.quality(counts && ((index) => counts[prompts[index] as number] as number));
      for (const figure of QUALITY_FIGURES)
        figures.set(`propositions.${name}.${figure}`, quality?.[figure] ?? null);
      if (quality && positives >= MIN_POSITIVES && positives < n) counted.push(quality);
    }
    for (const figure of QUALITY_FIGURES)
      figures.set(
        `macro.${figure}`,
        meanOf(counted.map((quality) => quality[figure]).filter((value) => value !== null)),
      );
  }

  #measureClasses(figures: Map<string, number | null>, counts: PromptCounts | undefined): void {
    const share = new Share();
    this.#eachItem(counts, ({ expectedClass, predictedClass }, count) => {
      if (expectedClass !== undefined && predictedClass !== undefined)
        share.add(expectedClass === predictedClass, count);
    });
    figures.set('classes.accuracy', share.value);
  }

  #measureRanking(figures: Map<string, number | null>, counts: PromptCounts | undefined): void {
    const all = { errorRate: new Share(), rmOnly: new Share(), rbrOnly: new Share() };
    for (const { responseType, comparisons } of this.#comparisons) {
      const own = { errorRate: new Share(), rmOnly: new Share(), rbrOnly: new Share() };
      for (const { prompt, wrong, wrongByBase, wrongByRules } of comparisons) {
        const count = counts ? (counts[prompt] as number) : 1;
        if (count === 0) continue;
        for (const shares of [all, own]) {
          shares.errorRate.add(wrong, count);
          shares.rbrOnly.add(wrongByRules, count);
          if (wrongByBase !== undefined) shares.rmOnly.add(wrongByBase, count);
        }
      }
      for (const [name, each] of Object.entries(own))
        figures.set(`ranking.${responseType}.${name}`, each.value);
    }
    if (this.#comparisons.length === 0) return;
    for (const [name, each] of Object.entries(all)) figures.set(`ranking.${name}`, each.value);
  }

  #measureSafety(figures: Map<string, number | null>, counts: PromptCounts | undefined): void {
    const groups = new Map<string, SafetyShares>([['', new SafetyShares()]]);
    this.#eachItem(counts, (item, count) => {
      (groups.get('') as SafetyShares).add(item, count);
      if (item.category === undefined) return;
      const own = groups.get(item.category) ?? new SafetyShares();
      groups.set(item.category, own);
      own.add(item, count);
    });
    for (const [category, shares] of groups) {
      const prefix = category === '' ? 'safety' : `safety.${category}`;
      for (const [name, value] of Object.entries(shares.figures())) figures.set(`${prefix}.${name}`, value);
    }
  }

  #eachItem(counts: PromptCounts | undefined, visit: (item: EvaluatedItem, count: number) => void): void {
    this.#items.forEach((item, index) => {
      const count = counts ? (counts[this.#promptOf[index] as number] as number) : 1;
      if (count > 0) visit(item, count);
    });
  }
}

export interface PropositionAnswers {
  readonly answers: BinaryAnswers;
  /** The prompt of each answer. */
  readonly prompts: Int32Array;
  readonly n: number;
  readonly positives: number;
  /** False where the grader itself says that it cannot be relied on. */
  readonly reliable: boolean;
  readonly calibration: readonly CalibrationBin[];
}

function propositionAnswers(
  items: readonly EvaluatedItem[],
  promptOf: Int32Array,
  thresholds: ReadonlyMap<string, number>,
): Map<string, PropositionAnswers> {
  const found = new Map<string, { labels: boolean[]; probabilities: number[]; prompts: number[] }>();
  const unreliable = new Set(items.flatMap((item) => item.unreliable ?? []));
  items.forEach((item, index) => {
    for (const [name, [p, label]] of Object.entries(item.answers)) {
      const known = found.get(name) ?? { labels: [], probabilities: [], prompts: [] };
      found.set(name, known);
      known.labels.push(label);
      known.probabilities.push(p);
      known.prompts.push(promptOf[index] as number);
    }
  });
  // In the order of the policy.
  const names = [...thresholds.keys()].filter((name) => found.has(name));
  return new Map(
    names.map((name) => {
      const { labels, probabilities, prompts } = found.get(name) as NonNullable<ReturnType<typeof found.get>>;
      const answers = new BinaryAnswers(labels, probabilities, thresholds.get(name));
      return [
        name,
        {
          answers,
          prompts: Int32Array.from(prompts),
          n: labels.length,
          positives: labels.filter(Boolean).length,
          reliable: !unreliable.has(name),
          calibration: answers.calibration(),
        },
      ];
    }),
  );
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
