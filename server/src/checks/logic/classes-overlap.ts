import { conflictsOf } from '../../logic/conflicts.ts';
import type { Finding } from '../../policy/finding.ts';
import type { PolicyContext } from '../check.ts';
import { classIn } from './class-in.ts';
import { witnessInWords } from './wording.ts';

/** Two classes that one completion can be in: it would have two places in the order. */
export function* classesOverlap({ policy, logic }: PolicyContext): Generator<Finding> {
  for (const responseType of logic.responseTypes) {
    const ofType = logic.responseType(responseType);
    if (!ofType) continue;
    for (const { classes, witness } of conflictsOf(logic, ofType).overlaps) {
      const [better, worse] = classes;
      yield {
        code: 'classes-overlap',
        severity: 'error',
        message: `A completion can be both "${better}" and "${worse}" in ${responseType}: ${witnessInWords(witness)}.`,
        place: classIn(policy, worse, responseType).name.place,
        related: classes.map((className) => ({
          message: `The conditions of "${className}".`,
          place: classIn(policy, className, responseType).formula.place,
        })),
        witness,
      };
    }
  }
}
