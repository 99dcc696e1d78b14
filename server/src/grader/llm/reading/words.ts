/** A word of a text, with what stands between it and its neighbours. Places are in UTF-16 units. */
export interface Word {
  /** In lower case, with a straight apostrophe. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** From the word before (or the beginning of the text) to this one. */
  readonly before: string;
  /** From this word to the next (or the end of the text). */
  readonly after: string;
}

const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu;

export function wordsOf(text: string): Word[] {
  const places = [...text.matchAll(WORD)].map((match) => ({
    word: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
  return places.map(({ word, start, end }, index) => ({
    text: word.toLowerCase().replace('’', "'"),
    start,
    end,
    before: text.slice(places[index - 1]?.end ?? 0, start),
    after: text.slice(end, places[index + 1]?.start ?? text.length),
  }));
}

/** A line ends a sentence as well. */
export const SENTENCE_END = /[.!?…。！？\n]/;

/** Models that repeat themselves have no end of it. */
const LONGEST_SENTENCE = 200;

/** The words before a word in its sentence. */
export function sentenceBefore(words: readonly Word[], index: number): Word[] {
  let first = index;
  const least = Math.max(0, index - LONGEST_SENTENCE);
  while (first > least && !SENTENCE_END.test((words[first] as Word).before)) first--;
  return words.slice(first, index);
}

/** Words as they are said: in lower case, with single spaces. */
export function spoken(words: readonly Word[]): string {
  return words.map(({ text }) => text).join(' ');
}
