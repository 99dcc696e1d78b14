import { distance } from 'fastest-levenshtein';

/** The candidate that a misspelt name most likely means; undefined where none is near enough to propose. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const folded = fold(name);
  // A third of the letters may be wrong, but in short names at least one.
  let allowed = Math.max(1, Math.floor(name.length / 3)) + 1;
  let best: string | undefined;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const away = distance(folded, fold(candidate));
    if (away < allowed) {
      best = candidate;
      allowed = away;
    }
  }
  return best;
}

/** `; did you mean "…"?`, or nothing. */
export function didYouMean(candidate: string | undefined): string {
  return candidate === undefined ? '' : `; did you mean "${candidate}"?`;
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[\s-]+/g, '_');
}
