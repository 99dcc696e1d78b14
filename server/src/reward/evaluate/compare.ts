import { drawing } from '../random.ts';
import { commonParts } from './common-parts.ts';
import { Measurement } from './figures.ts';
import { clusterOf, type EvaluatedItem, type GraderRecord } from './items.ts';
import { type Difference, differencesOf as differences } from './statistics/difference.ts';
import type { ComparableFigure } from './statistics/figure.ts';

/** A run that can be compared with: written by `rbr evaluate --save`. */
export interface Run {
  readonly name: string;
  readonly grader: GraderRecord;
  readonly items: readonly EvaluatedItem[];
  /** What was asked about each proposition, as fingerprints; runs that were kept earlier do not have it. */
  readonly wordings?: Readonly<Record<string, string>>;
}

/** What is there in one run and in the other. */
export interface Overlap {
  readonly both: number;
  readonly onlyBefore: number;
  readonly onlyNow: number;
}

/** What is other in this run than in an earlier one, over the completions that both have. */
export interface Comparison {
  readonly with: string;
  readonly grader: GraderRecord;
  /** Completions that both runs have, and their prompts. */
  readonly n: number;
  readonly prompts: number;
  /**
   * Of these completions: labelled answers, and classes, that either run has. Figures are compared over those that
   * both have: that one run lacks the hard ones must not look like progress.
   */
  readonly answers: Overlap;
  readonly classes: Overlap;
  /** Figure -> what it was and what it is, for all figures that either run has. */
  readonly figures: Readonly<Record<string, Difference>>;
  /** How many figures the p-values are corrected for: those in which prompts enough differ for a p. */
  readonly tested: number;
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
  seed = 0,
): Comparison {
  const earlier = new Map(before.items.map((item) => [item.id, item]));
  const now = items.filter(({ id }) => earlier.has(id));
  // A run that was kept may call prompts otherwise; they are counted by their present ids.
  const was = now.map(({ id, promptId }) => ({ ...(earlier.get(id) as EvaluatedItem), promptId }));
  const promptIds = [...new Set(now.map(clusterOf))];
  const pairs = now.map((item, index) => commonParts(was[index] as EvaluatedItem, item));
  const differences = differencesOf(
    new Measurement(
      pairs.map(([first]) => first),
      thresholds,
      promptIds,
    ),
    new Measurement(
      pairs.map(([, second]) => second),
      thresholds,
      promptIds,
    ),
    seed,
  );
  return {
    with: before.name,
    grader: before.grader,
    n: now.length,
    prompts: promptIds.length,
    answers: overlapOf(was.map(answered), now.map(answered)),
    classes: overlapOf(was.map(classified), now.map(classified)),
    ...differences,
    changed: changedClasses(was, now),
  };
}

/** Both over the same completions, answers and prompts. */
export function differencesOf(
  before: Measurement,
  after: Measurement,
  seed = 0,
): Pick<Comparison, 'figures' | 'tested'> {
  const names = [...after.figures.keys()].filter((name) => before.figures.has(name));
  const found = differences(
    names.map(
      (name) => [before.figures.get(name), after.figures.get(name)] as [ComparableFigure, ComparableFigure],
    ),
    after.promptIds.length,
    drawing(seed),
  );
  return {
    tested: found.filter(({ pValue }) => pValue !== null).length,
    figures: Object.fromEntries(names.map((name, index) => [name, found[index] as Difference])),
  };
}

function changedClasses(was: readonly EvaluatedItem[], now: readonly EvaluatedItem[]): ChangedClass[] {
  const changed = now.flatMap((item, index): ChangedClass[] => {
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
  return changed.sort((a, b) => verdict(a) - verdict(b));
}

/** Worse, neither, better. */
function verdict({ from, to, expected }: ChangedClass): number {
  return expected === undefined ? 0 : Number(to === expected) - Number(from === expected);
}

function answered({ answers }: EvaluatedItem): string[] {
  return Object.keys(answers);
}

function classified({ predictedClass }: EvaluatedItem): string[] {
  return predictedClass === undefined ? [] : ['class'];
}

function overlapOf(was: readonly (readonly string[])[], now: readonly (readonly string[])[]): Overlap {
  let [both, onlyBefore, onlyNow] = [0, 0, 0];
  now.forEach((names, index) => {
    const earlier = new Set(was[index]);
    const shared = names.filter((name) => earlier.has(name)).length;
    both += shared;
    onlyNow += names.length - shared;
    onlyBefore += earlier.size - shared;
  });
  return { both, onlyBefore, onlyNow };
}
