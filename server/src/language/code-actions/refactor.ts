import * as l10n from '@vscode/l10n';
import { type CodeAction, CodeActionKind } from 'vscode-languageserver-types';
import { conditionsOf, type WrittenCondition } from '../../policy/conditions.ts';
import { endOf, indentOf, replace } from '../../policy/edit/entries.ts';
import { addToSection } from '../../policy/edit/sections.ts';
import type { TextEdit } from '../../policy/finding.ts';
import type { Literal } from '../../policy/model.ts';
import type { Span } from '../../policy/source.ts';
import type { PolicyState } from '../../workspace/workspace.ts';

/** A change of a policy that keeps what it says. */
export interface Refactoring {
  readonly title: string;
  readonly kind: NonNullable<CodeAction['kind']>;
  readonly edits: readonly TextEdit[];
}

/** Conditions into a derived proposition, and back, for what a selection touches. */
export function refactorings(state: PolicyState, selection: Span): Refactoring[] {
  const file = state.files.at(-1);
  if (!file) return [];
  return [...conditionsOf(file)].flatMap((written) => {
    const touched = written.condition.entries
      .map((entry, index) => ({ index, span: entry.span }))
      .filter(({ span }) => span.start <= selection.end && selection.start <= span.end);
    const [first, ...more] = touched;
    if (!first) return [];
    const last = more.at(-1);
    return last
      ? extraction(state, written, first.index, last.index)
      : expansion(state, written, first.index);
  });
}

function extraction(state: PolicyState, written: WrittenCondition, from: number, to: number): Refactoring[] {
  const { file, condition } = written;
  const { source } = file;
  const chosen = condition.entries.slice(from, to + 1);
  const [first] = chosen;
  const last = chosen.at(-1);
  if (!first || !last) return [];
  const span = { start: first.span.start, end: endOf(source, last.span) };
  // A comment between them would be lost.
  if (source.text.slice(span.start, span.end).includes('#')) return [];
  const name = freeName(state, 'extracted');
  const definition = chosen.map(({ key, value }) => `${key.value}: ${value.value}`).join(', ');
  return [
    {
      title: l10n.t('Extract {0} conditions into a derived proposition', chosen.length),
      kind: CodeActionKind.RefactorExtract,
      edits: [
        replace(source, span, `${name}: true`),
        addToSection(file, 'derived_propositions', [`${name}: { ${definition} }`]),
      ],
    },
  ];
}

function expansion(state: PolicyState, { file, condition }: WrittenCondition, index: number): Refactoring[] {
  const { source } = file;
  const entry = condition.entries[index];
  const derived = entry && state.policy.derived.get(entry.key.value);
  const literals = entry && derived ? expanded(derived.formula.anyOf, entry.value.value) : undefined;
  if (!entry || !literals) return [];
  const others = new Map(condition.entries.map(({ key, value }) => [key.value, value.value]));
  others.delete(entry.key.value);
  // What it contradicts cannot be written into one map.
  if (literals.some(({ name, value }) => (others.get(name.text) ?? value) !== value)) return [];
  const lines = literals
    .filter(({ name }) => !others.has(name.text))
    .map(({ name, value }) => `${name.text}: ${value}`);
  const isFlow = source.text[condition.span.start] === '{';
  if (lines.length === 0) return [];
  const separator = isFlow ? ', ' : `\n${indentOf(source, entry.span.start)}`;
  return [
    {
      title:
        literals.length === 1
          ? l10n.t('Expand "{0}" into its condition', entry.key.value)
          : l10n.t('Expand "{0}" into its {1} conditions', entry.key.value, literals.length),
      kind: CodeActionKind.RefactorInline,
      edits: [
        replace(source, { start: entry.span.start, end: endOf(source, entry.span) }, lines.join(separator)),
      ],
    },
  ];
}

/** A conjunction as it is; its negation only where it is a single condition. */
function expanded(
  anyOf: readonly { literals: readonly Literal[] }[],
  value: boolean,
): readonly Literal[] | undefined {
  const [only, ...more] = anyOf;
  if (!only || more.length > 0) return undefined;
  if (value) return only.literals;
  const [single, ...rest] = only.literals;
  return single && rest.length === 0 ? [{ ...single, value: !single.value }] : undefined;
}

function freeName({ policy }: PolicyState, stem: string): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? stem : `${stem}_${count}`;
    if (!policy.derived.has(name) && !policy.propositions.has(name)) return name;
  }
}
