/** A language in which every text stands in brackets: what is outside of them was not translated. */
export function pseudoTexts(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(texts).map((text) => [text, `⟦${text}⟧`]));
}

/** What of a text no translation covers. Brackets may hold others: an argument may be a text of its own. */
export function untranslated(text: string): string {
  let depth = 0;
  let left = '';
  for (const letter of text) {
    if (letter === '⟦') depth++;
    else if (letter === '⟧') depth--;
    else if (depth === 0) left += letter;
  }
  return left;
}
