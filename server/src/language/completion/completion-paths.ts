import type { Path, PathStep } from './completion-context.ts';

/** Paths by example: `*` is any key, `#` any place of a list, a word that key. */
export function isAt(path: Path, pattern: string): boolean {
  const steps = pattern === '' ? [] : pattern.split('.');
  return steps.length === path.length && steps.every((step, index) => fits(path[index] as PathStep, step));
}

function fits(step: PathStep, wanted: string): boolean {
  if (wanted === '#') return typeof step === 'number';
  return typeof step === 'string' && (wanted === '*' || step === wanted);
}
