import * as l10n from '@vscode/l10n';
import type { Learnt } from '../../workspace/grading.ts';

/** How far the embedded grader can be relied on for one proposition, in one line. */
export function propositionQuality(learnt: Learnt | undefined, name: string): string | undefined {
  const quality = learnt?.crossValidation?.quality[name];
  if (!quality) return undefined;
  if (!quality.reliable || quality.auroc === null)
    return l10n.t(
      'Embedded grader: not reliable offline ({0} of {1} labels are true).',
      quality.positives,
      quality.n,
    );
  return l10n.t(
    'Embedded grader, cross-validated: AUROC {0}, accuracy {1} on {2} labels, {3} true.',
    quality.auroc.toFixed(2),
    quality.accuracy.toFixed(2),
    quality.n,
    quality.positives,
  );
}

/** The same in a few words, for a code lens. */
export function shortQuality(learnt: Learnt | undefined, name: string): string | undefined {
  const quality = learnt?.crossValidation?.quality[name];
  if (!quality) return undefined;
  if (!quality.reliable || quality.auroc === null)
    return l10n.t('not reliable offline ({0} of {1} true)', quality.positives, quality.n);
  return l10n.t(
    'embedded grader: AUROC {0}, accuracy {1} on {2} labels',
    quality.auroc.toFixed(2),
    quality.accuracy.toFixed(2),
    quality.n,
  );
}
