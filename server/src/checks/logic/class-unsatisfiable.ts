import * as l10n from '@vscode/l10n';
import type { ResponseTypeLogic } from '../../logic/classes.ts';
import { conflictsOf } from '../../logic/conflicts.ts';
import type { Core } from '../../logic/core.ts';
import type { Finding } from '../../policy/finding.ts';
import type { PolicyContext } from '../check.ts';
import { classIn } from './class-in.ts';
import { withoutMember } from './fixes.ts';
import { coreInWords, placesOf } from './wording.ts';

/** A class that no completion can ever be in. */
export function* classUnsatisfiable(context: PolicyContext, logic: ResponseTypeLogic): Generator<Finding> {
  const { responseType } = logic;
  for (const { className, core } of conflictsOf(context.logic, logic).unsatisfiable) {
    yield {
      code: 'class-unsatisfiable',
      severity: 'error',
      message: messageOf(className, responseType, core),
      place: classIn(context.policy, className, responseType).name.place,
      related: placesOf(core ?? []),
      fixes: withoutMember(context, core ?? []),
    };
  }
}

function messageOf(className: string, responseType: string, core: Core | undefined): string {
  if (!core)
    return l10n.t(
      'No completion can be "{0}" in {1}: its conditions contradict each other.',
      className,
      responseType,
    );
  // Without a single condition: an empty list, of which one alternative would have to hold.
  if (core.length === 0)
    return l10n.t(
      'No completion can be "{0}" in {1}: its list of alternatives is empty.',
      className,
      responseType,
    );
  return l10n.t(
    'No completion can be "{0}" in {1}: these cannot hold together: {2}.',
    className,
    responseType,
    coreInWords(core, className),
  );
}
