import type { Policy } from '../../policy/model.ts';
import type { EvaluatedItem } from '../../reward/evaluate/items.ts';
import { mergedTypes } from '../../reward/evaluate/merged-types.ts';
import { sameName } from '../../samples/names.ts';
import { UsageError } from '../output.ts';

/** What `--merge` asks for, in the policy's names; throws a UsageError where it would mix what does not belong together. */
export function merging(
  { orderings, responseTypes }: Policy,
  items: readonly EvaluatedItem[],
  merge: ReadonlyMap<string, readonly string[]> = new Map(),
): {
  readonly items: readonly EvaluatedItem[];
  readonly merged: Readonly<Record<string, readonly string[]>>;
} {
  const inData = new Set(items.flatMap(({ responseType }) => responseType ?? []));
  const known = [...new Set([...inData, ...orderings.keys(), ...responseTypes.keys()])];
  const nameOf = new Map<string, string>();
  const merged: Record<string, string[]> = {};
  for (const [name, written] of merge) {
    const types = written.map((type) => {
      const found = known.find((each) => sameName(each, type));
      if (found === undefined)
        throw new UsageError(`--merge: no response type "${type}"; there are ${known.join(', ')}.`);
      return found;
    });
    for (const type of types) {
      if (nameOf.has(type)) throw new UsageError(`--merge: "${type}" is merged twice.`);
      nameOf.set(type, name);
    }
    merged[name] = types;
  }
  for (const name of Object.keys(merged)) {
    const taken = [...inData].find((each) => sameName(each, name) && nameOf.get(each) !== name);
    if (taken !== undefined)
      throw new UsageError(
        `--merge: "${name}" is a response type of the data that is not among those merged.`,
      );
  }
  const found = mergedTypes(items, nameOf);
  if ('label' in found)
    throw new UsageError(
      `--merge: the response types of "${found.name}" do not rank "${found.label}" alike; they cannot be shown as one.`,
    );
  return { items: found, merged };
}
