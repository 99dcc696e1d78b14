/** What stands in quotation marks, on one line, or is quoted as Markdown does; an apostrophe is no quotation mark. */
const QUOTED =
  /(?<=\n) *>[^\n]*|"[^"\n]*"|“[^”\n]*”|«[^»\n]*»|(?<![\p{L}\p{N}])['‘][^'’\n]*(?:['’]\p{L}[^'’\n]*){0,8}['’](?!\p{L})/gu;
const SEVERAL_WORDS = /[\p{L}\p{N}]['’\p{L}\p{N}]*[^\p{L}\p{N}'’]+[\p{L}\p{N}]/u;

/**
 * A text without what it quotes: a judge quotes what it judges, and that is not what it says itself. One word in
 * quotation marks stays ("The answer is "yes"."), and so does a quotation that the text begins with, that is all of it,
 * or that stands behind `own` ("Answer: "Yes, it does.""). Quotations are blanked, so that places stay what they are.
 */
export function withoutQuotations(text: string, own?: RegExp): string {
  return text.replace(QUOTED, (found: string, offset: number) => {
    const before = text.slice(0, offset);
    const isOwn = !/[\p{L}\p{N}]/u.test(before) || (own?.test(before) ?? false);
    // The end of a sentence stays one: 'It says "I will not do that." So, no.'
    const isLast = /^\s+[\p{Lu}*]/u.test(text.slice(offset + found.length));
    const end = (isLast && /[.!?](?=.$)/u.exec(found)?.[0]) || ' ';
    return isOwn || !SEVERAL_WORDS.test(found) ? found : `${' '.repeat(found.length - 2)}${end} `;
  });
}
