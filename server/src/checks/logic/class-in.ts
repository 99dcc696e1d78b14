import type { Formula, Name, Policy } from '../../policy/model.ts';

/** What a class says for a response type, for a class that the logic has found to say something. */
export function classIn(
  policy: Policy,
  className: string,
  responseType: string,
): { readonly name: Name; readonly formula: Formula } {
  const found = policy.classes.get(className)?.byResponseType.get(responseType);
  if (!found) throw new Error(`"${className}" says nothing for ${responseType}`);
  return found;
}
