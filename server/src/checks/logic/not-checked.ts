import { conflictsOf, contradictionOf } from '../../logic/conflicts.ts';
import type { Finding } from '../../policy/finding.ts';
import type { PolicyContext } from '../check.ts';
import { classIn } from './class-in.ts';

/** What the node limit left open: silence of the other checks there does not mean that all is well. */
export function* notChecked({ policy, logic }: PolicyContext): Generator<Finding> {
  const limit = `the decision diagram would pass its limit of ${logic.nodeLimit} nodes`;
  const firstConstraint = policy.constraints[0];
  if (firstConstraint && contradictionOf(logic) === 'not-checked') {
    yield {
      code: 'not-checked',
      severity: 'warning',
      message: `Whether the constraints contradict each other was not checked: ${limit}.`,
      place: firstConstraint.place,
    };
  }
  for (const responseType of logic.responseTypes) {
    const ofType = logic.responseType(responseType);
    if (!ofType) continue;
    const open = conflictsOf(logic, ofType).notChecked;
    const [first] = open;
    if (first === undefined) continue;
    const names = open.map((className) => `"${className}"`).join(', ');
    const noProbability = ofType.exact.overLimit.map((className) => `"${className}"`).join(', ');
    yield {
      code: 'not-checked',
      severity: 'warning',
      message: `In ${responseType}, conflicts of ${names} and gaps were not fully checked: ${limit}.${
        noProbability
          ? ` There is no exact probability of ${noProbability}; use class_probability: product.`
          : ''
      }`,
      place: classIn(policy, first, responseType).name.place,
      related: open.map((className) => ({
        message: `The conditions of "${className}".`,
        place: classIn(policy, className, responseType).formula.place,
      })),
    };
  }
}
