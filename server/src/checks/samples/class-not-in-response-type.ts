import type { Finding } from '../../policy/finding.ts';
import type { Place } from '../../policy/source.ts';
import { expectedClassOf, responseTypeOf } from '../../samples/names.ts';
import type { SamplesFile } from '../../samples/yaml.ts';
import type { PolicyContext } from '../check.ts';

/** A class is expected that has no conditions in the response type of the completion. */
export function* classNotInResponseType(file: SamplesFile, { policy }: PolicyContext): Generator<Finding> {
  for (const completion of file.completions) {
    const { places } = completion;
    const expectedClass = expectedClassOf(completion, policy);
    const responseType = responseTypeOf(completion, policy);
    if (expectedClass === undefined || !places.expectedClass || responseType === undefined) continue;
    const found = policy.classes.get(expectedClass);
    if (!found || found.byResponseType.has(responseType)) continue;
    const possible = [...policy.classes.values()].filter((each) => each.byResponseType.has(responseType));
    const names = possible.map((each) => each.name.text);
    yield {
      code: 'class-not-in-response-type',
      severity: 'warning',
      message: `No completion can be "${expectedClass}" in ${responseType}: the class has no conditions there${
        names.length > 0 ? `; it has ${names.join(', ')}.` : '.'
      }`,
      place: places.expectedClass,
      related: [{ message: `The class "${expectedClass}".`, place: found.name.place }],
      fixes: names.map((name) => ({
        title: `Expect "${name}"`,
        edits: [{ place: places.expectedClass as Place, newText: name }],
      })),
    };
  }
}
