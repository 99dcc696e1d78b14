import type { Category, Policy } from '../policy/model.ts';
import type { SampleCompletion } from './model.ts';

/** Names in data are written freely: "Hard Refuse", "hard-refuse" and "hard_refuse" are one. */
export function sameName(a: string, b: string): boolean {
  return fold(a) === fold(b);
}

/** The policy's response type for a completion: as it is written, by an alias, or by way of its category. */
export function responseTypeOf(completion: SampleCompletion, policy: Policy): string | undefined {
  if (completion.responseType !== undefined) return findResponseType(completion.responseType, policy);
  const category = completion.category === undefined ? undefined : findCategory(completion.category, policy);
  return category?.responseType && findResponseType(category.responseType.text, policy);
}

export function findResponseType(written: string, policy: Policy): string | undefined {
  for (const { name, aliases } of policy.responseTypes.values()) {
    if ([name, ...aliases].some((known) => sameName(known, written))) return name;
  }
  return undefined;
}

/** The policy's completion class for a name in data: "Ideal" is `ideal`. */
export function findClass(written: string, policy: Policy): string | undefined {
  if (policy.classes.has(written)) return written;
  return [...policy.classes.keys()].find((name) => sameName(name, written));
}

/** The class that a completion is expected in; undefined where none is, or none of the policy's. */
export function expectedClassOf(
  { expectedClass }: Pick<SampleCompletion, 'expectedClass'>,
  policy: Policy,
): string | undefined {
  return expectedClass === undefined ? undefined : findClass(expectedClass, policy);
}

/** A category by `area.name`, by its own name, or by an alias. */
export function findCategory(written: string, policy: Policy): Category | undefined {
  for (const [key, category] of policy.categories) {
    if ([key, category.name, ...category.aliases].some((known) => sameName(known, written))) return category;
  }
  return undefined;
}

function fold(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
}
