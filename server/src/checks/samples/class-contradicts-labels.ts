import * as l10n from '@vscode/l10n';
import { knownBy } from '../../grader/labels.ts';
import type { ResponseTypeLogic } from '../../logic/classes.ts';
import type { Finding } from '../../policy/finding.ts';
import { allOf } from '../../policy/lists.ts';
import { labelPlace } from '../../samples/label-place.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { expectedClassOf, responseTypeOf } from '../../samples/names.ts';
import type { SamplesFile } from '../../samples/yaml.ts';
import type { PolicyContext } from '../check.ts';

/** The labels of a completion, with what the policy computes, rule out the class that is expected, whatever is not labelled. */
export function* classContradictsLabels(file: SamplesFile, context: PolicyContext): Generator<Finding> {
  const valuesOf = knownBy(context.policy);
  for (const completion of file.completions) {
    const responseType = responseTypeOf(completion, context.policy);
    const logic = responseType === undefined ? undefined : context.logic.responseType(responseType);
    const finding =
      logic &&
      contradiction(completion, valuesOf(completion), expectedClassOf(completion, context.policy), logic);
    if (finding) yield finding;
  }
}

function contradiction(
  completion: SampleCompletion,
  values: Readonly<Record<string, boolean>>,
  expectedClass: string | undefined,
  logic: ResponseTypeLogic,
): Finding | undefined {
  const { labels, places } = completion;
  const place = places.expectedClass;
  // Of a class that could not be compiled nothing is known.
  if (expectedClass === undefined || !place || !logic.exact.nodes.has(expectedClass)) return undefined;
  const possible = logic.possibleClasses(values);
  // Labels that rule out every class are a finding of their own.
  if (possible.length === 0 || possible.includes(expectedClass)) return undefined;
  const holding = logic.classesOf(values);
  const byLabels = !logic.possibleClasses(labels).includes(expectedClass);
  const [only, ...more] = holding;
  return {
    code: 'class-contradicts-labels',
    severity: 'warning',
    message: byLabels ? byLabelsAlone(expectedClass, holding) : byWhatIsKnown(expectedClass, holding),
    place,
    related: logic.propositions.flatMap((name) => {
      const labelled = labelPlace(completion, name);
      return labelled ? [{ message: `${name}: ${labels[name]}`, place: labelled }] : [];
    }),
    fixes:
      only !== undefined && more.length === 0
        ? [{ title: l10n.t('Expect "{0}"', only), edits: [{ place, newText: only }] }]
        : [],
  };
}

function byLabelsAlone(expected: string, holding: readonly string[]): string {
  if (holding.length === 0) return l10n.t('"{0}" is expected, but the labels rule that out.', expected);
  return l10n.t(
    '"{0}" is expected, but the labels put this completion into {1}.',
    expected,
    inQuotes(holding),
  );
}

function byWhatIsKnown(expected: string, holding: readonly string[]): string {
  if (holding.length === 0)
    return l10n.t('"{0}" is expected, but the labels and the checks of the policy rule that out.', expected);
  return l10n.t(
    '"{0}" is expected, but the labels and the checks of the policy put this completion into {1}.',
    expected,
    inQuotes(holding),
  );
}

function inQuotes(names: readonly string[]): string {
  return allOf(names.map((name) => `"${name}"`));
}
