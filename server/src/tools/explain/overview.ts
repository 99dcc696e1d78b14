import { constraintInWords } from '../../checks/logic/wording.ts';
import type { Policy } from '../../policy/model.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { inline, listed } from '../quoted.ts';

/** A policy of hundreds of names is looked into by name. */
const LISTED = 200;

/** A policy at a glance, with the names that can be asked about. */
export function overview(
  policy: Policy,
  completions: readonly SampleCompletion[],
  isFitted: boolean,
): string {
  const list = (names: Iterable<string>) => listed([...names], LISTED);
  return [
    `Classes, best first: ${list(policy.classOrder.map(({ text }) => text))}`,
    `Response types: ${list(policy.responseTypes.keys())}`,
    `Categories: ${list(policy.categories.keys())}`,
    `Propositions: ${list(policy.propositions.keys())}`,
    `Derived propositions: ${list(policy.derived.keys())}`,
    ...policy.constraints
      .slice(0, LISTED)
      .map((each, index) => `Constraint ${index + 1}: ${inline(constraintInWords(each))}`),
    `${completions.length} completions in its samples; ${isFitted ? 'weights are fitted' : 'no weights are fitted'}.`,
  ].join('\n');
}
