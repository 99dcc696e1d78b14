import { Measurement } from './figures.ts';
import { type Difference, figureDifferences } from './intervals.ts';
import type { EvaluatedItem, GraderRecord } from './items.ts';

/** A run that can be compared with: written by `rbr evaluate --save`. */
export interface Run {
  readonly name: string;
  readonly grader: GraderRecord;
  readonly items: readonly EvaluatedItem[];
}

/** What is other in this run than in an earlier one, over the completions that both have. */
export interface Comparison {
  readonly with: string;
  readonly grader: GraderRecord;
  /** Completions that both runs have. */
  readonly n: number;
  /** Figure -> what it was and what it is, for all figures that either run has. */
  readonly figures: Readonly<Record<string, Difference>>;
  /** Completions whose class changed, those first that are wrong now and were right. */
  readonly changed: readonly ChangedClass[];
}

export interface ChangedClass {
  readonly id: string;
  readonly responseType?: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly expected?: string;
}

export function compareRuns(
  before: Run,
  items: readonly EvaluatedItem[],
  thresholds: ReadonlyMap<string, number>,
): Comparison {
  const earlier = new Map(before.items.map((item) => [item.id, item]));
  const common = items.filter(({ id }) => earlier.has(id));
  const was = common.map(({ id }) => earlier.get(id) as EvaluatedItem);
  // A run that was kept may call prompts otherwise; they are drawn by their present ids.
  const aligned = was.map((item, index) => ({
    ...item,
    promptId: (common[index] as EvaluatedItem).promptId,
  }));
  const promptIds = [...new Set(common.map(({ promptId }) => promptId))];
  const changed = common.flatMap((item, index): ChangedClass[] => {
    const [from, to] = [was[index]?.predictedClass ?? null, item.predictedClass ?? null];
    if (from === to) return [];
    return [
      {
        id: item.id,
        ...(item.responseType !== undefined && { responseType: item.responseType }),
        from,
        to,
        ...(item.expectedClass !== undefined && { expected: item.expectedClass }),
      },
    ];
  });
  const figures = figureDifferences(
    new Measurement(aligned, thresholds, promptIds),
    new Measurement(common, thresholds, promptIds),
  );
  return {
    with: before.name,
    grader: before.grader,
    n: common.length,
    figures: Object.fromEntries(figures),
    changed: changed.sort((a, b) => verdict(a) - verdict(b)),
  };
}

/** Worse, neither, better. */
function verdict({ from, to, expected }: ChangedClass): number {
  return expected === undefined ? 0 : Number(to === expected) - Number(from === expected);
}
