import * as l10n from '@vscode/l10n';
import { conflictsOf } from '../../logic/conflicts.ts';
import type { Finding } from '../../policy/finding.ts';
import { otherLabels } from '../../samples/edit-labels.ts';
import { labelPlace } from '../../samples/label-place.ts';
import { responseTypeOf } from '../../samples/names.ts';
import type { SamplesFile } from '../../samples/yaml.ts';
import type { PolicyContext } from '../check.ts';

/**
 * Labels that no class of the response type allows, whatever is not labelled. Where the classes leave a gap the
 * cause is in the policy: then only the first completion of the file that falls into it is reported.
 */
export function* labelsInNoClass(file: SamplesFile, { policy, logic }: PolicyContext): Generator<Finding> {
  const gapsSaid = new Set<string>();
  for (const completion of file.completions) {
    const { labels } = completion;
    const responseType = responseTypeOf(completion, policy);
    const ofType = responseType === undefined ? undefined : logic.responseType(responseType);
    const labelled = ofType?.propositions.flatMap((name) => labelPlace(completion, name) ?? []) ?? [];
    const last = labelled.at(-1);
    // Of classes that could not be compiled nothing is known.
    if (!ofType || !last || ofType.incomplete.length > 0 || ofType.exact.overLimit.length > 0) continue;
    if (ofType.classes.length === 0 || ofType.possibleClasses(labels).length > 0) continue;
    if (conflictsOf(logic, ofType).gap) {
      if (gapsSaid.has(ofType.responseType)) continue;
      gapsSaid.add(ofType.responseType);
    }
    yield {
      code: 'labels-in-no-class',
      severity: 'warning',
      message: l10n.t(
        'With these labels the completion is in no class of {0}: a label is wrong, or the classes leave a gap.',
        ofType.responseType,
      ),
      place: last,
      related: labelled.slice(0, -1).map((place) => ({ message: l10n.t('One of the labels.'), place })),
      fixes: otherLabels(file, labelled),
    };
  }
}
