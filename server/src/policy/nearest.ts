import { distance } from 'fastest-levenshtein';

/** The candidate that a misspelt name most likely means; undefined where none is near enough to propose. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const folded = fold(name);
  // A third of the letters may be wrong, but in short names at least one.
  let allowed = Math.max(1, Math.floor(name.length / 3)) + 1;
  let best: string | undefined;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const other = fold(candidate);
    // Two letters swapped are one slip of the fingers, though two edits.
    const away = isSwap(folded, other) ? 1 : distance(folded, other);
    if (away < allowed) {
      best = candidate;
      allowed = away;
    }
  }
  return best;
}

function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = [...a].findIndex((letter, index) => letter !== b[index]);
  return at !== -1 && a.slice(0, at) + a.charAt(at + 1) + a.charAt(at) + a.slice(at + 2) === b;
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[\s-]+/g, '_');
}
