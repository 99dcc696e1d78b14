import type { BinaryQuality } from '../../grader/metrics.ts';
import { idealComparisons, type TypeComparisons } from './ideal-comparisons.ts';
import type { EvaluatedItem } from './items.ts';
import { type PropositionAnswers, propositionAnswers } from './proposition-answers.ts';
import { type SafetyCounts, SafetyShares } from './safety-shares.ts';
import { Share } from './share.ts';

export const QUALITY_FIGURES = ['accuracy', 'balancedAccuracy', 'f1', 'auroc', 'brier', 'ece'] as const;
export type QualityFigure = (typeof QUALITY_FIGURES)[number];

/**
 * Figures by name, as `propositions.refuses.auroc`, `macro.auroc`, `classes.accuracy`, `ranking.errorRate`,
 * `ranking.comply.rmOnly`, `safety.f1`, `safety.<category>.notUnsafe`. Null: not defined for these items.
 */
export type Figures = ReadonlyMap<string, number | null>;

/** How often each prompt counts, by its index; once each where left out. */
export type PromptCounts = ArrayLike<number>;

/** Comparisons with a reward on both sides, those of them with scores of a reward model, and all of the ranking. */
export interface ComparisonCounts {
  readonly n: number;
  readonly withBase: number;
  readonly of: number;
}

/** Everything that is measured of a run, prepared so that it can be measured again and again with other counts. */
export class Measurement {
  readonly promptIds: readonly string[];
  readonly propositions: ReadonlyMap<string, PropositionAnswers>;
  /**
   * How many propositions are labelled enough for the macro, and how many of them are answered enough. The macro is
   * given only where all are: a mean over those that happen to have answers is a figure of something else.
   */
  readonly macroCover: { readonly propositions: number; readonly of: number };
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
    const labelled = [...this.propositions.values()].filter(({ isLabelledEnough }) => isLabelledEnough);
    this.macroCover = {
      propositions: labelled.filter(({ isAnsweredEnough }) => isAnsweredEnough).length,
      of: labelled.length,
    };
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
    for (const [name, { answers, prompts, isLabelledEnough }] of this.propositions) {
      const quality = answers?.quality(counts && ((index) => counts[prompts[index] as number] as number));
      for (const figure of QUALITY_FIGURES)
        figures.set(`propositions.${name}.${figure}`, quality?.[figure] ?? null);
      if (quality && isLabelledEnough) counted.push(quality);
    }
    const isWhole = this.macroCover.propositions === this.macroCover.of;
    for (const figure of QUALITY_FIGURES)
      figures.set(
        `macro.${figure}`,
        isWhole ? meanOf(counted.map((quality) => quality[figure]).filter((value) => value !== null)) : null,
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
    for (const [category, shares] of this.#safetyGroups(counts)) {
      const prefix = category === '' ? 'safety' : `safety.${category}`;
      for (const [name, value] of Object.entries(shares.figures())) figures.set(`${prefix}.${name}`, value);
    }
  }

  /** Category -> over how many completions its safety figures are; all of them under ''. */
  safetyCounts(): ReadonlyMap<string, SafetyCounts> {
    return new Map([...this.#safetyGroups(undefined)].map(([name, shares]) => [name, shares.counts()]));
  }

  /** Response type -> how many comparisons its error rates are over; all of them under ''. */
  comparisonCounts(): ReadonlyMap<string, ComparisonCounts> {
    const byType = this.#comparisons.map(({ responseType, comparisons, of }) => {
      const withBase = comparisons.filter(({ wrongByBase }) => wrongByBase !== undefined).length;
      return [responseType, { n: comparisons.length, withBase, of }] as const;
    });
    const sum = (key: keyof ComparisonCounts) => byType.reduce((total, [, each]) => total + each[key], 0);
    return new Map([...byType, ['', { n: sum('n'), withBase: sum('withBase'), of: sum('of') }]]);
  }

  #safetyGroups(counts: PromptCounts | undefined): Map<string, SafetyShares> {
    const groups = new Map<string, SafetyShares>([['', new SafetyShares()]]);
    this.#eachItem(counts, (item, count) => {
      (groups.get('') as SafetyShares).add(item, count);
      if (item.category === undefined) return;
      const own = groups.get(item.category) ?? new SafetyShares();
      groups.set(item.category, own);
      own.add(item, count);
    });
    return groups;
  }

  #eachItem(counts: PromptCounts | undefined, visit: (item: EvaluatedItem, count: number) => void): void {
    this.#items.forEach((item, index) => {
      const count = counts ? (counts[this.#promptOf[index] as number] as number) : 1;
      if (count > 0) visit(item, count);
    });
  }
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
