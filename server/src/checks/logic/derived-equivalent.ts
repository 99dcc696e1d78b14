import * as l10n from '@vscode/l10n';
import { definitionsOf } from '../../logic/equivalence.ts';
import { removeEntry, replace } from '../../policy/edit/entries.ts';
import type { Finding, Fix } from '../../policy/finding.ts';
import { occurrencesOf } from '../../policy/occurrences.ts';
import type { PolicyContext } from '../check.ts';

/** Derived propositions that are another name for one that is there, or no statement at all. */
export function* derivedEquivalent(context: PolicyContext): Generator<Finding> {
  const { equivalent, constant } = definitionsOf(context.logic);
  for (const { name, as } of equivalent) {
    const derived = context.policy.derived.get(name);
    const other = context.policy.derived.get(as) ?? context.policy.propositions.get(as);
    if (!derived || !other) continue;
    yield {
      code: 'derived-equivalent',
      severity: 'info',
      message: l10n.t('"{0}" is true exactly where "{1}" is: two names for one proposition.', name, as),
      place: derived.name.place,
      related: [{ message: `"${as}".`, place: other.name.place }],
      fixes: useInstead(context, name, as),
    };
  }
  for (const { name, value } of constant) {
    const derived = context.policy.derived.get(name);
    if (!derived) continue;
    yield {
      code: 'derived-constant',
      severity: 'warning',
      message: value
        ? l10n.t('"{0}" is true for every completion: it says nothing about any.', name)
        : l10n.t('"{0}" is false for every completion: it says nothing about any.', name),
      place: derived.name.place,
    };
  }
}

/** Every use of one name becomes the other, and its definition goes. */
function useInstead({ files }: PolicyContext, name: string, as: string): Fix[] {
  const edits = files.flatMap((file) => {
    const { source } = file;
    const definitions = file.data?.fields.derived_propositions?.value;
    const index = definitions?.entries.findIndex(({ key }) => key.value === name) ?? -1;
    const uses = occurrencesOf(file).filter(
      (each) => each.kind === 'proposition' && each.role === 'reference' && each.name === name,
    );
    return [
      ...uses.map(({ span }) => replace(source, span, as)),
      ...(definitions && index !== -1 ? [removeEntry(source, definitions, index)] : []),
    ];
  });
  return [{ title: l10n.t('Use "{0}" in place of "{1}"', as, name), edits }];
}
