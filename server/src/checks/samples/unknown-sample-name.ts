import type { Finding } from '../../policy/finding.ts';
import type { Policy } from '../../policy/model.ts';
import { didYouMean, nearest } from '../../policy/nearest.ts';
import type { Place } from '../../policy/source.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { findCategory, findClass, findResponseType, responseTypeOf } from '../../samples/names.ts';
import type { SamplesFile } from '../../samples/yaml.ts';
import type { PolicyContext } from '../check.ts';

/** Names in a sample that the policy does not have. */
export function* unknownSampleName(file: SamplesFile, { policy }: PolicyContext): Generator<Finding> {
  // The completions of one prompt share what is written once.
  const said = new Set<number>();
  for (const completion of file.completions) {
    for (const finding of unknownNames(completion, policy)) {
      if (said.has(finding.place.span.start)) continue;
      said.add(finding.place.span.start);
      yield finding;
    }
  }
}

function* unknownNames(completion: SampleCompletion, policy: Policy): Generator<Finding> {
  const { places, expectedClass, label, category, responseType } = completion;
  for (const [name, place] of Object.entries(places.labels)) {
    if (policy.derived.has(name)) {
      yield {
        code: 'unknown-proposition',
        severity: 'warning',
        message: `"${name}" is derived from other propositions: label those instead.`,
        place,
      };
    } else if (!policy.propositions.has(name))
      yield unknown('unknown-proposition', 'proposition', name, place, policy.propositions.keys());
  }
  if (expectedClass !== undefined && places.expectedClass && !findClass(expectedClass, policy)) {
    yield unknown(
      'unknown-class',
      'completion class',
      expectedClass,
      places.expectedClass,
      policy.classes.keys(),
    );
  }
  if (
    responseType !== undefined &&
    places.responseType &&
    findResponseType(responseType, policy) === undefined
  ) {
    yield unknown(
      'unknown-response-type',
      'response type',
      responseType,
      places.responseType,
      policy.responseTypes.keys(),
    );
  }
  if (
    category !== undefined &&
    places.category &&
    policy.categories.size > 0 &&
    !findCategory(category, policy)
  ) {
    yield unknown('unknown-category', 'category', category, places.category, namesOf(policy));
  }
  const type = responseTypeOf(completion, policy);
  const ordering = type === undefined ? undefined : policy.orderings.get(type);
  if (label !== undefined && places.label && ordering && !ordering.flat().includes(label)) {
    yield unknown('unknown-label', `completion label of ${type}`, label, places.label, ordering.flat());
  }
}

/** A category by its full name, its own, or an alias. */
function namesOf({ categories }: Policy): string[] {
  return [...categories].flatMap(([full, { name, aliases }]) => [name, ...aliases, full]);
}

function unknown(code: string, noun: string, name: string, place: Place, known: Iterable<string>): Finding {
  const meant = nearest(name, known);
  return {
    code,
    severity: 'error',
    message: `The policy has no ${noun} "${name}"${didYouMean(meant) || '.'}`,
    place,
    fixes: meant ? [{ title: `Change to "${meant}"`, edits: [{ place, newText: meant }] }] : [],
  };
}
