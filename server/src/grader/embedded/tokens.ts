/** Words of a text, in lower case; contractions stay one word, however their apostrophe is written. */
export function wordsOf(text: string): string[] {
  return plain(text).match(/[\p{L}\p{N}]+(?:'[\p{L}]+)*/gu) ?? [];
}

/** Lower case, with straight quotes. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\u2018\u2019\u02BC\u00B4`]/g, "'")
    .replace(/[\u201C\u201D]/g, '"');
}

/** Rough sentences: enough to tell the beginning of a response from its end. */
export function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?…])\s+|\n+/u).filter((sentence) => sentence.trim() !== '');
}
