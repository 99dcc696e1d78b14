import * as l10n from '@vscode/l10n';
import type { Finding } from '../../policy/finding.ts';
import { inList } from '../../policy/lists.ts';
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
      message:
        names.length > 0
          ? l10n.t(
              'No completion can be "{0}" in {1}: the class has no conditions there; it has {2}.',
              expectedClass,
              responseType,
              inList(names),
            )
          : l10n.t(
              'No completion can be "{0}" in {1}: the class has no conditions there.',
              expectedClass,
              responseType,
            ),
      place: places.expectedClass,
      related: [{ message: l10n.t('The class "{0}".', expectedClass), place: found.name.place }],
      fixes: names.map((name) => ({
        title: l10n.t('Expect "{0}"', name),
        edits: [{ place: places.expectedClass as Place, newText: name }],
      })),
    };
  }
}
