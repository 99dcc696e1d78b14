/** The terms that are learnt from, with their inverse document frequency. */
export interface Vocabulary {
  /** Term -> column, in the order of `inverseFrequency`. */
  readonly columns: ReadonlyMap<string, number>;
  readonly inverseFrequency: Float32Array;
}

/** A term of one text only cannot help with any other. */
const MIN_DOCUMENTS = 2;

/** From the terms of all texts: `log((1 + n) / (1 + df)) + 1`, the smoothed inverse document frequency. */
export function buildVocabulary(
  texts: readonly { readonly terms: ReadonlyMap<string, number> }[],
): Vocabulary {
  const documents = new Map<string, number>();
  for (const { terms } of texts) {
    for (const term of terms.keys()) documents.set(term, (documents.get(term) ?? 0) + 1);
  }
  const kept = [...documents].filter(([, count]) => count >= MIN_DOCUMENTS);
  return {
    columns: new Map(kept.map(([term], column) => [term, column])),
    inverseFrequency: Float32Array.from(kept, ([, count]) => Math.log((1 + texts.length) / (1 + count)) + 1),
  };
}
