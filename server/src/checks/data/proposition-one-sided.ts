import * as l10n from '@vscode/l10n';
import type { Finding } from '../../policy/finding.ts';
import { usedPropositions } from '../../policy/used.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import type { PolicyContext } from '../check.ts';

/** Fewer labels than these may well be of one side by chance. */
const ENOUGH = 30;

/** A proposition with many labels that are all the same: no grader can be measured on it. */
export function* propositionOneSided(
  { policy }: PolicyContext,
  completions: readonly SampleCompletion[],
): Generator<Finding> {
  const used = usedPropositions(policy);
  for (const { name } of policy.propositions.values()) {
    // That nothing reads it is said already.
    if (!used.has(name.text)) continue;
    const labels = completions.flatMap((each) => each.labels[name.text] ?? []);
    const positives = labels.filter(Boolean).length;
    if (labels.length < ENOUGH || (positives > 0 && positives < labels.length)) continue;
    yield {
      code: 'proposition-one-sided',
      severity: 'info',
      message:
        positives === 0
          ? l10n.t(
              '"{0}" is false in all of its {1} labels: how well it is graded cannot be measured.',
              name.text,
              labels.length,
            )
          : l10n.t(
              '"{0}" is true in all of its {1} labels: how well it is graded cannot be measured.',
              name.text,
              labels.length,
            ),
      place: name.place,
    };
  }
}
