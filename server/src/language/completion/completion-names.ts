import * as l10n from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { anyOf, inList } from '../../policy/lists.ts';
import type { Policy } from '../../policy/model.ts';
import type { Shape } from '../../policy/shape.ts';
import { firstLine } from '../hover/markdown.ts';
import type { Slot } from './completion-context.ts';
import { BLANK, type Candidate, type Piece } from './completion-item.ts';
import { keyPieces, yamlWord } from './completion-schema.ts';

/** What a file knows by name at a place, beyond its schema. */
export type NamesAt = (slot: Slot) => Promise<readonly Candidate[]>;

/** Names of a policy as candidates, each with what a reader wants to know before choosing it. */

export function propositionCandidate(policy: Policy, name: string): Candidate {
  const isDerived = policy.derived.has(name);
  const proposition = policy.propositions.get(name);
  return {
    label: name,
    kind: isDerived ? CompletionItemKind.Function : CompletionItemKind.Variable,
    detail: isDerived ? l10n.t('derived') : l10n.t('proposition'),
    documentation: isDerived
      ? derivedFrom(policy, name)
      : [proposition?.description, proposition?.prompt && firstLine(proposition.prompt.text)]
          .filter((line) => line)
          .join('\n\n'),
  };
}

export function classCandidate(policy: Policy, name: string): Candidate {
  const rank = policy.classOrder.findIndex((ordered) => ordered.text === name);
  return {
    label: name,
    kind: CompletionItemKind.Class,
    detail: rank === -1 ? l10n.t('class') : l10n.t('class, {0} of {1}', rank + 1, policy.classOrder.length),
  };
}

export function responseTypeCandidate(policy: Policy, name: string): Candidate {
  return {
    label: name,
    kind: CompletionItemKind.Interface,
    detail: l10n.t('response type'),
    documentation: policy.responseTypes.get(name)?.description,
  };
}

export function labelCandidate(label: string): Candidate {
  return { label, kind: CompletionItemKind.EnumMember, detail: l10n.t('completion label') };
}

export function roleCandidates(): Candidate[] {
  return ['system', 'user', 'assistant'].map((label) => ({ label, kind: CompletionItemKind.EnumMember }));
}

/** Those that are not there yet, as keys. */
export function asKeys(
  slot: Slot,
  candidates: readonly Candidate[],
  value: readonly Shape[] | 'truth value' | 'human label',
): Candidate[] {
  if (!slot.acceptsKey) return [];
  return candidates
    .filter(({ label }) => !slot.keys.has(label))
    .map((candidate) => ({
      ...candidate,
      pieces: piecesOf(slot, candidate.label, value),
    }));
}

/** Those that are not there yet, as values. */
export function asValues(slot: Slot, candidates: readonly Candidate[]): Candidate[] {
  if (!slot.acceptsValue) return [];
  return candidates
    .filter(({ label }) => !slot.items.has(label))
    .map((candidate) => ({
      ...candidate,
      pieces: [slot.isQuoted ? candidate.label : yamlWord(candidate.label)],
    }));
}

function piecesOf(
  slot: Slot,
  name: string,
  value: readonly Shape[] | 'truth value' | 'human label',
): Piece[] {
  if (value === 'truth value') return literalPieces(slot, name);
  if (value !== 'human label') return keyPieces(slot, name, value);
  return slot.isFollowedByColon || slot.isQuoted ? keyPieces(slot, name, 'text') : labelsPieces(slot, [name]);
}

/** `name: true or false`, on one line in either style. */
export function literalPieces(slot: Slot, name: string): Piece[] {
  return keyPieces(slot, name, [{ type: 'boolean' }]);
}

/**
 * Human labels, one a line, or one after the other in a flow map. Their values are for a person to give, so that a place that
 * is left as it is was not labelled.
 */
export function labelsPieces(slot: Slot, names: readonly string[]): Piece[] {
  const between = slot.isFlow ? ', ' : `\n${' '.repeat(slot.column)}`;
  return names.flatMap((name, index): Piece[] => [`${index === 0 ? '' : between}${yamlWord(name)}: `, BLANK]);
}

function derivedFrom(policy: Policy, name: string): string {
  const conditions = policy.derived.get(name)?.formula.anyOf ?? [];
  return anyOf(
    conditions.map(({ literals }) =>
      inList(literals.map(({ name: { text }, value }) => (value ? text : l10n.t('not {0}', text)))),
    ),
  );
}
