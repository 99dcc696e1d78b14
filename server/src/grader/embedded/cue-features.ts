import type { CompiledCue } from '../cues.ts';
import type { TextFeatures } from './text-features.ts';

/** The sums come before the single cues. */
export const CUE_SUMS = 6;

/**
 * How many cues of the reply speak for and how many against, the same in its opening alone, the same of cues that
 * look at the request only; then 1 or 0 for each cue. With the sums, what all cues of a side have in common is learnt as
 * one weight, and each cue's own weight is only what sets it apart: a cue that few labels or none show still counts as
 * the others of its side do.
 */
export function cueFeatures(cues: readonly CompiledCue[], said: TextFeatures['said']): Float64Array {
  const features = new Float64Array(CUE_SUMS + cues.length);
  const add = (index: number) => {
    features[index] = (features[index] as number) + 1;
  };
  cues.forEach(({ reply, request, speaksFor }, index) => {
    if (request && !request.test(said.request)) return;
    if (reply && !reply.test(said.reply)) return;
    const side = speaksFor ? 0 : 1;
    if (!reply) add(4 + side);
    else {
      add(side);
      if (reply.test(said.opening)) add(2 + side);
    }
    features[CUE_SUMS + index] = 1;
  });
  return features;
}
