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
      message: `No completion can be "${className}" in ${responseType}: ${reason(className, core)}.`,
      place: classIn(context.policy, className, responseType).name.place,
      related: placesOf(core ?? []),
      fixes: withoutMember(context, core ?? []),
    };
  }
}

function reason(className: string, core: Core | undefined): string {
  if (!core) return 'its conditions contradict each other';
  // Without a single condition: an empty list, of which one alternative would have to hold.
  if (core.length === 0) return 'its list of alternatives is empty';
  return `these cannot hold together: ${coreInWords(core, className)}`;
}
