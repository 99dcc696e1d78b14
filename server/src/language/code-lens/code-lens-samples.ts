import * as l10n from '@vscode/l10n';
import type { CodeLens, Command } from 'vscode-languageserver-types';
import type { SampleCompletion } from '../../samples/model.ts';
import type { SamplesFile } from '../../samples/yaml.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { type BreakdownParams, SHOW_BREAKDOWN_COMMAND } from '../protocol.ts';
import { GRADE_COMMAND, type GradeScope } from '../protocol-grading.ts';

/** What can be graded and shown, over the file, each prompt and each completion. */
export async function samplesLenses(workspace: Workspace, uri: string): Promise<CodeLens[]> {
  const file = await workspace.samplesFile(uri);
  if (!file || file.completions.length === 0) return [];
  return [
    lens(file, 0, grade(all(file.completions.length), { uri })),
    ...prompts(file).map(({ promptId, start, count }) =>
      lens(file, start, grade(l10n.t('Grade {0} completions of this prompt', count), { uri, promptId })),
    ),
    ...file.completions.flatMap(({ id, places }) => {
      const { start } = places.whole.span;
      const argument: BreakdownParams = { uri, completionId: id };
      return [
        lens(file, start, grade(l10n.t('Grade'), { uri, completionIds: [id] })),
        lens(file, start, {
          title: l10n.t('Show score breakdown'),
          command: SHOW_BREAKDOWN_COMMAND,
          arguments: [argument],
        }),
      ];
    }),
  ];
}

/** Prompts with more than one completion; of the others, the completion's own lens does it. */
function prompts({ completions }: SamplesFile): { promptId: string; start: number; count: number }[] {
  const byPrompt = new Map<string, SampleCompletion[]>();
  for (const each of completions) byPrompt.set(each.promptId, [...(byPrompt.get(each.promptId) ?? []), each]);
  return [...byPrompt].flatMap(([promptId, own]) => {
    const start = own[0]?.places.sample?.span.start;
    return start === undefined || own.length < 2 ? [] : [{ promptId, start, count: own.length }];
  });
}

function lens({ source }: SamplesFile, offset: number, command: Command): CodeLens {
  const start = source.positionAt(offset);
  return { range: { start, end: start }, command };
}

function grade(title: string, scope: GradeScope): Command {
  return { title, command: GRADE_COMMAND, arguments: [scope] };
}

function all(completions: number): string {
  return completions === 1 ? l10n.t('Grade 1 completion') : l10n.t('Grade {0} completions', completions);
}
