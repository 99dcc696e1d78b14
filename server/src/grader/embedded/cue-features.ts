import type { CompiledCue } from '../cues.ts';

/** Two sums come before the single cues. */
export const CUE_SUMS = 2;

/**
 * How many cues speak for and how many against, then 1 or 0 for each cue. With the sums, what all cues of
 * a side have in common is learnt as one weight, and each cue's own weight is only what sets it apart:
 * a cue that few labels or none show still counts as the others of its side do.
 */
export function cueFeatures(cues: readonly CompiledCue[], text: string): Float64Array {
  const features = new Float64Array(CUE_SUMS + cues.length);
  cues.forEach(({ pattern, speaksFor }, index) => {
    if (!pattern.test(text)) return;
    const side = speaksFor ? 0 : 1;
    features[side] = (features[side] as number) + 1;
    features[CUE_SUMS + index] = 1;
  });
  return features;
}
