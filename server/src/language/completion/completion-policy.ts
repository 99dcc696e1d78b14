import * as l10n from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { type Document, isNode, visit } from 'yaml';
import { CODES } from '../../checks/codes.ts';
import type { Shape } from '../../policy/shape.ts';
import type { SourceText } from '../../policy/source.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { Path, Slot } from './completion-context.ts';
import { fileCandidates, POLICY_FILES, SAMPLES_FILES } from './completion-files.ts';
import type { Candidate } from './completion-item.ts';
import { KnownNames } from './completion-known-names.ts';
import { asKeys, asValues, type NamesAt, roleCandidates } from './completion-names.ts';
import { isAt } from './completion-paths.ts';

const MAP: readonly Shape[] = [{ type: 'object' }];
const LIST: readonly Shape[] = [{ type: 'array' }];
const TEXT: readonly Shape[] = [{ type: 'string' }];

/** The names that a policy file can use or define at a place. */
export async function policyNames(workspace: Workspace, source: SourceText): Promise<NamesAt> {
  const state = await workspace.policy(source.uri);
  return async (slot) => {
    const rule = RULES.find(({ at }) => at.some((pattern) => isAt(slot.path, pattern)));
    if (!rule) return [];
    return rule.offer({
      slot,
      workspace,
      uri: source.uri,
      names: new KnownNames(state, slot.replaced, source.uri),
    });
  };
}

interface Place {
  readonly slot: Slot;
  readonly workspace: Workspace;
  readonly uri: string;
  readonly names: KnownNames;
}

interface Rule {
  readonly at: readonly string[];
  readonly offer: (place: Place) => readonly Candidate[] | Promise<readonly Candidate[]>;
}

/** A formula is a condition or a list of them. */
const formula = (path: string) => [path, `${path}.#`];

const RULES: readonly Rule[] = [
  {
    at: formula('derived_propositions.*'),
    offer: ({ slot, names }) => asKeys(slot, names.propositions(slot.path[1]), 'truth value'),
  },
  {
    at: [
      ...formula('completion_classes.*.*'),
      'constraints.#.if',
      'constraints.#.then',
      ...formula('behaviors.*.completions.*'),
    ],
    offer: ({ slot, names }) => asKeys(slot, names.propositions(), 'truth value'),
  },
  {
    at: ['constraints.#.at_most_one.#', 'constraints.#.at_least_one.#', 'constraints.#.exactly_one.#'],
    offer: ({ slot, names }) => asValues(slot, names.propositions()),
  },
  { at: ['features.propositions.#'], offer: ({ slot, names }) => asValues(slot, names.simplePropositions()) },
  {
    at: ['simple_propositions'],
    offer: ({ slot, names }) => asKeys(slot, names.undefinedPropositions(), MAP),
  },
  {
    at: ['derived_propositions'],
    offer: ({ slot, names }) => asKeys(slot, names.undefinedPropositions(), MAP),
  },
  {
    at: ['completion_class_order.#', 'safety.unsafe_classes.#'],
    offer: ({ slot, names }) => asValues(slot, names.classes()),
  },
  { at: ['safety.refusal'], offer: ({ slot, names }) => asValues(slot, names.propositions()) },
  { at: ['completion_classes'], offer: ({ slot, names }) => asKeys(slot, names.classes(), MAP) },
  {
    at: ['completion_classes.*', 'behaviors'],
    offer: ({ slot, names }) => asKeys(slot, names.responseTypes(), MAP),
  },
  { at: ['response_types'], offer: ({ slot, names }) => asKeys(slot, names.responseTypes(), MAP) },
  { at: ['orderings'], offer: ({ slot, names }) => asKeys(slot, names.responseTypes(), LIST) },
  {
    at: ['content_policy.*.categories.*.response_type', 'safety.comply.#', 'safety.hard_refuse.#'],
    offer: ({ slot, names }) => asValues(slot, names.responseTypes()),
  },
  {
    at: ['orderings.*.#', 'orderings.*.#.#'],
    offer: ({ slot, names }) => {
      const ordered = textsUnder(slot.document, slot.path.slice(0, 2));
      return asValues(
        slot,
        names.labels().filter(({ label }) => !ordered.has(label)),
      );
    },
  },
  { at: ['margins'], offer: ({ slot, names }) => asKeys(slot, names.labels(), TEXT) },
  {
    at: ['behaviors.*.completions'],
    offer: ({ slot, names }) => asKeys(slot, names.labels(slot.path[1]), MAP),
  },
  { at: ['severities'], offer: ({ slot }) => asKeys(slot, findingCodes(), TEXT) },
  {
    at: ['extends', 'extends.#'],
    offer: ({ slot, workspace, uri }) => fileCandidates(workspace, slot, uri, POLICY_FILES),
  },
  {
    at: ['samples', 'samples.#'],
    offer: async ({ slot, workspace, uri }) => [
      ...(await fileCandidates(workspace, slot, uri, SAMPLES_FILES)),
      ...asValues(slot, [
        {
          label: '*.samples.yaml',
          kind: CompletionItemKind.File,
          detail: l10n.t('every one in this folder'),
        },
      ]),
    ],
  },
  {
    at: ['simple_propositions.*.examples.#.conversation.#.role'],
    offer: ({ slot }) => asValues(slot, roleCandidates()),
  },
];

/** Every text of a list, those of the lists in it too. */
function textsUnder(document: Document, path: Path): Set<string> {
  const texts = new Set<string>();
  const node = document.getIn(path, true);
  if (isNode(node)) visit(node, { Scalar: (_, { value }) => void texts.add(String(value)) });
  return texts;
}

function findingCodes(): Candidate[] {
  return Object.keys(CODES).map((label) => ({
    label,
    kind: CompletionItemKind.Constant,
    detail: l10n.t('finding'),
  }));
}
