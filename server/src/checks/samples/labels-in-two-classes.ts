import * as l10n from '@vscode/l10n';
import { knownBy } from '../../grader/labels.ts';
import type { Finding } from '../../policy/finding.ts';
import { allOf } from '../../policy/lists.ts';
import { labelPlace } from '../../samples/label-place.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { responseTypeOf } from '../../samples/names.ts';
import type { SamplesFile } from '../../samples/yaml.ts';
import type { PolicyContext } from '../check.ts';

/**
 * Labels that, with what the policy computes, put a completion into two classes at once. The cause is in the policy, so each pair of classes is
 * reported once a file, at the first completion that shows it.
 */
export function* labelsInTwoClasses(file: SamplesFile, context: PolicyContext): Generator<Finding> {
  for (const { responseType, classes, completions } of overlapping(file, context)) {
    const [first] = completions;
    const { places } = first;
    const labelled = Object.keys(places.labels)
      .flatMap((name) => labelPlace(first, name) ?? [])
      .at(-1);
    const place = places.expectedClass ?? labelled ?? places.text;
    const more = completions.length - 1;
    yield {
      code: 'labels-in-two-classes',
      severity: 'warning',
      message: messageOf(allOf(classes.map((name) => `"${name}"`)), more),
      place,
      related: classes.flatMap((name) => {
        const formula = context.policy.classes.get(name)?.byResponseType.get(responseType)?.formula;
        return formula ? [{ message: l10n.t('The conditions of "{0}".', name), place: formula.place }] : [];
      }),
    };
  }
}

function messageOf(classes: string, more: number): string {
  if (more === 0)
    return l10n.t('With these labels the completion is in {0} at once: the classes overlap.', classes);
  return more === 1
    ? l10n.t(
        'With these labels the completion is in {0} at once; so is another one: the classes overlap.',
        classes,
      )
    : l10n.t(
        'With these labels the completion is in {0} at once; so are {1} others: the classes overlap.',
        classes,
        more,
      );
}

interface Overlapping {
  readonly responseType: string;
  readonly classes: readonly string[];
  readonly completions: [SampleCompletion, ...SampleCompletion[]];
}

function overlapping(file: SamplesFile, { policy, logic }: PolicyContext): Iterable<Overlapping> {
  const found = new Map<string, Overlapping>();
  const valuesOf = knownBy(policy);
  for (const completion of file.completions) {
    const responseType = responseTypeOf(completion, policy);
    const classes =
      responseType === undefined
        ? []
        : (logic.responseType(responseType)?.classesOf(valuesOf(completion)) ?? []);
    if (responseType === undefined || classes.length < 2) continue;
    const key = [responseType, ...classes].join('\n');
    const known = found.get(key);
    if (known) known.completions.push(completion);
    else found.set(key, { responseType, classes, completions: [completion] });
  }
  return found.values();
}
