import type { EvaluatedItem } from './items.ts';

/** A label that two response types have at different ranks: they cannot be shown as one. */
export interface OrderedDifferently {
  readonly name: string;
  readonly label: string;
}

/**
 * Response types that are shown as one, once each completion has its reward: `nameOf` has the common name of
 * those; the others stay as they are.
 */
export function mergedTypes(
  items: readonly EvaluatedItem[],
  nameOf: ReadonlyMap<string, string>,
): EvaluatedItem[] | OrderedDifferently {
  const ranks = new Map<string, number>();
  const merged: EvaluatedItem[] = [];
  for (const item of items) {
    const name = item.responseType === undefined ? undefined : nameOf.get(item.responseType);
    if (name === undefined) {
      merged.push(item);
      continue;
    }
    if (item.label !== undefined && item.rank !== undefined) {
      const key = JSON.stringify([name, item.label]);
      const known = ranks.get(key) ?? item.rank;
      if (known !== item.rank) return { name, label: item.label };
      ranks.set(key, known);
    }
    merged.push({ ...item, responseType: name });
  }
  return merged;
}
