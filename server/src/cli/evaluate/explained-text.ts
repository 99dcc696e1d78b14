import type { Explained } from '../../reward/glossary/explained.ts';
import { qualityTerms } from '../../reward/glossary/quality-terms.ts';
import { rateTerms } from '../../reward/glossary/rate-terms.ts';

/** What the names in the tables mean, a line each: the panel's explanations, for a terminal. */
export function explainedText(): string {
  const terms: readonly Explained[] = [...Object.values(qualityTerms()), ...Object.values(rateTerms())];
  return [
    'what the figures mean',
    ...terms.map(({ name, meaning, formula, page }) =>
      [`  ${name}: ${meaning}`, ...(formula === undefined ? [] : [`= ${formula}`]), `(docs/${page})`].join(
        ' ',
      ),
    ),
    '',
  ].join('\n');
}
