import { removeEntry } from '../../policy/edit/entries.ts';
import type { Finding, Fix } from '../../policy/finding.ts';
import { occurrencesOf } from '../../policy/occurrences.ts';
import { usedPropositions } from '../../policy/used.ts';
import type { PolicyContext } from '../check.ts';

/** A proposition that no class reads, directly or through derived ones. */
export function* unusedProposition({ policy, files }: PolicyContext): Generator<Finding> {
  // Without classes there is nothing that could use a proposition yet.
  if (policy.classes.size === 0) return;
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
    const where = mentioned.has(name.text) ? ', only elsewhere in the policy' : '';
    yield {
      code: 'unused-proposition',
      severity: 'info',
      message: `"${name.text}" is used by no completion class${where}.`,
      place: name.place,
      unnecessary: true,
      fixes: mentioned.has(name.text) ? [] : removal(files, name.text),
    };
  }
}

function removal(files: PolicyContext['files'], name: string): Fix[] {
  const edits = files.flatMap(({ source, data }) =>
    [data?.fields.simple_propositions?.value, data?.fields.derived_propositions?.value].flatMap((dict) => {
      const index = dict?.entries.findIndex(({ key }) => key.value === name) ?? -1;
      return dict && index !== -1 ? [removeEntry(source, dict, index)] : [];
    }),
  );
  return [{ title: `Remove "${name}"`, edits }];
}
