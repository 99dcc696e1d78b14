import type { Finding } from '../../policy/finding.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { responseTypeOf } from '../../samples/names.ts';
import type { PolicyContext } from '../check.ts';

/** The labels of a completion put it into another class than the one that is expected. */
export function* classContradictsLabels(
  completion: SampleCompletion,
  { policy, logic }: PolicyContext,
): Generator<Finding> {
  const { expectedClass, labels, places } = completion;
  const responseType = responseTypeOf(completion, policy);
  const compiled = responseType === undefined ? undefined : logic.responseType(responseType);
  if (expectedClass === undefined || !places.expectedClass || !compiled?.classes.includes(expectedClass))
    return;
  if (compiled.possibleClasses(labels).includes(expectedClass)) return;
  const found = compiled.classesOf(labels);
  const instead = found.length > 0 ? `into "${found.join('" and "')}"` : 'into another class, or into none';
  const [only, ...more] = found;
  yield {
    code: 'class-contradicts-labels',
    severity: 'warning',
    message: `"${expectedClass}" is expected, but the labels put this completion ${instead}.`,
    place: places.expectedClass,
    related: Object.entries(places.labels).map(([name, place]) => ({
      message: `${name}: ${labels[name]}`,
      place,
    })),
    fixes:
      only !== undefined && more.length === 0
        ? [{ title: `Expect "${only}"`, edits: [{ place: places.expectedClass, newText: only }] }]
        : [],
  };
}
