import * as l10n from '@vscode/l10n';
import { diffInWords } from '../../review/diff-in-words.ts';
import { baseNameOf } from '../../workspace/file-system.ts';
import { diffAgainst } from '../../workspace/review.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { escapeMarkdown } from '../hover/markdown.ts';
import type { DiffParams, DiffResult } from '../protocol.ts';

/** Answers `rbr/diff`: what the policy means now against the texts that the client has of an earlier version. */
export async function diff(workspace: Workspace, { uri, base, against }: DiffParams): Promise<DiffResult> {
  const found = await diffAgainst(workspace, uri, new Map(Object.entries(base)));
  if (!found) return { reason: l10n.t('This policy cannot be read.') };
  const sections = diffInWords(found).map(({ title, lines }) =>
    [`## ${escapeMarkdown(title)}`, ...lines.map((line) => `- ${escapeMarkdown(line)}`)].join('\n\n'),
  );
  const verdict = found.isSame
    ? l10n.t('Nothing that matters to completions, samples, rewards or grades has changed.')
    : l10n.t('What has changed for completions, samples, rewards and grades.');
  const title = `# ${escapeMarkdown(l10n.t('{0} against {1}', baseNameOf(uri), against))}`;
  return { isSame: found.isSame, markdown: `${[title, verdict, ...sections].join('\n\n')}\n` };
}
