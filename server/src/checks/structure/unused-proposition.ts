import type { Finding } from '../../policy/finding.ts';
import type { Formula } from '../../policy/model.ts';
import { occurrencesOf } from '../../policy/occurrences.ts';
import type { PolicyContext } from '../check.ts';

/** A proposition that no class reads, directly or through derived ones. */
export function* unusedProposition({ policy, files }: PolicyContext): Generator<Finding> {
  // Without classes there is nothing that could use a proposition yet.
  if (policy.classes.size === 0) return;
  const used = new Set<string>();
  const use = (formula: Formula): void => {
    for (const { literals } of formula.anyOf) for (const { name } of literals) useName(name.text);
  };
  const useName = (name: string): void => {
    if (used.has(name)) return;
    used.add(name);
    const derived = policy.derived.get(name);
    if (derived) use(derived.formula);
  };
  for (const { byResponseType } of policy.classes.values()) {
    for (const { formula } of byResponseType.values()) use(formula);
  }
  const { propositions: features } = policy.features;
  if (Array.isArray(features)) for (const name of features) useName(name);

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
    };
  }
}
