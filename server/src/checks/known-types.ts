import type { Policy } from '../policy/model.ts';
import { nearest } from '../policy/nearest.ts';

/**
 * The response types of which something can be concluded. Where types are declared, one that is not is most
 * likely misspelt: it is reported as such, and neither it nor the one that is meant is judged by what is left.
 */
export function knownResponseTypes({ responseTypes }: Policy): ReadonlySet<string> {
  const all = [...responseTypes.values()];
  const declared = all.filter((type) => type.declared).map((type) => type.name);
  if (declared.length === 0) return new Set(responseTypes.keys());
  const undeclared = all.filter((type) => !type.declared).map((type) => type.name);
  const meant = new Set(undeclared.map((name) => nearest(name, declared)));
  return new Set(declared.filter((name) => !meant.has(name)));
}
