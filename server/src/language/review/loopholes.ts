import * as l10n from '@vscode/l10n';
import { inList } from '../../policy/lists.ts';
import type { Loophole } from '../../review/loopholes.ts';
import { loopholeInWords } from '../../review/loopholes-in-words.ts';
import { loopholesIn } from '../../workspace/review.ts';
import type { PolicyState, Workspace } from '../../workspace/workspace.ts';
import { toLocation } from '../convert.ts';
import { escapeMarkdown } from '../hover/markdown.ts';
import { sourceIn } from '../names/definition.ts';
import type { LoopholeItem, LoopholesResult, ReviewParams } from '../protocol.ts';

/** Answers `rbr/loopholes`: for a policy file, or for the policy of a samples file. */
export async function loopholes(workspace: Workspace, { uri }: ReviewParams): Promise<LoopholesResult> {
  const state =
    workspace.kindOf(uri) === 'samples' ? await workspace.policyOfSamples(uri) : await workspace.policy(uri);
  if (!state || workspace.kindOf(uri) === 'other') return { reason: l10n.t('Open a policy or its samples.') };
  const found = await loopholesIn(workspace, state);
  const sources = new Map(
    await Promise.all(
      (await workspace.samplesOf(state)).map(
        async (file) => [file, (await workspace.samplesFile(file))?.source] as const,
      ),
    ),
  );
  const responseTypes = [...found].map(([name, all]) => ({
    name,
    ...at(state.policy.responseTypes.get(name)?.place, state),
    loopholes: all.map(
      (loophole): LoopholeItem => ({
        kind: loophole.kind,
        message: loopholeInWords(loophole),
        ...at(placeOf(state, loophole), state),
        cases: loophole.cases.map(({ id, places }) => ({
          id,
          location: toLocation(places.whole, (file) => sources.get(file)),
        })),
      }),
    ),
  }));
  return { policyUri: state.uri, responseTypes, markdown: table(found) };
}

/** Where it would be mended: at what the class says, else at the proposition. */
function placeOf({ policy }: PolicyState, { className, responseType, proposition }: Loophole) {
  const written = className === undefined ? undefined : policy.classes.get(className);
  return (
    written?.byResponseType.get(responseType)?.name.place ?? policy.propositions.get(proposition)?.name.place
  );
}

function at(place: Parameters<typeof toLocation>[0] | undefined, state: PolicyState) {
  return place ? { location: toLocation(place, sourceIn(state)) } : {};
}

const SHOWN_CASES = 3;

function table(found: ReadonlyMap<string, readonly Loophole[]>): string {
  const sections = [...found].map(([name, all]) => {
    if (all.length === 0)
      return `## ${escapeMarkdown(name)}\n\n${l10n.t('Nothing is let through that another class or response type rules out.')}`;
    const rows = all.map((loophole) => {
      const ids = loophole.cases.slice(0, SHOWN_CASES).map(({ id }) => escapeMarkdown(id));
      const more = loophole.cases.length - ids.length;
      return `| ${escapeMarkdown(loophole.proposition)} | ${escapeMarkdown(loopholeInWords(loophole))} | ${more > 0 ? l10n.t('{0} and {1} more', inList(ids), more) : inList(ids)} |`;
    });
    return [
      `## ${escapeMarkdown(name)}`,
      '',
      `| ${l10n.t('Proposition')} | ${l10n.t('What is let through')} | ${l10n.t('Labelled completions')} |`,
      '|---|---|---|',
      ...rows,
    ].join('\n');
  });
  return [
    `# ${l10n.t('Loopholes')}`,
    '',
    l10n.t('What the classes let through. These are for you to judge; none of them is an error.'),
    '',
    sections.join('\n\n'),
    '',
  ].join('\n');
}
