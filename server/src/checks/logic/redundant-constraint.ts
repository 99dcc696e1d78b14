import * as l10n from '@vscode/l10n';
import { definitionsOf } from '../../logic/equivalence.ts';
import type { Finding } from '../../policy/finding.ts';
import type { PolicyContext } from '../check.ts';
import { withoutConstraint } from './fixes.ts';
import { constraintInWords } from './wording.ts';

/** A constraint that the other constraints imply, or that holds whatever is the case. */
export function* redundantConstraint(context: PolicyContext): Generator<Finding> {
  for (const index of definitionsOf(context.logic).redundantConstraints) {
    const constraint = context.policy.constraints[index];
    if (!constraint) continue;
    yield {
      code: 'redundant-constraint',
      severity: 'info',
      message: l10n.t('This constraint adds nothing to the others: {0}.', constraintInWords(constraint)),
      place: constraint.place,
      unnecessary: true,
      fixes: withoutConstraint(context, constraint).map((fix) => ({ ...fix, certain: true })),
    };
  }
}
