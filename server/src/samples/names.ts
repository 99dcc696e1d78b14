import type { Category, Policy } from '../policy/model.ts';
import type { SampleCompletion } from './model.ts';

/** Names in data are written freely: "Hard Refuse", "hard-refuse" and "hard_refuse" are one. */
export function sameName(a: string, b: string): boolean {
  return fold(a) === fold(b);
}

/**
 * The policy's response type for a completion: as it is written, by an alias, or by way of its category. A name that several areas
 * have for a category says it where all of these have the same one.
 */
export function responseTypeOf(
  completion: Pick<SampleCompletion, 'responseType' | 'category'>,
  policy: Policy,
): string | undefined {
  if (completion.responseType !== undefined) return findResponseType(completion.responseType, policy);
  const named = completion.category === undefined ? [] : categoriesNamed(completion.category, policy);
  const types = new Set(
    named.map(({ responseType }) => responseType && findResponseType(responseType.text, policy)),
  );
  const [only] = types;
  return types.size === 1 ? only : undefined;
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

/** A category by `area.name`, by its own name, or by an alias; undefined where several are called so. */
export function findCategory(written: string, policy: Policy): Category | undefined {
  const [only, ...more] = categoriesNamed(written, policy);
  return more.length === 0 ? only : undefined;
}

/** Every category that is called so. `area.name` is one category, whatever else has that for an alias. */
export function categoriesNamed(written: string, policy: Policy): Category[] {
  const all = [...policy.categories];
  const inFull = all.find(([key]) => sameName(key, written));
  if (inFull) return [inFull[1]];
  return all.flatMap(([, category]) =>
    [category.name, ...category.aliases].some((known) => sameName(known, written)) ? [category] : [],
  );
}

function fold(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
}
