import * as l10n from '@vscode/l10n';
import { type Hover, MarkupKind } from 'vscode-languageserver-types';
import { loopholeInWords } from '../../review/loopholes-in-words.ts';
import { loopholesIn } from '../../workspace/review.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { GradingContext } from '../grades/graded.ts';
import { completionAt, type Named, namedAt } from '../names/named.ts';
import { describeCompletion, type HoverOptions } from './hover-completion.ts';
import { describeNamed } from './hover-policy.ts';
import { code, escapeMarkdown } from './markdown.ts';
import { propositionQuality } from './quality.ts';

export async function hover(
  context: GradingContext,
  uri: string,
  offset: number,
  options: HoverOptions,
): Promise<Hover | null> {
  const { workspace, grading } = context;
  const named = await namedAt(workspace, uri, offset);
  if (named) {
    // What has been learnt is shown where it is there; a definition does not wait for it.
    const learnt =
      named.kind === 'proposition' ? await grading.learnt(named.policy, undefined, 0) : undefined;
    const described = describeNamed(named, propositionQuality(learnt, named.name));
    const letThrough = named.kind === 'class' ? await letThroughBy(workspace, named) : [];
    return toHover(described && [described, ...letThrough].join('\n\n'));
  }
  const completion = await completionAt(workspace, uri, offset);
  return completion ? toHover(await describeCompletion(context, uri, completion, options)) : null;
}

/** More than these belong into the table. */
const LOOPHOLES_SHOWN = 4;

async function letThroughBy(workspace: Workspace, { name, policy }: Named): Promise<string[]> {
  const found = [...(await loopholesIn(workspace, policy)).values()].flat();
  const own = found.filter(({ className }) => className === name);
  if (own.length === 0) return [];
  const lines = own
    .slice(0, LOOPHOLES_SHOWN)
    .map((each) => `- ${code(each.responseType)}: ${escapeMarkdown(loopholeInWords(each))}`);
  const more = own.length - lines.length;
  if (more > 0) lines.push(`- ${l10n.t('and {0} more', more)}`);
  return [`**${l10n.t('Lets through')}**\n\n${lines.join('\n')}`];
}

function toHover(value: string | undefined): Hover | null {
  return value === undefined ? null : { contents: { kind: MarkupKind.Markdown, value } };
}
