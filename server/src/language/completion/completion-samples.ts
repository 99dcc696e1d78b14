import * as l10n from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { type Document, isScalar } from 'yaml';
import type { SourceText } from '../../policy/source.ts';
import { responseTypeOf } from '../../samples/names.ts';
import type { PolicyState, Workspace } from '../../workspace/workspace.ts';
import type { Path, Slot } from './completion-context.ts';
import { fileCandidates, POLICY_FILES } from './completion-files.ts';
import type { Candidate } from './completion-item.ts';
import {
  asKeys,
  asValues,
  classCandidate,
  labelCandidate,
  labelsPieces,
  type NamesAt,
  propositionCandidate,
  responseTypeCandidate,
  roleCandidates,
} from './completion-names.ts';
import { isAt } from './completion-paths.ts';

/** The names of its policy that a samples file can use at a place. */
export async function sampleNames(workspace: Workspace, source: SourceText): Promise<NamesAt> {
  const state = await workspace.policyOfSamples(source.uri);
  return async (slot) => {
    if (isAt(slot.path, 'policy')) return fileCandidates(workspace, slot, source.uri, POLICY_FILES);
    if (isAt(slot.path, 'samples.#.prompt.#.role')) return asValues(slot, roleCandidates());
    return state ? namesOf(state, slot) : [];
  };
}

function namesOf(state: PolicyState, slot: Slot): Candidate[] {
  const { policy } = state;
  if (isAt(slot.path, 'samples.#.category')) {
    return asValues(
      slot,
      [...policy.categories].map(([name, { description, responseType }]) => ({
        label: name,
        kind: CompletionItemKind.Folder,
        detail: responseType?.text,
        documentation: description,
      })),
    );
  }
  if (isAt(slot.path, 'samples.#.response_type')) {
    return asValues(
      slot,
      [...policy.responseTypes.keys()].map((name) => responseTypeCandidate(policy, name)),
    );
  }
  const responseType = responseTypeAt(state, slot);
  if (isAt(slot.path, 'samples.#.completions.#.class')) {
    const classes = responseType?.classes ?? [...policy.classes.keys()];
    return asValues(
      slot,
      classes.map((name) => classCandidate(policy, name)),
    );
  }
  if (isAt(slot.path, 'samples.#.completions.#.label')) {
    const own = responseType && policy.orderings.get(responseType.responseType);
    const labels = own?.flat() ?? [...policy.orderings.values()].flat(2);
    return asValues(slot, [...new Set(labels)].map(labelCandidate));
  }
  if (isAt(slot.path, 'samples.#.completions.#.propositions')) {
    return labelsToGive(state, slot, responseType?.propositions ?? [...policy.propositions.keys()]);
  }
  return [];
}

/** The propositions without a label, and one item that asks for all of them. */
function labelsToGive({ policy }: PolicyState, slot: Slot, propositions: readonly string[]): Candidate[] {
  const single = asKeys(
    slot,
    propositions.map((name) => propositionCandidate(policy, name)),
    'human label',
  );
  if (single.length < 2 || slot.isFollowedByColon || slot.isQuoted) return single;
  const names = single.map(({ label }) => label);
  const all: Candidate = {
    label: l10n.t('all missing propositions'),
    kind: CompletionItemKind.Snippet,
    detail: l10n.t('{0} labels', names.length),
    documentation: names.join(', '),
    pieces: labelsPieces(slot, names),
  };
  return [all, ...single];
}

/** The response type of the sample around a slot. */
function responseTypeAt({ policy, logic }: PolicyState, { path, document }: Slot) {
  const sample = path.slice(0, 2);
  const [responseType, category] = ['response_type', 'category'].map((key) =>
    textAt(document, [...sample, key]),
  );
  const name = responseTypeOf(
    { ...(responseType !== undefined && { responseType }), ...(category !== undefined && { category }) },
    policy,
  );
  return name ? logic.responseType(name) : undefined;
}

function textAt(document: Document, path: Path): string | undefined {
  const node = document.getIn(path, true);
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
}
