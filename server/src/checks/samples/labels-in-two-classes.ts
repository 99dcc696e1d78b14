import type { Finding } from '../../policy/finding.ts';
import { responseTypeOf } from '../../samples/names.ts';
import type { SamplesFile } from '../../samples/yaml.ts';
import type { PolicyContext } from '../check.ts';

/** Labels that put a completion into two classes at once. */
export function* labelsInTwoClasses(file: SamplesFile, { policy, logic }: PolicyContext): Generator<Finding> {
  for (const completion of file.completions) {
    const { labels, places } = completion;
    const responseType = responseTypeOf(completion, policy);
    const ofType = responseType === undefined ? undefined : logic.responseType(responseType);
    const labelled = ofType?.propositions.flatMap((name) => places.labels[name] ?? []) ?? [];
    const place = places.expectedClass ?? labelled.at(-1);
    const classes = ofType?.classesOf(labels) ?? [];
    if (!place || classes.length < 2) continue;
    yield {
      code: 'labels-in-two-classes',
      severity: 'warning',
      message: `With these labels the completion is in ${classes.map((name) => `"${name}"`).join(' and ')} at once: the classes overlap.`,
      place,
      related: classes.flatMap((name) => {
        const formula = policy.classes.get(name)?.byResponseType.get(responseType ?? '')?.formula;
        return formula ? [{ message: `The conditions of "${name}".`, place: formula.place }] : [];
      }),
    };
  }
}
