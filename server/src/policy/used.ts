import type { Formula, Policy } from './model.ts';

/** The simple and derived propositions that a class reads, directly or through derived ones, or that are features. */
export function usedPropositions(policy: Policy): ReadonlySet<string> {
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
  if (policy.safety.refusal !== undefined) useName(policy.safety.refusal);
  return used;
}
