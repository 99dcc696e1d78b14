import type { Learnt } from '../../workspace/grading.ts';

/** How far the embedded grader can be relied on for one proposition, in one line. */
export function propositionQuality(learnt: Learnt | undefined, name: string): string | undefined {
  const quality = learnt?.crossValidation?.quality[name];
  if (!quality) return undefined;
  if (!quality.reliable || quality.auroc === null)
    return `Embedded grader: not reliable offline (${quality.positives} of ${quality.n} labels are true).`;
  return `Embedded grader, cross-validated: AUROC ${quality.auroc.toFixed(2)}, accuracy ${quality.accuracy.toFixed(2)} on ${quality.n} labels, ${quality.positives} true.`;
}

/** The same in a few words, for a code lens. */
export function shortQuality(learnt: Learnt | undefined, name: string): string | undefined {
  const quality = learnt?.crossValidation?.quality[name];
  if (!quality) return undefined;
  if (!quality.reliable || quality.auroc === null)
    return `not reliable offline (${quality.positives} of ${quality.n} true)`;
  return `embedded grader: AUROC ${quality.auroc.toFixed(2)}, accuracy ${quality.accuracy.toFixed(2)} on ${quality.n} labels`;
}
