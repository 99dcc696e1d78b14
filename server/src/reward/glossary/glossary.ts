import type { Explained } from './explained.ts';
import { fitTerms, proofTerms } from './fit-terms.ts';
import { qualityTerms } from './quality-terms.ts';
import { rateTerms } from './rate-terms.ts';
import { robustTerms } from './robust-terms.ts';

/** Every figure of every report, in the language of the moment. Their keys are those of the data, so that none is left out. */
export function glossary(): Explained[] {
  return [qualityTerms(), rateTerms(), fitTerms(), proofTerms(), robustTerms()].flatMap((terms) =>
    Object.values(terms),
  );
}
