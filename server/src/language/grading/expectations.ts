import * as l10n from '@vscode/l10n';
import type { SampleCompletion } from '../../samples/model.ts';
import { expectedClassOf } from '../../samples/names.ts';
import { rolloutOf } from '../../samples/rollout/rollout.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type {
  CompletionExpectation,
  ExpectationsParams,
  ExpectationsResult,
  PromptExpectations,
} from '../protocol-grading.ts';
import { noPolicy } from './scope.ts';

/** Answers `rbr/expectations`: the completions of which a class is expected, by prompt, in the file's order. */
export async function expectations(
  workspace: Workspace,
  { uri }: ExpectationsParams,
): Promise<ExpectationsResult> {
  const file = workspace.kindOf(uri) === 'samples' ? await workspace.samplesFile(uri) : undefined;
  if (!file) return { reason: l10n.t('This is no samples file.') };
  const state = await workspace.policyOfSamples(uri);
  if (!state) return { reason: noPolicy() };
  const byPrompt = new Map<string, SampleCompletion[]>();
  for (const completion of file.completions) {
    if (expectedClassOf(completion, state.policy) === undefined) continue;
    byPrompt.set(completion.promptId, [...(byPrompt.get(completion.promptId) ?? []), completion]);
  }
  const rangeOf = (start: number, end: number) => ({
    start: file.source.positionAt(start),
    end: file.source.positionAt(end),
  });
  const expectation = (completion: SampleCompletion): CompletionExpectation => {
    const { span } = completion.places.whole;
    return {
      id: completion.id,
      label: line(rolloutOf(completion).answer) || line(completion.text),
      range: rangeOf(span.start, span.end),
      expectedClass: expectedClassOf(completion, state.policy) as string,
    };
  };
  return {
    prompts: [...byPrompt].map(([promptId, completions]): PromptExpectations => {
      const [first] = completions as [SampleCompletion, ...SampleCompletion[]];
      const start = first.places.sample?.span.start ?? first.places.whole.span.start;
      const end = completions.at(-1)?.places.whole.span.end ?? start;
      const asked = first.conversation.findLast(({ role }) => role === 'user')?.content ?? '';
      return {
        promptId,
        label: line(asked) || promptId,
        range: rangeOf(start, end),
        completions: completions.map(expectation),
      };
    }),
  };
}

const LONGEST_LABEL = 80;

function line(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > LONGEST_LABEL ? `${flat.slice(0, LONGEST_LABEL - 1)}…` : flat;
}
