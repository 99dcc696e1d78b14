import * as l10n from '@vscode/l10n';
import type { PolicyLogic } from '../../logic/classes.ts';
import { removeEntry } from '../../policy/edit/entries.ts';
import type { Finding, Fix } from '../../policy/finding.ts';
import type { Policy } from '../../policy/model.ts';
import { occurrencesOf } from '../../policy/occurrences.ts';
import { usedPropositions } from '../../policy/used.ts';
import type { PolicyContext } from '../check.ts';

/** A proposition that no class reads, directly or through derived ones. */
export function* unusedProposition({ policy, files, logic }: PolicyContext): Generator<Finding> {
  // Without classes there is nothing that could use a proposition yet; what cannot be read may use it.
  const isRead = files.every((file) => file.findings.every(({ severity }) => severity !== 'error'));
  if (policy.classes.size === 0 || !isRead || !isSound(policy, logic)) return;
  const used = usedPropositions(policy);
  const mentioned = new Set(
    files.flatMap((file) =>
      occurrencesOf(file).flatMap(({ kind, role, name }) =>
        kind === 'proposition' && role === 'reference' ? [name] : [],
      ),
    ),
  );
  for (const { name } of [...policy.propositions.values(), ...policy.derived.values()]) {
    if (used.has(name.text)) continue;
    yield {
      code: 'unused-proposition',
      severity: 'info',
      message: mentioned.has(name.text)
        ? l10n.t('"{0}" is used by no completion class, only elsewhere in the policy.', name.text)
        : l10n.t('"{0}" is used by no completion class.', name.text),
      place: name.place,
      unnecessary: true,
      fixes: mentioned.has(name.text) ? [] : removal(files, name.text),
    };
  }
}

/** A misspelt name may be meant for one that seems unused. */
function isSound(policy: Policy, { vocabulary }: PolicyLogic): boolean {
  const formulas = [
    ...[...policy.derived.values()].map((derived) => derived.formula),
    ...[...policy.classes.values()].flatMap(({ byResponseType }) =>
      [...byResponseType.values()].map((each) => each.formula),
    ),
  ];
  return formulas.every((formula) => vocabulary.isComplete(formula));
}

function removal(files: PolicyContext['files'], name: string): Fix[] {
  const edits = files.flatMap(({ source, data }) =>
    [data?.fields.simple_propositions?.value, data?.fields.derived_propositions?.value].flatMap((dict) => {
      const index = dict?.entries.findIndex(({ key }) => key.value === name) ?? -1;
      return dict && index !== -1 ? [removeEntry(source, dict, index)] : [];
    }),
  );
  return [{ title: l10n.t('Remove "{0}"', name), edits }];
}
