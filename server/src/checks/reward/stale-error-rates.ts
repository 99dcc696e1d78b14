import * as l10n from '@vscode/l10n';
import type { ResponseTypeLogic } from '../../logic/classes.ts';
import type { Finding } from '../../policy/finding.ts';
import { wordingsOf } from '../../reward/evaluate/wordings.ts';
import type { FittedWeights } from '../../reward/weights.ts';
import type { PolicyContext } from '../check.ts';

/**
 * Weights whose order is proven on average over a grader's errors, where the question that these were measured of is
 * asked in other words now.
 */
export function* staleErrorRates(
  { policy }: PolicyContext,
  { responseType }: ResponseTypeLogic,
  { proof }: FittedWeights,
): Generator<Finding> {
  if (typeof proof?.wordings !== 'object' || proof.wordings === null) return;
  const now = wordingsOf(policy);
  for (const [name, then] of Object.entries(proof.wordings)) {
    const proposition = policy.propositions.get(name);
    if (!proposition || now[name] === then) continue;
    yield {
      code: 'stale-error-rates',
      severity: 'warning',
      message: l10n.t(
        'In {0} the order of the classes is proven at error rates that were measured when "{1}" was asked in other words. Evaluate again with --save, and fit again with --grader-error.',
        responseType,
        name,
      ),
      place: proposition.name.place,
    };
  }
}
