import * as l10n from '@vscode/l10n';
import { judgedPartOf } from '../../grader/judged.ts';
import { addEntry, entriesOf } from '../../policy/edit/entries.ts';
import type { Finding, Fix } from '../../policy/finding.ts';
import type { Check } from '../../policy/model.ts';
import type { PolicyContext } from '../check.ts';
import { writtenCheck } from './written-check.ts';

/** Markers of rollouts as people write them in a regular expression, escapes aside. */
const MARKER =
  /<\/?\??(?:think|thinking|thoughts?|reasoning|answer|seed:think)>|◁\/?\??think▷|<\|[a-z_]+\|>|\[\/?\??THINK\]/i;

/** A check of the format of rollouts, whose markers are set aside before it is run: it would never match. */
export function* markerNotJudged({ policy, files }: PolicyContext): Generator<Finding> {
  for (const proposition of policy.propositions.values()) {
    const { check } = proposition;
    if (check?.pattern === undefined || check.of === 'prompt') continue;
    if (judgedPartOf(policy, proposition) === 'text') continue;
    const marker = markerIn(check.pattern);
    if (marker === undefined) continue;
    const written = writtenCheck(files, check);
    const pattern = written?.node.fields.pattern?.value;
    yield {
      code: 'marker-not-judged',
      severity: 'warning',
      message: l10n.t(
        'The pattern looks for {0}, which is set aside before completions are judged: to check the format, say `judged: text`.',
        marker,
      ),
      place: written && pattern ? written.source.place(pattern.span) : check.place,
      fixes: asText(files, check),
    };
  }
}

function markerIn(pattern: string): string | undefined {
  // An unescaped bracket is a class of characters, an unescaped bar an alternative.
  const meant = pattern.replaceAll(/\\?[[|]/g, (written) =>
    written.startsWith('\\') ? written.slice(1) : ' ',
  );
  return MARKER.exec(meant.replaceAll('\\', ''))?.[0];
}

function asText(files: PolicyContext['files'], check: Check): Fix[] {
  const written = writtenCheck(files, check);
  if (!written || written.proposition.fields.judged) return [];
  const { source, proposition } = written;
  return [
    {
      title: l10n.t('Judge the text as it is'),
      edits: [addEntry(source, entriesOf(proposition), 'judged: text')],
    },
  ];
}
