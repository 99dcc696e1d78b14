import * as l10n from '@vscode/l10n';
import type { Finding } from '../../policy/finding.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import type { PolicyContext } from '../check.ts';

/** Of each side, among the completions that are labelled on both: fewer may agree by chance. */
const ENOUGH_OF_EACH = 10;

/** Two propositions that were never labelled differently: one question may do for both. */
export function* propositionsAlwaysAgree(
  { policy }: PolicyContext,
  completions: readonly SampleCompletion[],
): Generator<Finding> {
  const names = [...policy.propositions.values()].map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    const labelled = completions.filter(({ labels }) => labels[name.text] !== undefined);
    if (labelled.length < 2 * ENOUGH_OF_EACH) continue;
    for (const other of names.slice(index + 1)) {
      const agreed = agreement(labelled, name.text, other.text);
      if (!agreed) continue;
      yield {
        code: 'propositions-always-agree',
        severity: 'info',
        message: l10n.t(
          '"{0}" has the same label as "{1}" in all of the {2} completions that are labelled on both: does it ask anything else?',
          other.text,
          name.text,
          agreed,
        ),
        place: other.place,
        related: [{ message: `"${name.text}".`, place: name.place }],
      };
    }
  }
}

/** How many completions are labelled on both; undefined where they differ in one, or one side is too rare. */
function agreement(completions: readonly SampleCompletion[], a: string, b: string): number | undefined {
  let positives = 0;
  let negatives = 0;
  for (const { labels } of completions) {
    if (labels[b] === undefined) continue;
    if (labels[a] !== labels[b]) return undefined;
    if (labels[a]) positives++;
    else negatives++;
  }
  return Math.min(positives, negatives) >= ENOUGH_OF_EACH ? positives + negatives : undefined;
}
