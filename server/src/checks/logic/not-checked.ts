import type { ResponseTypeLogic } from '../../logic/classes.ts';
import { conflictsOf, contradictionOf } from '../../logic/conflicts.ts';
import type { Finding } from '../../policy/finding.ts';
import type { PolicyContext } from '../check.ts';
import { classIn } from './class-in.ts';

/** What was left open in a response type: silence of the other checks there does not mean that all is well. */
export function* notChecked(
  { policy, logic: policyLogic }: PolicyContext,
  logic: ResponseTypeLogic,
): Generator<Finding> {
  const { responseType } = logic;
  const open = conflictsOf(policyLogic, logic).notChecked;
  const { overLimit } = logic.exact;
  const [first] = open.length > 0 ? open : overLimit;
  if (first === undefined) return;
  const limit = `the decision diagram would pass its limit of ${policyLogic.nodeLimit} nodes`;
  const said = [
    ...(open.length > 0
      ? [
          `In ${responseType}, conflicts of ${quoted(open)} and gaps were not fully checked: ${limit}, and the solver gave up.`,
        ]
      : []),
    ...(overLimit.length > 0
      ? [
          `In ${responseType} there is no exact probability of ${quoted(overLimit)}: ${limit}. Use class_probability: product.`,
        ]
      : []),
  ];
  yield {
    code: 'not-checked',
    severity: 'warning',
    message: said.join(' '),
    place: classIn(policy, first, responseType).name.place,
    related: [...new Set([...open, ...overLimit])].map((className) => ({
      message: `The conditions of "${className}".`,
      place: classIn(policy, className, responseType).formula.place,
    })),
  };
}

/** The same for the constraints. */
export function* constraintsNotChecked({ policy, logic }: PolicyContext): Generator<Finding> {
  const [first] = policy.constraints;
  if (!first || contradictionOf(logic) !== 'not-checked') return;
  yield {
    code: 'not-checked',
    severity: 'warning',
    message: `Whether the constraints contradict each other was not checked: they need more than ${logic.nodeLimit} nodes, and the solver gave up.`,
    place: first.place,
  };
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
