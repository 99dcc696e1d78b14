import { conflictsOf } from '../../logic/conflicts.ts';
import type { Finding } from '../../policy/finding.ts';
import type { PolicyContext } from '../check.ts';
import { classIn } from './class-in.ts';
import { witnessInWords } from './wording.ts';

/** Completions that no class covers: they have no place in the order, and no reward of their own. */
export function* classesGap({ policy, logic }: PolicyContext): Generator<Finding> {
  for (const responseType of logic.responseTypes) {
    const ofType = logic.responseType(responseType);
    const witness = ofType && conflictsOf(logic, ofType).gap;
    const first = ofType?.classes[0];
    if (!witness || first === undefined) continue;
    yield {
      code: 'classes-gap',
      severity: 'warning',
      message: `In ${responseType} a completion can be in no class: ${witnessInWords(witness)}.`,
      place: classIn(policy, first, responseType).name.place,
      related: ofType.classes.map((className) => ({
        message: `"${className}" does not cover it.`,
        place: classIn(policy, className, responseType).formula.place,
      })),
      witness,
    };
  }
}
