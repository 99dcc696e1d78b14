import * as l10n from '@vscode/l10n';
import { namesInConstraint } from '../../logic/vocabulary.ts';
import { decide } from '../../logic/walks.ts';
import type { Finding } from '../../policy/finding.ts';
import { otherLabels } from '../../samples/edit-labels.ts';
import { labelPlace } from '../../samples/label-place.ts';
import type { SamplesFile } from '../../samples/yaml.ts';
import type { PolicyContext } from '../check.ts';
import { constraintNodes } from '../constraint-nodes.ts';
import { coreInWords } from '../logic/wording.ts';

/** Labels that break a constraint, whatever is not labelled: one of the labels is wrong, or the constraint. */
export function* labelsBreakConstraint(file: SamplesFile, { logic }: PolicyContext): Generator<Finding> {
  const { diagram, nodes } = constraintNodes(logic);
  const { simple } = logic.vocabulary;
  for (const completion of file.completions) {
    const { labels, places } = completion;
    for (const [constraint, node] of nodes) {
      if (decide(diagram, node, (variable) => labels[simple[variable] as string]) !== false) continue;
      const read = diagram.support(node).map((variable) => simple[variable] as string);
      const labelled = [...new Set([...namesInConstraint(constraint), ...read])].flatMap((name) => {
        const place = labelPlace(completion, name);
        return place ? [{ message: `${name}: ${labels[name]}`, place }] : [];
      });
      yield {
        code: 'labels-break-constraint',
        severity: 'warning',
        message: l10n.t('The labels break {0}.', coreInWords([{ kind: 'constraint', constraint }])),
        place: labelled.at(-1)?.place ?? places.whole,
        related: [...labelled.slice(0, -1), { message: l10n.t('The constraint.'), place: constraint.place }],
        fixes: otherLabels(
          file,
          labelled.map((each) => each.place),
        ),
      };
    }
  }
}
