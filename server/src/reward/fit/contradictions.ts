import type { Contradictions } from './contradiction.ts';
import { ContradictionSearch, LISTED } from './contradiction-search.ts';
import { type Sign, signConstraints } from './fit.ts';
import type { FitData } from './fit-data.ts';
import { withFixed } from './fixed.ts';
import { orderedPairs } from './pairs.ts';

export interface ContradictionOptions {
  readonly margin: number;
  readonly signs?: ReadonlyMap<string, Sign> | undefined;
  readonly fixed?: ReadonlyMap<string, number> | undefined;
}

/** Some tenths of a second. */
const MOST_PAIRS = 20_000;
/** Differences of larger numbers overflow. */
const LARGEST = 1e300;

/**
 * Contradictions between ranked pairs, the smallest ones first: single pairs, then two, then sets that are found by
 * leaving out what has been found. None found, and not `undecided`, means that some weights satisfy every pair.
 * Numbers count to 15 significant digits, and with these all is exact: differences of features and of base rewards are
 * the ones of the decimal numbers, so 0.3 - 0.1 is 0.2, and neither 1e-10 nor 1e10 is too small or too large a feature.
 */
export function contradictionsIn(data: FitData, options: ContradictionOptions): Contradictions {
  const reduced = withFixed(data, options.fixed ?? new Map());
  const pairs = orderedPairs(reduced.data, options.margin);
  if (pairs.count > MOST_PAIRS) return { found: [], twins: 0, opposites: 0, notLooked: true };
  if (reduced.data.values.some((value) => Math.abs(value) > LARGEST) || !pairs.targets.every(Number.isFinite))
    return { found: [], twins: 0, opposites: 0, undecided: true };
  const search = new ContradictionSearch(
    reduced.data,
    pairs,
    signConstraints(reduced.data.features, options.signs ?? new Map()),
  );
  const twins = search.twins();
  const opposites = search.opposites();
  const together = search.together();
  const found = [...twins.slice(0, LISTED), ...opposites.slice(0, LISTED), ...together.found];
  return {
    found,
    twins: twins.length,
    opposites: opposites.length,
    ...(found.length > 0 && { relabel: search.relabel([...twins, ...opposites, ...together.found]) }),
    ...(together.undecided && { undecided: true }),
  };
}
