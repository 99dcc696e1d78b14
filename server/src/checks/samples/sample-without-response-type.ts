import * as l10n from '@vscode/l10n';
import { indentOf, insert } from '../../policy/edit/entries.ts';
import type { Finding, Fix } from '../../policy/finding.ts';
import type { Policy } from '../../policy/model.ts';
import type { Place } from '../../policy/source.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { findCategory } from '../../samples/names.ts';
import type { SamplesFile } from '../../samples/yaml.ts';
import type { PolicyContext } from '../check.ts';

/** A prompt whose response type nothing says: its completions have no class and no reward. Once per prompt. */
export function* sampleWithoutResponseType(file: SamplesFile, { policy }: PolicyContext): Generator<Finding> {
  if (policy.responseTypes.size === 0) return;
  const said = new Set<string>();
  for (const completion of file.completions) {
    const { category, promptId, places } = completion;
    if (said.has(promptId) || !lacksResponseType(completion, policy)) continue;
    said.add(promptId);
    yield {
      code: 'sample-without-response-type',
      severity: 'warning',
      message:
        category === undefined
          ? l10n.t('No response type: give the sample a `response_type`, or a `category` that has one.')
          : l10n.t(
              'No response type: the category "{0}" has none in the policy, so the sample needs a `response_type`.',
              category,
            ),
      place: places.category ?? firstLine(file, places.whole),
      fixes: withResponseType(file, places.sample, policy),
    };
  }
}

/** Names that the policy does not know are reported as such; one that knows no categories knows no wrong ones. */
function lacksResponseType({ responseType, category }: SampleCompletion, policy: Policy): boolean {
  if (responseType !== undefined) return false;
  if (category === undefined || policy.categories.size === 0) return true;
  const found = findCategory(category, policy);
  return found !== undefined && found.responseType === undefined;
}

/** One per response type, at the beginning of the sample. */
function withResponseType({ source }: SamplesFile, sample: Place | undefined, policy: Policy): Fix[] {
  if (!sample) return [];
  const { start } = sample.span;
  const isFlow = source.text[start] === '{';
  return [...policy.responseTypes.keys()].map((name) => {
    const edit = isFlow
      ? insert(source, start + 1, ` response_type: ${name},`)
      : insert(source, start, `response_type: ${name}\n${indentOf(source, start)}`);
    return { title: l10n.t('Set the response type "{0}"', name), edits: [edit] };
  });
}

/** The finding is about the sample, not about every line of its first completion. */
function firstLine({ source }: SamplesFile, { uri, span }: Place): Place {
  const lineBreak = source.text.indexOf('\n', span.start);
  return {
    uri,
    span: { start: span.start, end: lineBreak === -1 ? span.end : Math.min(span.end, lineBreak) },
  };
}
